"""A web server's log: visitors, statuses, robots, and visits cut at a gap."""

import pytest
from reference_data import counted, sql


@pytest.fixture(scope="module")
def blog(weblog):
    return weblog.measured("weblog")


def test_fact_1_size(blog):
    assert (blog["subjects"], counted(blog, "touches")["request"], blog["as_of"]) == (
        1_753,
        10_000,
        "2015-05-20T21:05:59Z",
    )


def test_fact_2_statuses(blog):
    found = counted(blog, "touches")
    statuses = {"200": 9_126, "304": 445, "404": 213, "301": 164, "206": 45, "500": 3, "403": 2, "416": 2}
    assert {status: found[f"s{status}"] for status in statuses} == statuses


def test_fact_3_minute_five(blog):
    assert counted(blog, "touches")["five-past"] == 10_000


def test_fact_4_robots(blog):
    assert counted(blog, "touches")["robot"] == 2_274


def test_visits_are_cut_at_a_gap_of_60_minutes(weblog):
    """Fourteen gaps are 60 minutes to the second: they do not cut, as 30 minutes do not in the README."""
    [(cut, beyond)] = sql(
        weblog,
        """SELECT count(*) FILTER (gap IS NULL OR gap >= 3600), count(*) FILTER (gap IS NULL OR gap > 3600)
FROM (SELECT epoch(timestamp) - lag(epoch(timestamp)) OVER (PARTITION BY visitor_id ORDER BY timestamp) AS gap FROM read_csv('requests.csv.gz', header = true))""",
    )
    found = weblog.measured("visits")
    assert (found["subjects"], cut, cut - beyond) == (2_563, 2_577, 14)
    assert found["notes"] == ["unit session: the session id where given, else cut at a gap of more than 60 minutes"]
