"""The clickstream with planted incidents: what the README says, as measurements of sessions."""

import pytest
from reference_data import counted, sql


def levels(found, step):
    """n and share of the subjects of each level that reached a step."""
    reached = {level: part["elements"][step]["reached"] for level, part in found["segments"].items()}
    return {level: (share["n"], round(share["value"], 4)) for level, share in reached.items()}


def test_fact_1_size(clickstream):
    [events] = clickstream.imported.files
    assert (events.rows, events.accepted) == (31_106, 31_106)
    found = clickstream.measured("clickstream-every")
    assert (found["subjects"], found["as_of"]) == (3_605, "2024-06-29T22:02:40Z")
    assert found["coverage"]["events"]["n"] == 31_106


def test_fact_2_the_funnel(clickstream):
    found = counted(clickstream.measured("shop"), "reached")
    steps = ("look", "add-to-cart", "shipping", "payment", "purchase")
    assert [found[step] for step in steps] == [3_605, 1_213, 798, 632, 470]


@pytest.mark.parametrize(
    ("windows", "sessions", "buyers", "share"),
    [
        ([{"since": "2024-05-19", "until": "2024-06-08"}], 130, 46, 0.3538),
        ([{"until": "2024-05-19"}, {"since": "2024-06-08"}], 502, 424, 0.8446),
    ],
)
def test_fact_3_the_payment_incident(clickstream, windows, sessions, buyers, share):
    """Of sessions that reach payment, those with a purchase anywhere, in and outside 19 May to 7 June."""
    found = [clickstream.measured("shop", where="{event: payment_details}", **window) for window in windows]
    assert sum(part["subjects"] for part in found) == sessions
    assert sum(part["elements"]["purchase"]["reached"]["count"] for part in found) == buyers
    assert round(buyers / sessions, 4) == share


@pytest.mark.parametrize(
    ("window", "during"),
    [
        ({}, "TRUE"),
        ({"since": "2024-05-19", "until": "2024-06-08"}, "start BETWEEN '2024-05-19' AND '2024-06-07 23:59:59'"),
    ],
)
def test_a_purchase_before_payment_is_no_conversion_of_it(clickstream, window, during):
    """In this file many purchases stand before the payment they belong to; `converted` wants them after, as plain SQL does."""
    [row] = sql(
        clickstream,
        f"""WITH e AS (SELECT session_id AS s, event, timestamp AS t, row_number() OVER () AS i FROM 'events.csv.gz'),
x AS (SELECT s, min(t) AS start, min((t, i)) FILTER (event = 'payment_details') AS paid, max((t, i)) FILTER (event = 'purchase') AS bought FROM e GROUP BY s)
SELECT count(paid), count(*) FILTER (bought > paid) FROM x WHERE {during}""",
    )
    found = clickstream.measured("shop", **window)["elements"]["payment"]["converted"]
    assert (found["n"], found["count"]) == row
    assert row == ((632, 265) if not window else (130, 28))


def test_fact_4_where_the_checkout_bug_occurs(clickstream):
    found = clickstream.measured("shop", where="{event: checkout_bug}", segment="platform")
    bugs = {level: part["elements"]["bug"]["touches"]["count"] for level, part in found["segments"].items()}
    assert (found["subjects"], bugs) == (32, {"mobile": 44})
    dates = [
        clickstream.measured("shop", where=f"{{event: checkout_bug, where: {{timestamp: {bounds}}}}}")["subjects"]
        for bounds in ('{lt: "2024-04-13"}', '{gte: "2024-05-10"}')
    ]
    assert dates == [0, 0]


def test_fact_5_the_checkout_bug_by_platform(clickstream):
    """Of sessions that reach shipping, the share that reaches payment; inside 9 April to 9 May, and outside as the difference."""
    asked = {"where": "{event: shipping_details}", "segment": "platform"}
    inside = levels(clickstream.measured("shop", since="2024-04-09", until="2024-05-10", **asked), "payment")
    assert inside == {"desktop": (118, 0.8136), "mobile": (60, 0.3667), "tablet": (31, 0.7419)}
    before = clickstream.measured("shop", until="2024-04-09", **asked)["segments"]
    after = clickstream.measured("shop", since="2024-05-10", **asked)["segments"]
    outside = {}
    for level in before:
        parts = [part[level]["elements"]["payment"]["reached"] for part in (before, after)]
        n = sum(part["n"] for part in parts)
        outside[level] = (n, round(sum(part["count"] for part in parts) / n, 4))
    assert outside == {"desktop": (315, 0.8698), "mobile": (201, 0.7711), "tablet": (73, 0.8493)}


def test_fact_6_conversion_by_lifecycle(clickstream):
    found = levels(clickstream.measured("shop", segment="user_lifecycle"), "purchase")
    assert found == {"new": (963, 0.0841), "returning": (1_840, 0.131), "loyal": (802, 0.1845)}


@pytest.mark.parametrize(
    ("days", "per_day", "conversion"),
    [('{gte: "2024-02-22", lt: "2024-02-26"}', 12.25, 0.1224), ('{gte: "2024-02-29", lt: "2024-03-04"}', 12, 0.0833)],
)
def test_fact_7_sessions_around_the_article(clickstream, days, per_day, conversion):
    found = clickstream.measured("shop", where=f'{{event: "*", where: {{timestamp: {days}}}}}')
    assert found["subjects"] / 4 == per_day
    assert round(found["elements"]["purchase"]["reached"]["value"], 4) == conversion
