"""Olist: what the README says of orders, as measurements of the event log. The data is never shipped."""

import duckdb
import pytest
from reference_data import counted, map_file

import wayline

HOUR, DAY = 3_600, 86_400


def test_a_wide_table_makes_an_event_of_every_filled_milestone(olist):
    orders, reviews = olist.imported.files
    assert (orders.rows, orders.accepted, reviews.rows, reviews.accepted) == (4_000, 4_000, 3_986, 3_986)
    assert counted(olist.measured("olist-every"), "touches") == {
        "purchase": 4_000, "approve": 3_994, "ship": 3_939, "deliver": 3_898, "review": 3_986,
    }  # fmt: skip


def test_fact_1_orders_by_status(olist):
    segments = olist.measured("olist-order", segment="order_status")["segments"]
    assert {level: part["subjects"] for level, part in segments.items()} == {
        "delivered": 3_898, "shipped": 39, "canceled": 23, "unavailable": 17, "processing": 14, "invoiced": 9,
    }  # fmt: skip


def test_fact_2_days_from_purchase_to_delivery(olist):
    found = olist.measured("olist-order", where="{segment: {order_status: delivered}}")
    wait = found["elements"]["purchase"]["time_to"]["deliver"]
    assert (wait["count"], round(wait["value"] / DAY, 3)) == (3_898, 10.082)


def test_fact_2_late_deliveries(olist):
    """Late by timestamp: the delivery compared with another column of its row."""
    late = olist.measured("olist-late")["elements"]["late"]["reached"]
    assert (late["count"], late["n"], round(late["value"], 5)) == (335, 3_898, 0.08594)


@pytest.mark.parametrize(
    ("step", "count", "hours"), [("purchase", 3_994, 0.341), ("approve", 3_882, 44.401), ("ship", 3_897, 168.735)]
)
def test_fact_4_hours_per_stage(olist, step, count, hours):
    """Of orders whose next step comes after: an order shipped before it was approved has no time from approval to shipping."""
    wait = olist.measured("olist-order")["elements"][step]["time_to_next"]
    assert (wait["count"], round(wait["value"] / HOUR, 3)) == (count, hours)


def test_fact_5_the_carrier_before_the_approval(olist):
    skipped = olist.measured("olist-carrier")["elements"]["approve"]
    assert (skipped["skips"]["count"], skipped["skipped_for_good"]["count"]) == (57, 0)


def test_fact_5_orders_without_a_review_and_with_two(olist):
    review = olist.measured("olist-order")["elements"]["review"]
    assert (4_000 - review["reached"]["count"], review["repeats"]["count"]) == (28, 14)


def test_fact_6_reviews_by_score(olist):
    """One of the 851 comments on a best score is a bare line break, which is no comment for us."""
    found = counted(olist.measured("olist-reviews"), "touches")
    assert [found[f"score-{score}"] for score in range(1, 6)] == [454, 137, 337, 765, 2_293]
    assert (found["comment-1"], found["silent-1"], found["comment-5"]) == (351, 454 - 351, 851 - 1)


@pytest.mark.parametrize(
    ("step", "measure"),
    [
        ("approve", "time_to_next"),
        ("approve", "open"),
        ("ship", "skips"),
        ("review", "repeats"),
        ("deliver", "touches"),
    ],
)
def test_the_printed_sql_returns_the_measured_number(olist, monkeypatch, step, measure):
    """In bare DuckDB, from the workspace's folder, on a log with ties and steps out of order."""
    found = olist.measured("olist-order")["elements"][step][measure]
    monkeypatch.chdir(olist.workspace.folder)
    with duckdb.connect(":memory:") as con:
        row = con.execute(wayline.explain(olist.workspace, map_file("olist-order"), step, measure).sql).fetchone()
    assert row == (found["count"], found["n"])
