"""The tables of methods.md section 2, Verify: coverage to 1e-3, deviation classes, ties and out-of-time coverage, from our own event log."""

from contextlib import ExitStack

import pytest
from path_tables import OURS, coverage, deviations, out_of_time, privacy, rank, sizes, tied_events, variants_for, walk

EARLY, LATE = "f.place_of_all <= 2 * f.places_of_all // 3", "f.place_of_all > 2 * f.places_of_all // 3"
LOGS = ("oulad", "olist", "clickstream", "msnbc")


@pytest.fixture(scope="module")
def walked(request):
    """Path facts of a log on the map that binds every event name; each log is measured once, and walked in the order asked for."""
    kept = {}
    with ExitStack() as open_logs:

        def facts(log, order=OURS):
            if log not in kept:
                loaded = request.getfixturevalue(log)
                kept[log] = [open_logs.enter_context(loaded.facts(f"{log}-every")), ""]
            if kept[log][1] != order:
                walk(kept[log][0], order)
                kept[log][1] = order
            else:
                rank(kept[log][0])
            return kept[log][0]

        yield facts


# paths, events, transitions; steps, kinds of transition, variants; variants that make up 80 % of paths; events tied in time
@pytest.mark.parametrize(
    ("log", "size", "most", "tied"),
    [
        ("oulad", (21_328, 148_239, 169_567, 5, 23, 1_242), 95, 13_871),
        ("olist", (4_000, 19_817, 23_817, 5, 22, 16), 1, 84),
        ("clickstream", (3_605, 31_106, 34_711, 19, 371, 3_003), 2_282, 325),
        ("msnbc", (323, 27_380, 27_703, 17, 304, 323), None, 0),
    ],
)
def test_sizes_variants_and_ties(walked, log, size, most, tied):
    facts = walked(log)
    assert sizes(facts) == size
    assert most is None or variants_for(facts, 0.8) == most
    assert tied_events(facts) == tied


@pytest.mark.parametrize(
    ("log", "m", "transitions", "paths"),
    [
        ("oulad", 8, 0.886, 0.314), ("oulad", 10, 0.928, 0.634), ("oulad", 12, 0.959, 0.681), ("oulad", 15, 0.987, 0.897),
        ("olist", 6, 0.961, 0.900), ("olist", 8, 0.981, 0.916), ("olist", 10, 0.992, 0.980), ("olist", 15, 0.999, 0.997),
        ("clickstream", 10, 0.313, 0.009), ("clickstream", 20, 0.490, 0.100), ("clickstream", 30, 0.600, 0.244),
        ("clickstream", 40, 0.666, 0.320), ("clickstream", 60, 0.754, 0.363),
        ("msnbc", 20, 0.376, 0.000), ("msnbc", 60, 0.669, 0.000),
    ],
)  # fmt: skip
def test_coverage_of_the_most_frequent_transitions(walked, log, m, transitions, paths):
    assert coverage(walked(log), m) == pytest.approx((transitions, paths), abs=1e-3)


# % of paths on the map / with repeats / with an order broken or a step missing / with an ad hoc touchpoint
@pytest.mark.parametrize(
    ("log", "m", "percent"),
    [
        ("oulad", 10, (63.4, 0, 27.3, 13.3)),
        ("oulad", 15, (89.7, 0, 10.3, 0)),
        ("olist", 8, (91.6, 0.2, 8.2, 0)),
        ("clickstream", 30, (24.4, 10.5, 36.6, 64.8)),
    ],
)
def test_deviation_classes(walked, log, m, percent):
    facts = walked(log)
    n = sizes(facts)[0]
    assert [100 * count / n for count in deviations(facts, m)] == pytest.approx(percent, abs=0.05)


@pytest.mark.parametrize(
    ("log", "m", "learned", "later"),
    [
        ("oulad", 10, 0.657, 0.588), ("oulad", 15, 0.903, 0.863),
        ("olist", 8, 0.908, 0.933), ("olist", 10, 0.989, 0.963),
        ("clickstream", 30, 0.256, 0.217), ("clickstream", 60, 0.377, 0.339),
    ],
)  # fmt: skip
def test_coverage_out_of_time(walked, log, m, learned, later):
    """Learned on the first two thirds of paths by start, as `paths_later` cuts them."""
    facts = walked(log)
    assert out_of_time(facts, m, EARLY, LATE) == pytest.approx((learned, later), abs=1e-3)


@pytest.mark.parametrize(("m", "learned", "later"), [(10, 0.668, 0.576), (15, 0.914, 0.849)])
def test_coverage_of_the_next_presentation(walked, m, learned, later):
    """OULAD, learned on 2013B and 2013J (13,525 enrolments), judged on 2014B (7,803)."""
    facts = walked("oulad")
    of_2014 = "f.subject IN (SELECT no FROM names WHERE kind = 'object' AND name LIKE '%-2014B-%')"
    count = facts.rows(f"SELECT count(*) FROM subject_facts f WHERE {of_2014}")
    assert count == [(7_803,)]
    assert out_of_time(facts, m, f"NOT ({of_2014})", of_2014) == pytest.approx((learned, later), abs=1e-3)


def test_ties_reversed_change_the_coverage(walked):
    facts = walked("oulad", "t.occurred_at, t.arrival DESC")
    found = [coverage(facts, m)[1] for m in (8, 10, 12, 15)]
    assert found == pytest.approx([0.320, 0.639, 0.681, 0.895], abs=1e-3)


def test_ties_reversed_change_847_paths(walked):
    facts = walked("oulad")
    ours, reverse = (f"string_agg(element, ',' ORDER BY occurred_at, arrival {way})" for way in ("ASC", "DESC"))
    changed = facts.rows(
        f"SELECT count(*) FROM (SELECT {ours} <> {reverse} AS d FROM touched GROUP BY subject) WHERE d"
    )
    assert changed == [(847,)]


@pytest.mark.parametrize(("m", "paths"), [(8, 0.907), (10, 0.957)])
def test_ties_sorted_by_name_invent_an_order(walked, m, paths):
    facts = walked("olist", "t.occurred_at, s.name")
    assert coverage(facts, m)[1] == pytest.approx(paths, abs=1e-3)


# methods.md section 10: kinds of transition with fewer than 10 subjects, paths covered without them, % of subjects with a path of their own, and in a variant of fewer than 10
@pytest.mark.parametrize(
    ("log", "dropped", "shares"),
    [
        ("oulad", 2, (0.9999, 2.5, 11.4)),
        ("olist", 9, (0.993, 0.1, 0.8)),
        ("clickstream", 117, (0.893, 80.1, 87.9)),
        ("msnbc", 69, (0.480, 100, 100)),
    ],
)
def test_what_hiding_rare_transitions_costs(walked, log, dropped, shares):
    found = privacy(walked(log), 10)
    assert found[0] == dropped
    assert found[1] == pytest.approx(shares[0], abs=5e-4)
    assert found[2:] == pytest.approx(shares[1:], abs=0.05)


def test_the_map_of_the_six_most_frequent_transitions_is_measured_as_it_is_counted(olist, walked):
    """Olist's six are a map in which each step leads to the next, so that `wayline measure` tells the same."""
    found = olist.measured("olist-order")["coverage"]
    assert found["transitions"]["value"] == pytest.approx(0.961, abs=1e-3)
    assert found["paths"]["value"] == pytest.approx(0.900, abs=1e-3)
    assert (found["transitions"]["n"], found["paths"]["n"]) == (23_817, 4_000)
    facts = walked("olist")
    planned, *classes = deviations(facts, 6)
    later = out_of_time(facts, 6, EARLY, LATE)
    assert found["paths"]["count"] == planned
    assert [found["deviations"][name]["count"] for name in ("repeats", "order_or_missing", "ad_hoc")] == classes
    assert found["paths_later"]["value"] == later[1]


def test_ad_hoc_touchpoints_are_measured_as_they_are_counted(oulad):
    """The ten most frequent transitions of OULAD leave out `submit_Exam`: 13.3 % of enrolments have it."""
    found = oulad.measured("oulad-ad-hoc")["coverage"]
    assert (found["deviations"]["ad_hoc"]["count"], found["deviations"]["ad_hoc"]["n"]) == (2_841, 21_328)
    assert found["ghosts"] == [{"event": "submit_Exam", "subjects": 2_841, "events": 2_841}]
    assert found["events"]["count"] == 148_239 - 2_841


@pytest.mark.parametrize("log", LOGS)
def test_flows_hold_every_transition_once(request, walked, log):
    flows = request.getfixturevalue(log).measured(f"{log}-every")["flows"]
    kinds, total = walked(log).rows("SELECT (SELECT count(*) FROM ranked), (SELECT count(*) FROM moves)")[0]
    assert (len(flows), sum(flow["count"] for flow in flows)) == (kinds, total)
