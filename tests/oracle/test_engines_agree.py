"""The engines against each other on random worlds: the same facts, row for row, and the same measurement."""

import os

import engine
import pytest
from difference import difference
from fact_tables import TABLES, rows
from worlds import any_world

from wayline.errors import InputError, NotFoundError
from wayline.measures.measurement import measurement
from wayline.paths.facts import Question
from wayline.paths.fold.compiled import Entered
from wayline.paths.ready import is_ready

pytest.importorskip("numba")
# without machine code kernels run as plain Python: nobody waits for the compiler, and the numbers are the same
Entered.is_plain = not is_ready()

# WAYLINE_WORLDS=2000 runs more than the few that every test run has time for, from WAYLINE_FIRST_WORLD on
WORLDS = int(os.environ.get("WAYLINE_WORLDS", "12"))
FIRST = int(os.environ.get("WAYLINE_FIRST_WORLD", "0"))
ORDERS = ("arrival", "arrival", "reversed", "strict")


@pytest.mark.parametrize("seed", range(FIRST, FIRST + WORLDS))
def test_the_fold_leaves_the_facts_of_the_sql(seed, monkeypatch):
    made = any_world(seed)
    known_at = made.options.pop("known_at", None)
    question = Question(**{**made.options, "segment": made.options.get("segment") or "", "order": ORDERS[seed % 4]})
    people = {"traits": made.traits, "members": made.members, "aliases": made.aliases}
    with engine.asked(made.events, made.journey, sources=made.sources, known_at=known_at, **people) as at:
        found = []
        for name in ("sql", "fold"):
            monkeypatch.setenv("WAYLINE_ENGINE", name)
            try:
                facts = at.facts(question)
            except (NotFoundError, InputError) as error:
                found.append((str(error), {}))
                continue
            found.append((measurement(facts, {}).plain(), {table: rows(facts, table) for table in TABLES}))
    assert found[0] == found[1], "\n".join(difference(found[0][0], found[1][0]))
