"""The SQL that `explain` prints, run by itself in bare DuckDB, returns the measured count and n: of everything on a map."""

import duckdb
import engine
import pytest
from worlds import world

from wayline.errors import InputError
from wayline.measures.explain import define, explained
from wayline.measures.measurement import measurement
from wayline.paths.facts import Question


@pytest.mark.parametrize("seed", [3, 11, 19, 36])
def test_explained_sql_returns_what_was_measured(seed):
    made = world(seed)
    options = {
        name: value
        for name, value in made.options.items()
        if name in ("since", "until", "as_of", "where") and value is not None
    }
    about = {"sources": made.sources, "traits": made.traits, "members": made.members, "aliases": made.aliases}
    checked = 0
    with engine.asked(made.events, made.journey, **about, known_at=made.options.get("known_at")) as at:
        try:
            found = measurement(at.facts(Question(**options)), {}).plain()
        except InputError:
            return  # the world has an order but no times, and was asked for a window
        plan = at.plan(Question(**options))
        for element, definitions in define(made.journey).items():
            for name, definition in definitions.items():
                with duckdb.connect() as bare:
                    row = bare.execute(explained(plan, definition)[1]).fetchall()
                assert row == [expected(found, element, name)], (element, name)
                checked += 1
    assert checked > 20


def expected(found, element, name):
    if element == "whole":
        number = found["whole"][name]
    elif element == "coverage":
        number = found["coverage"].get(name) or found["coverage"]["deviations"][name]
    else:
        measure, _, target = name.partition(":")
        number = found["elements"][element][measure]
        if measure == "time_to":
            number = number[target] if target else next(iter(number.values()))
    return (number["count"], number["n"])
