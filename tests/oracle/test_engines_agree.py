"""The engines against each other on random worlds: the same facts, row for row, and the same measurement."""

import os

import engine
import pytest
from difference import difference
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
TABLES = {
    "touch_rows": "subject, occurred_at, arrival, event, element",
    "subjects": "subject, level, start_at, start_arrival, place, place_of_all, places, places_of_all",
    "last_touch": "subject, k, step, occurred_at, at_end, has_left, surely_left, left_at_once",
    "step_firsts": "subject, step, k, occurred_at, last_k, last_at, touches",
    "step_facts": "subject, level, step, k, occurred_at, touches, returned, tied_return, {outcome}",
    "stage_facts": "subject, level, stage, {outcome}",
    "aim_facts": "subject, level, step, aim, {followed}",
    "skip_facts": "subject, level, step, skipped, skipped_for_good, tied",
    "transition_facts": "subject, level, origin, target, seconds, planned",
    "event_facts": "event, level, events, covered, ambiguous, unmatched, unmatched_subjects",
    "ghost_places": "event, after, before, subjects, of",
    "value_facts": "subject, level, step, converted, is_open, tied_wait, seconds",
    "window_facts": "subject, level, element, hit, early, late, missed, pending, tied",
    "handoff_facts": "subject, level, element, on_time, late, missing, pending, tied",
    "subject_facts": "subject, level, start_at, place, last_step, at_end, has_left, planned, planned_so_far, repeats, "
    "order_or_missing, ad_hoc, tied_finish",
}
FOLLOWED = (
    "converted, has_left, is_open, tied_onward, tied_wait, tied_leave, tied_open, seconds, first_end, first_end_seconds"
)


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


def rows(facts, table):
    """The rows of a table of facts, sorted."""
    columns = TABLES[table].format(outcome=f"stands_here, tied_here, {FOLLOWED}", followed=FOLLOWED)
    return sorted(facts.rows(f"SELECT {columns} FROM {table}"), key=repr)
