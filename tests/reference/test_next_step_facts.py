"""What comes next on the logs of methods.md section 2: the published shares, with the order chosen inside the learning part (goal 7)."""

import duckdb
import pytest
from reference_data import data_folder

import wayline
from wayline.estimates.next_step import best_order, learn


def paths_of(data, file, *, subject, step, order, start):
    """Paths by their start, each in its own order; equal times keep the order of the file."""
    path = data_folder(data) / file
    rows = duckdb.sql(
        f"WITH e AS (SELECT *, row_number() OVER () AS i FROM read_csv('{path}')), "
        f"f AS (SELECT {subject} AS s, min({start}) AS began, min(i) AS first FROM e GROUP BY 1) "
        f"SELECT {subject}, CAST({step} AS VARCHAR) FROM e JOIN f ON s = {subject} ORDER BY began, first, {order}, i"
    ).fetchall()
    paths: dict[str, list[str]] = {}
    for who, what in rows:
        paths.setdefault(who, []).append(what)
    return paths


def share(learned, judged, order):
    right, told = learn(learned, order).right(judged)
    return round(right / told, 3), told


def test_study_terms_of_2013_foresee_those_of_2014():
    paths = paths_of("oulad_churn", "events.csv.gz", subject="case_id", step="activity", order="day", start="timestamp")
    by_term = {
        term: [path for who, path in paths.items() if f"-{term}-" in who] for term in ("2013B", "2013J", "2014B")
    }
    learned = by_term["2013B"] + by_term["2013J"]
    assert (len(learned), len(by_term["2014B"])) == (13_525, 7_803)
    order = best_order(by_term["2013B"], by_term["2013J"])
    assert (order, *share(learned, by_term["2014B"], order)) == (5, 0.639, 48_883)
    assert [share(learned, by_term["2014B"], k)[0] for k in (1, 2, 3)] == [0.501, 0.612, 0.612]


def test_sessions_of_the_shop():
    paths = [*paths_of("clickstream_ecom_synthetic", "events.csv.gz", subject="session_id", step="event", order="timestamp", start="timestamp").values()]  # fmt: skip
    learned, judged = paths[: len(paths) * 2 // 3], paths[len(paths) * 2 // 3 :]
    order = best_order(learned)
    assert (order, *share(learned, judged, order)) == (2, 0.232, 10_511)
    assert [share(learned, judged, k)[0] for k in (1, 3, 5)] == [0.223, 0.221, 0.215]


def test_click_paths_without_times():
    paths = [*paths_of("msnbc_clickstream", "clicks.csv.gz", subject="session_id", step="page_category", order="step", start="i").values()]  # fmt: skip
    order = best_order(paths[:215])
    assert (order, *share(paths[:215], paths[215:], order)) == (2, 0.44, 9_181)


def test_the_command_says_the_same_of_the_shop(clickstream):
    found = wayline.next_step(clickstream.workspace, unit="session", after=["cart", "shipping_details"])
    assert (found.learned, found.judged, found.predictions, found.order) == (2_403, 1_202, 10_511, 2)
    assert (found.right, found.naive) == (pytest.approx(0.232, abs=5e-4), pytest.approx(0.198, abs=5e-4))
    assert found.after == "payment_details"


def test_the_shop_has_sessions_that_reach_the_cart_and_others(clickstream):
    found = wayline.journey_types(clickstream.workspace, unit="session", most=3).plain()
    assert (found["paths"], found["refused"], found["other"]) == (3_605, None, 0)
    assert sum(one["paths"] for one in found["types"]) == 3_605
    apart = {one["event"]: (round(one["here"], 2), round(one["elsewhere"], 2)) for one in found["types"][1]["apart"]}
    assert apart["cart"] == (1.0, 0.0)
