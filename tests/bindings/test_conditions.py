"""Conditions of selectors on real rows: what each form lets through."""

import duckdb
import pytest

from wayline.bindings.conditions import Names, condition_text, event_codes, property_text, residual
from wayline.files.selector_text import selector_from_text
from wayline.maps.selector import Selector

ROWS = {
    1: '{"n": "5", "plan": "pro", "due": "2026-01-02 00:00:00", "done": "2026-01-10 09:00:00", "a b": "x"}',
    2: '{"n": "9.5", "plan": "free", "due": "2026-02-01", "done": "2026-01-31", "paid": true}',
    3: '{"n": "n/a", "plan": "", "deep": {"a/b": {"c": "y"}}, "it\'s": "quoted"}',
    4: "{}",
}
NAMES = Names(
    {
        "event": {"signup": 0, "submit_TMA": 1, "submit_CMA": 2, "a*b": 3, "aXb": 4},
        "channel": {"web": 0, "phone": 1},
        "source": {"shop": 0},
    }
)


@pytest.fixture(scope="module")
def rows():
    con = duckdb.connect()
    con.execute("CREATE TABLE names (kind VARCHAR, no INTEGER, name VARCHAR)")
    con.execute("INSERT INTO names VALUES ('channel', 0, 'web'), ('channel', 1, 'phone')")
    con.execute("CREATE TABLE e (id INTEGER, channel INTEGER, source INTEGER, amount DOUBLE, properties VARCHAR)")
    con.executemany(
        "INSERT INTO e VALUES (?, ?, 0, ?, ?)", [(key, key % 2, key * 10.0, text) for key, text in ROWS.items()]
    )
    return con


def let_through(rows, selector):
    asks = residual(selector_from_text(selector), NAMES, {})
    return [row[0] for row in rows.execute(f"SELECT id FROM e WHERE {asks} ORDER BY id").fetchall()]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("{plan: pro}", [1]),
        ("{plan: [pro, free]}", [1, 2]),
        ("{n: 5}", [1]),  # a number is compared as a number
        ("{n: '5'}", [1]),
        ("{n: '5.0'}", []),  # a text is not
        ("{n: {gte: 5, lt: 9}}", [1]),
        ("{n: {gt: 5}}", [2]),
        ("{paid: true}", [2]),
        ("{plan: null}", [3, 4]),  # empty and absent are the same
        ("{plan: {matches: 'f*'}}", [2]),
        ("{plan: {matches: 'F*'}}", []),
        ("{done: {gt: {column: due}}}", [1]),
        ("{due: {lt: '2026-01-15'}}", [1]),
        ("{'a b': x}", [1]),
        ("{'it''s': quoted}", [3]),
        ("{missing: {lt: 3}}", []),
        ("{plan: pro, n: {gt: 5}}", []),  # all must hold
        ("{amount: {gte: 30}}", [3, 4]),  # a canonical column where the row has no such property
        ("{channel: phone}", [1, 3]),
    ],
)
def test_a_condition_lets_through_what_it_says(rows, where, expected):
    assert let_through(rows, f"{{event: signup, where: {where}}}") == expected


def test_dots_reach_into_nested_values(rows):
    found = rows.execute(f"SELECT {property_text('deep.a/b.c')} FROM e WHERE id = 3").fetchall()
    assert found == [("y",)]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("signup",), {0}),
        (("submit_*",), {1, 2}),
        (("submit_?MA", "signup"), {0, 1, 2}),
        (("a*b",), {3, 4}),  # the name itself, and what the glob matches
        (("nothing",), set()),
        ((), {0, 1, 2, 3, 4}),
    ],
)
def test_names_are_exact_or_globs(names, expected):
    assert event_codes(Selector(event=names), NAMES) == expected


def test_hostile_text_stays_text(rows):
    hostile = "x' OR TRUE; DROP TABLE e; --"
    condition = selector_from_text(f'{{event: signup, where: {{plan: "{hostile}"}}}}').where["plan"]
    assert rows.execute(
        f"SELECT count(*) FROM e WHERE {condition_text(property_text('plan'), condition)}"
    ).fetchall() == [(0,)]
    assert rows.execute("SELECT count(*) FROM e").fetchall() == [(4,)]
