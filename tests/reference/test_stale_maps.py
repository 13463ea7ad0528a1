"""The stale-map alarm on real paths: methods.md section 2, and both planted incidents by name and date.

`WAYLINE_LONG=1` runs the whole power table (200 runs a cell); else 40 runs.
"""

import os
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from benchmarks.stale_maps import eighths, power, walks
from reference_data import map_file

import wayline
from wayline.measures.watch.replay import replay
from wayline.measures.watch.series import daily

RUNS = 200 if os.environ.get("WAYLINE_LONG") else 40
SLACK = 0.0 if os.environ.get("WAYLINE_LONG") else 0.12


def paths_of(loaded, log):
    with loaded.facts(f"{log}-every") as facts:
        return walks(facts)


@pytest.fixture(scope="module")
def olist_paths(olist):
    return paths_of(olist, "olist")


@pytest.mark.parametrize(
    ("share", "kind", "least", "material"),
    [(0.1, "swap", 0.97, 0.97), (0.1, "repeat", 0.97, 0.97), (0.05, "swap", 0.62, 0.4), (0.05, "repeat", 0.9, 0.4)],
)
def test_power_at_250_and_250_paths(olist_paths, share, kind, least, material):
    seen, lost, touched = power(olist_paths, 250, share, kind, RUNS)
    assert seen >= least - SLACK
    assert lost >= material - SLACK
    assert touched >= 0.9


def test_false_alarms_at_250_and_250_paths(olist_paths):
    seen, lost, _ = power(olist_paths, 250, 0.0, "swap", RUNS)
    assert seen <= 0.05 + SLACK / 2
    assert lost == 0


# the pairs of neighbouring eighths that the p-value finds different, and those that lost 5 points of coverage as well
@pytest.mark.parametrize(
    ("log", "m", "gated", "material"),
    [
        ("oulad", 10, (7,), 3),
        ("oulad", 15, (7,), 1),
        ("olist", 8, (5, 6), 1),
        ("olist", 10, (5, 6), 0),
        ("clickstream", 60, (1,), 0),
    ],
)
def test_eighths_of_the_unaltered_logs(request, log, m, gated, material):
    found = eighths(paths_of(request.getfixturevalue(log), log), m)
    assert found[0] in gated
    assert found[1:] == (material, material)


WHOLE = wayline.StaleSettings(within="all")


@pytest.mark.parametrize("settings", [WHOLE, wayline.StaleSettings()], ids=["finished paths", "by default"])
@pytest.mark.parametrize(("log", "name", "alarms"), [("oulad", "oulad-fifteen", 1), ("olist", "olist-ten", 0)])
def test_what_changed_is_no_alarm_unless_it_matters(request, log, name, alarms, settings):
    found = wayline.stale(request.getfixturevalue(log).workspace, map_file(name), settings=settings).found
    assert len(found.alarms) == alarms
    assert sum(change.gate.p <= 0.05 for change in found.changes) >= 5


def test_the_clickstream_has_one_alarm_and_a_metric_carries_it(clickstream):
    found = wayline.stale(clickstream.workspace, map_file("clickstream-every"))
    plain = found.plain()
    [alarm] = [change for change in plain["changes"] if change["alarm"]]
    assert (alarm["transitions"][0]["from"], alarm["transitions"][0]["to"]) == ("payment-details", "payment-error")
    assert alarm["carried_by"] == ["metric"]
    assert (alarm["metrics"][0]["element"], alarm["metrics"][0]["measure"]) == ("payment-error", "reached")
    assert (alarm["since"][:10], alarm["until"][:10]) == ("2024-05-19", "2024-06-08")
    assert found.verdict == "valid again"
    assert found.face.startswith(
        "Valid until 19 May 2024; two transitions changed, payment-details → payment-error most; "
    )
    assert found.face.endswith("as before since 8 June 2024.")


def test_on_the_map_of_the_shop_fewer_move_on_from_payment(clickstream):
    [alarm] = wayline.stale(clickstream.workspace, map_file("shop")).found.alarms
    assert ("payment", "converted") in {(shift.element, shift.measure) for shift in alarm.shifts}
    assert alarm.carried_by == ("metric",)


def test_an_incident_before_the_last_review_counts_no_more(clickstream, tmp_path):
    text = Path(map_file("shop")).read_text(encoding="utf-8")
    seen = tmp_path / "shop.journey.yaml"
    seen.write_text(text.replace("unit: session\n", "unit: session\nreview: {last: 2024-06-20}\n"), encoding="utf-8")
    found = wayline.stale(clickstream.workspace, str(seen))
    assert (found.verdict, len(found.found.alarms)) == ("valid", 0)
    assert any(change.is_alarm for change in found.found.changes)


SHIPPED, PAID = "{event: shipping_details}", "{event: payment_details}"


@pytest.mark.parametrize(
    ("rule", "level", "since", "until"),
    [
        ({"element": "payment", "measure": "reached", "segment": "platform", "where": SHIPPED}, "mobile", ("04-09", "04-16"), ("05-05", "05-12")),
        ({"element": "bug", "measure": "reached", "segment": "platform"}, "mobile", ("04-13", "04-13"), ("05-09", "05-09")),
        ({"element": "purchase", "measure": "reached", "where": PAID}, None, ("05-18", "05-21"), ("06-01", "06-08")),
        ({"element": "payment", "measure": "reached", "segment": "platform"}, "mobile", ("04-09", "04-16"), ("05-05", "05-12")),
        ({"element": "purchase", "measure": "reached"}, None, ("05-18", "05-21"), ("06-01", "06-08")),
        ({"element": "refused", "measure": "reached"}, None, ("05-19", "05-20"), ("06-07", "06-08")),
    ],
)  # fmt: skip
def test_both_planted_incidents_are_watched(clickstream, rule, level, since, until):
    """A broken button on mobile from 9 April to 9 May, first seen on 13 April; refused payments from 19 May to 7 June."""
    found = wayline.replay_watch(clickstream.workspace, wayline.Rule(map_file("shop"), **rule))
    [alert] = found.alerts
    assert alert.level == level
    assert since[0] <= alert.since.strftime("%m-%d") <= since[1]
    assert until[0] <= alert.until.strftime("%m-%d") <= until[1]
    assert alert.opened.strftime("%m-%d") <= until[1]  # it is raised while it lasts


@pytest.mark.parametrize(("element", "where"), [("cart", "{event: add_to_cart}"), ("shipping", "{event: add_to_cart}")])
def test_where_nothing_was_planted_nothing_is_raised(clickstream, element, where):
    rule = wayline.Rule(map_file("shop"), element, "reached", segment="platform", where=where)
    assert wayline.replay_watch(clickstream.workspace, rule).alerts == ()


def test_a_replay_says_what_the_live_rule_said_on_the_same_days(clickstream):
    """With the threshold of the whole past, the alerts that had opened by a day are those that a rule knew on that day."""
    with clickstream.facts("shop", segment="platform") as facts:
        series = daily(facts, "bug", "reached", None, "UTC").series
        refused = daily(facts, "refused", "reached", None, "UTC").series
    mobile = next(one for one in series if one.level == "mobile")
    for one in (mobile, refused[0]):
        whole = [(alert.opened, alert.way) for alert in replay([one], 4.0)]
        for days in range(60, len(one.n), 7):
            early = one.until(days)
            last = early.day(days - 1)
            assert [(alert.opened, alert.way) for alert in replay([early], 4.0)] == [
                each for each in whole if each[0] <= last
            ]


def test_orders_that_wait_longer_than_the_norm(olist):
    """Of 4,000 orders few are still under way: the norm of delivery, with them as censored, is that of the ended ones."""
    found = wayline.waiting(olist.workspace, map_file("olist-order"), at="ship")
    [ship] = found.waits
    days = np.array([norm.value for norm in ship.norms]) / 86_400
    assert days == pytest.approx([12.0, 20.3], abs=0.5)
    assert [len(ship.waiting), len(ship.behind), len(ship.stuck)] == [3, 3, 3]
    assert all(longer[1] >= shorter[1] for longer, shorter in pairwise(ship.waiting))
