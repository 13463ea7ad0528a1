"""The roles file: every form of contract section 2, and what is refused, with its place."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wayline.documents import read_documents
from wayline.errors import RolesError
from wayline.sources.raw import ReadOptions
from wayline.sources.role_model import (
    Cells,
    Either,
    Milestone,
    Moment,
    Question,
    Roles,
    Scale,
    Word,
    bound,
)
from wayline.sources.roles import parse_roles
from wayline.sources.roles_schema import roles_schema
from wayline.sources.roles_text import roles_text

SHOP = """\
wayline: 1
table: events                  # events | voice | people | accounts
source: shop
read: {delimiter: ",", encoding: utf-8, decimal: ".", dates: "%Y-%m-%d %H:%M:%S", zone: America/Sao_Paulo, missing: ["", "NULL"]}
columns:                       # role: column
  person_id: customer
  occurred_at: when
  event: what
traits: [plan]
"""


def one(text: str) -> Roles:
    [roles] = parse_roles(text, "x.roles.yaml")
    return roles


def events(columns: str, more: str = "") -> Roles:
    return one(f"{{wayline: 1, table: events, columns: {{{columns}}}{', ' + more if more else ''}}}")


def test_the_example_of_the_contract_is_read() -> None:
    assert one(SHOP) == Roles(
        table="events",
        source="shop",
        read=ReadOptions(",", "utf-8", ".", "%Y-%m-%d %H:%M:%S", "America/Sao_Paulo", ("", "NULL")),
        values={"person_id": Cells(("customer",)), "event": Cells(("what",))},
        times={"occurred_at": Moment("when")},
        traits=("plan",),
    )


def test_several_columns_join_into_one_key_by_a_hyphen() -> None:
    roles = events("object_type: enrolment, object_id: [module, term, student], occurred_at: t, event: e")
    assert roles.values["object_id"] == Cells(("module", "term", "student"), "-")


def test_an_event_of_several_columns_is_joined_by_a_space() -> None:
    assert events("person_id: p, occurred_at: t, event: [type, action]").values["event"] == Cells(
        ("type", "action"), " "
    )


def test_an_event_may_be_a_constant() -> None:
    assert events("person_id: p, occurred_at: t, event: {literal: review}").values["event"] == Word("review")


def test_an_object_type_is_the_column_of_that_name_or_else_the_word() -> None:
    roles = events("object_id: o, object_type: order, occurred_at: t, event: e")
    assert roles.values["object_type"] == Either("order")
    assert bound(roles, ["o", "t", "e"]).values["object_type"] == Word("order")
    assert bound(roles, ["o", "t", "e", "order"]).values["object_type"] == Cells(("order",))


def test_a_position_stands_in_place_of_a_time() -> None:
    roles = events("session_id: s, position: step, event: page")
    assert (roles.position, roles.clock, roles.times) == ("step", "position", {})


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("{column: day, unit: day, from: 2013-02-01}", Moment("day", unit="day", origin="2013-02-01")),
        ("{column: day, unit: days, from: {column: start}}", Moment("day", unit="day", origin_column="start")),
        ("{column: ts, unit: ms}", Moment("ts", unit="ms")),
        ('{column: d, format: "%d/%m/%Y"}', Moment("d", format="%d/%m/%Y")),
        ("day", Moment("day")),
    ],
)
def test_times_may_be_relative_epochs_or_of_a_pattern(said: str, moment: Moment) -> None:
    assert events(f"person_id: p, occurred_at: {said}, event: e").times["occurred_at"] == moment


def test_milestones_replace_event_and_time_and_keep_their_order() -> None:
    roles = one("{table: events, columns: {person_id: p}, milestones: {purchase: bought, deliver: brought}}")
    assert roles.milestones == (Milestone("purchase", Moment("bought")), Milestone("deliver", Moment("brought")))


def test_questions_of_a_survey_in_wide_form() -> None:
    roles = one("""
wayline: 1
table: voice
questions: {NETPRO: {kind: nps, min: 0, max: 10, no_answer: [98, 99]}, Q7ART: {kind: rating, min: 1, max: 5, no_answer: [0, 6],
  asks: "Artwork and exhibitions", reversed: true}, SAY: {kind: note}}
weight: WEIGHT
""")
    assert roles.values == {"weight": Cells(("WEIGHT",))}
    assert roles.questions == (
        Question("NETPRO", "nps", Scale(0, 10, ("98", "99"))),
        Question("Q7ART", "rating", Scale(1, 5, ("0", "6"), is_reversed=True), "Artwork and exhibitions"),
        Question("SAY", "note"),
    )


def test_people_say_which_ids_are_one_person() -> None:
    assert one("{table: people, columns: {person_id: id}, same_as: {person_id: [email, crm_id]}}").same_as == (
        "email",
        "crm_id",
    )


def test_a_role_may_stand_beside_columns_as_well_as_in_it() -> None:
    assert one("{table: events, person_id: p, occurred_at: t, event: e}") == events(
        "person_id: p, occurred_at: t, event: e"
    )


def test_a_file_may_hold_several_tables_as_documents_or_as_a_list() -> None:
    people = "{table: people, file: 'p*.csv', columns: {person_id: p}}"
    accounts = "{table: accounts, columns: {account_id: a}}"
    listed = parse_roles(f"wayline: 1\nsource: crm\ntables: [{people}, {accounts}]")
    documents = parse_roles(f"{people}\n---\n{accounts}\n")
    assert [(roles.table, roles.file, roles.source) for roles in listed] == [
        ("people", "p*.csv", "crm"),
        ("accounts", "", "crm"),
    ]
    assert [(roles.table, roles.file) for roles in documents] == [("people", "p*.csv"), ("accounts", "")]


def test_columns_may_be_called_by_numbers_and_words_of_yaml() -> None:
    assert events("person_id: 2014, occurred_at: yes, event: 007").values["person_id"] == Cells(("2014",))


REFUSED = [
    ("columns: {persn_id: a}", "1:11", "unknown role 'persn_id'. Did you mean 'person_id'?"),
    ("columns: {customer: person_id}", "1:11", "The role comes first: `person_id: customer`"),
    ("columns: {person_id: p, score: s}", "1:25", "'score' is a role of the table voice, not of events"),
    ("table: evnts", "1:8", "'evnts' is not one of events, voice, people, accounts. Did you mean 'events'?"),
    ("wayline: 2\ntable: events", "1:10", "this version reads roles files of version 1, not 2"),
    (
        "read: {zone: Europe/Berln}\ncolumns: {person_id: a}",
        "1:14",
        "there is no zone 'Europe/Berln'. Did you mean 'Europe/Berlin'?",
    ),
    ("read: {delimeter: ';'}\ncolumns: {person_id: a}", "1:8", "unknown key 'delimeter'. Did you mean 'delimiter'?"),
    ("read: {decimal: x}\ncolumns: {person_id: a}", "1:17", "expected '.' or ','"),
    (
        "columns: {occurred_at: t, event: e}",
        "1:1",
        "events need a key: one of person_id, account_id, object_id, session_id",
    ),
    ("columns: {person_id: p, event: e}", "1:1", "events need a time"),
    ("columns: {person_id: p, occurred_at: t}", "1:1", "events need a name"),
    ("columns: {person_id: p, occurred_at: t, event: e, position: n}", "1:61", "not both"),
    ("columns: {person_id: p, event: e}\nmilestones: {a: b}", "1:32", "event is left out where there are milestones"),
    ("columns: {object_id: o, occurred_at: t, event: e}", "1:22", "object_id and object_type go together"),
    ("columns: {person_id: p, event: e, occurred_at: {column: d, unit: day}}", "1:48", "needs `from`"),
    ("columns: {person_id: p, event: e, occurred_at: {column: d, from: 2013-02-01}}", "1:48", "`from` needs a `unit`"),
    ("columns: {person_id: p, event: e, occurred_at: {column: d, unit: day, from: soon}}", "1:77", "'soon' is no date"),
    (
        "columns: {person_id: p, event: e, occurred_at: {column: d, unit: fortnight}}",
        "1:66",
        "'fortnight' is not one of",
    ),
    ("columns: {person_id: p, event: e, occurred_at: {column: d, format: '%H:%M'}}", "1:68", "has no year"),
    (
        "columns: {person_id: p, event: e, occurred_at: {column: d, format: '%Q'}}",
        "1:68",
        "has %Q, which cannot be read",
    ),
    ("columns: {person_id: p, event: e, occurred_at: t}\ntraits: [a]\ndrop: [a]", "3:7", "listed under traits as well"),
    ("table: voice\ncolumns: {score: s, kind: rating}", "2:18", "a score without its scale is no score"),
    ("table: voice\ncolumns: {text: s}", "1:1", "voice needs its kind"),
    ("table: voice\nquestions: {A: {kind: rating}}", "2:12", "'A' needs `min` and `max`"),
    ("table: voice\nquestions: {A: {kind: rating, min: 5, max: 1}}", "2:44", "1 is not above min, 5"),
    ("table: people\ncolumns: {valid_from: t}", "1:1", "people need `person_id: COLUMN`"),
    ("table: accounts\ncolumns: {account_id: a}\naccount_id: a", "2:11", "said twice"),
    ("table: voice\nreversed: true\nquestions: {A: {kind: nps}}", "2:11", "belongs to a score"),
    ("tables: []", "1:9", "expected a list of tables"),
    ("[1]", "1:1", "expected `table:`"),
    ("", "1:1", "the roles file is empty"),
    ("a: [", "1:5", "not valid YAML"),
]


@pytest.mark.parametrize(("text", "place", "message"), REFUSED)
def test_what_is_wrong_is_refused_with_line_and_column(text: str, place: str, message: str) -> None:
    with pytest.raises(RolesError) as refused:
        parse_roles(text, "x.roles.yaml")
    assert str(refused.value).startswith(f"x.roles.yaml:{place}: ")
    assert message in str(refused.value)


def test_a_column_that_is_not_there_is_named_with_the_nearest_and_all_there_are() -> None:
    roles = one("wayline: 1\ntable: events\ncolumns:\n  person_id: custmer\n  occurred_at: when\n  event: what\n")
    with pytest.raises(RolesError) as refused:
        bound(roles, ["customer", "when", "what"])
    assert str(refused.value) == (
        "x.roles.yaml:4:3: person_id: there is no column 'custmer'. Did you mean 'customer'?\nThe columns are: customer, when, what"
    )


def test_a_column_that_stands_twice_is_refused() -> None:
    with pytest.raises(RolesError, match="the column 'when' stands 2 times"):
        bound(one(SHOP), ["customer", "when", "when", "what", "plan"])


WRITTEN = [
    SHOP,
    "{table: events, object_id: [a, b c], object_type: order, event: {literal: x}, occurred_at: {column: d, unit: day, from: {column: s}}}",
    "{table: events, person_id: {columns: [a, b], join: /}, event: [t, u], position: n, drop: [x], traits: []}",
    "{table: events, file: '*.csv', person_id: p, milestones: {a: b, c: {column: d, format: '%d.%m.%Y'}}}",
    "{table: voice, answer_id: i, weight: w, questions: {N: {kind: nps, min: 0, max: 10, no_answer: [98, '07', x]}, T: {kind: note}}}",
    "{table: voice, kind: review, solicited: true, score: {column: s, min: 1, max: 5, reversed: true}, text: t}",
    "{table: people, person_id: p, account_id: a, valid_from: v, same_as: [m, n], drop: [x]}",
    "{table: voice, kind: {column: nps}, score: s, max: {column: '5'}, min: 1}",
    "{table: accounts, account_id: a, read: {decimal: ',', missing: ['', '-'], header: no}}",
]


@pytest.mark.parametrize("text", WRITTEN)
def test_what_is_written_reads_back_the_same(text: str) -> None:
    roles = one(text)
    written = roles_text(roles)
    assert one(written) == roles
    assert roles_text(one(written)) == written


names = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=12).filter(
    lambda name: name.strip() == name
)


@given(st.lists(names, min_size=4, max_size=4, unique=True))
@settings(max_examples=60, deadline=None)
def test_any_column_name_survives_writing(columns: list[str]) -> None:
    person, when, what, plan = columns
    roles = Roles(
        "events",
        values={"person_id": Cells((person,)), "event": Word(what)},
        times={"occurred_at": Moment(when)},
        traits=(plan,),
    )
    assert one(roles_text(roles)) == roles


def test_reasons_stand_as_comments_and_several_tables_as_documents() -> None:
    roles = one(SHOP)
    reasoned = Roles("accounts", values={"account_id": Cells(("a",))}, reasons={"account_id": "3 values"})
    text = roles_text([roles, reasoned], head=["Proposed."])
    assert text.startswith("# Proposed.\nwayline: 1\n")
    assert "  account_id: a                   # 3 values\n" in text
    assert parse_roles(text) == (roles, reasoned)


SCHEMA = json.loads((Path(__file__).parents[2] / "docs/reference/roles.schema.json").read_text(encoding="utf-8"))


def problems(text: str) -> list[str]:
    """What a validator says of the first document of a text."""
    jsonschema = pytest.importorskip("jsonschema")
    document = read_documents(text)[0]
    return [problem.message for problem in jsonschema.Draft202012Validator(SCHEMA).iter_errors(document.data)]


def test_the_published_schema_is_the_one_that_the_roles_make() -> None:
    assert roles_schema() == SCHEMA


@pytest.mark.parametrize("text", WRITTEN)
def test_the_published_schema_accepts_what_the_reader_accepts(text: str) -> None:
    assert problems(text) == []
    assert problems(roles_text(one(text))) == []


@pytest.mark.parametrize(
    "text",
    [
        "columns: {persn_id: a}",
        "table: evnts",
        "read: {delimeter: ';'}",
        "tables: []",
        "wayline: 2",
        "table: people\nevent: e",
    ],
)
def test_the_published_schema_refuses_unknown_keys(text: str) -> None:
    assert problems(text)
