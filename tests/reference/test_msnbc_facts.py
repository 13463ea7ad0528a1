"""MSNBC: paths with an order and no times."""

import pytest
from reference_data import counted

CLICKS = {
    "news": (5_364, 317), "frontpage": (2_703, 313), "on-air": (2_215, 316), "local": (2_027, 253), "sports": (1_919, 280),
    "business": (1_905, 301), "tech": (1_601, 283), "misc": (1_585, 297), "health": (1_432, 297), "weather": (1_399, 269),
    "opinion": (1_290, 277), "summary": (1_127, 244), "living": (1_075, 298), "msn-news": (749, 88), "msn-sports": (587, 57),
    "travel": (275, 123), "bbs": (127, 53),
}  # fmt: skip


@pytest.fixture(scope="module")
def measured(msnbc):
    return msnbc.measured("msnbc-every")


def test_fact_1_size(msnbc, measured):
    assert (measured["subjects"], measured["coverage"]["events"]["n"]) == (323, 27_380)
    sessions = "(SELECT count(*) AS n FROM {events} GROUP BY session)"
    clicks = "(SELECT count(*) OVER (PARTITION BY session) AS n FROM {events})"
    assert msnbc.stored(f"SELECT min(n), median(n), max(n) FROM {sessions}") == [(35, 72, 362)]
    assert msnbc.stored(f"SELECT median(n) FROM {clicks}") == [(92,)]  # the README's median is that of the clicks


def test_fact_2_clicks_and_sessions_by_category(measured):
    touches, reached = counted(measured, "touches"), counted(measured, "reached")
    assert {step: (touches[step], reached[step]) for step in CLICKS} == CLICKS


def test_fact_3_entries(measured):
    entries = {flow["to"]: flow["count"] for flow in measured["flows"] if flow["from"] == "START"}
    assert {to: entries[to] for to in ("frontpage", "msn-news", "on-air", "news", "business")} == {
        "frontpage": 159, "msn-news": 32, "on-air": 32, "news": 20, "business": 15,
    }  # fmt: skip
    assert sum(entries.values()) == 323


def test_fact_4_self_loops(measured):
    between = [flow for flow in measured["flows"] if flow["from"] != "START" and flow["to"] != "END"]
    loops = sum(flow["count"] for flow in between if flow["from"] == flow["to"])
    total = sum(flow["count"] for flow in between)
    assert (total, loops, round(loops / total, 5)) == (27_057, 10_567, 0.39055)


@pytest.mark.parametrize(
    ("a", "b", "count", "p"),
    [
        ("frontpage", "news", 688, 0.26021),
        ("news", "frontpage", 525, 0.09861),
        ("news", "summary", 487, 0.09147),
        ("summary", "news", 376, 0.33722),
        ("news", "business", 352, 0.06612),
        ("misc", "local", 275, 0.17427),
    ],
)
def test_fact_5_transitions(measured, a, b, count, p):
    """The README's p leaves out the end of a session, our share counts it among those that leave `a`."""
    leaving = {flow["to"]: flow for flow in measured["flows"] if flow["from"] == a}
    stays = sum(flow["count"] for to, flow in leaving.items() if to != "END")
    assert (leaving[b]["count"], round(count / stays, 5)) == (count, p)
    assert leaving[b]["share"] == count / (stays + leaving["END"]["count"])


def test_durations_are_refused(measured):
    wait = measured["elements"]["news"]["time_to_next"]
    assert (wait["value"], wait["refused"]) == (None, "the source has an order but no times")
    assert measured["as_of"] is None
    assert {flow["median_seconds"] for flow in measured["flows"]} == {None}
