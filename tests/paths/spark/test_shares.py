"""Tasks without Spark: the events of some subjects to each, their facts together the facts of all. Needs neither pyspark nor Java."""

import io

import engine
import pyarrow as pa
import pytest

from command_line import EVENTS, MAP
from wayline.files.journey import read_map
from wayline.measures.measurement import measurement
from wayline.paths.facts import PathFacts, Question, Seen
from wayline.paths.spark.gather import gathered
from wayline.paths.spark.returned import returned
from wayline.paths.spark.share import Share, fold_share, no_rows, run_plan
from wayline.paths.spark.task_plan import needed_columns, task_plan

QUESTIONS = {
    "all": Question(),
    "a window": Question(since=1_767_261_600_000_000),
    "reversed": Question(order="reversed"),
}


def events():
    """The worked example as rows of a log."""
    import csv
    from datetime import datetime

    rows = csv.DictReader(io.StringIO(EVENTS))
    return [
        {
            "source": "shop",
            "person_id": row["customer"],
            "event": row["what"],
            "occurred_at": round(datetime.fromisoformat(row["when"]).timestamp() * 1_000_000),
            "properties": {"plan": row["plan"]},
        }
        for row in rows
    ]


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
@pytest.mark.parametrize("tasks", [1, 3])
def test_facts_of_tasks_are_the_facts(question, tasks):
    journey = read_map(MAP)
    with engine.asked(events(), journey) as at:
        facts = at.facts(question)
        expected = measurement(facts, {}).plain()
        plan = task_plan(at.stored, journey, question, Seen(facts.sources, facts.scope))
        asked = returned(journey, question)
        columns = needed_columns(plan, asked, "person")
        names = at.con.sql("SELECT kind, no, name, parent FROM names WHERE kind <> 'person'").to_arrow_table()
        share = Share(plan, asked, columns, names)
        rows = at.con.sql(f"SELECT 0 AS stage, {', '.join(columns)} FROM log").to_arrow_table()
        its = [rows.filter(pa.compute.equal(pa.compute.bit_wise_and(rows["subject"], 3), n)) for n in range(4)]
        given = [pa.concat_tables(its[n::tasks]).to_batches() for n in range(tasks)]
        parts = pa.Table.from_batches([batch for each in given for batch in fold_share(share, each)])
        run_plan(at.con, share, no_rows(columns))
        unassigned = gathered(at.con, asked, parts)
        together = PathFacts(
            at.con,
            plan,
            journey,
            question,
            facts.scope,
            facts.sources,
            facts.timeless,
            unassigned,
            facts.event_names,
        )
        assert measurement(together, {}).plain() == expected
        assert expected["subjects"] == (4 if question.since else 5)


def test_a_map_that_asks_for_no_cell_moves_none():
    journey = read_map(MAP)
    with engine.asked(events(), journey) as at:
        facts = at.facts(Question())
        plan = task_plan(at.stored, journey, Question(), Seen(facts.sources, facts.scope))
        sent = needed_columns(plan, returned(journey, Question()), "person")
    assert sent == ("arrival", "occurred_at", "subject", "event", "source")
