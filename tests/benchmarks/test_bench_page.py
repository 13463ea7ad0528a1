"""What runs found is kept, and becomes tables and pictures that do not hide a failure or an answer that differs."""

from __future__ import annotations

import sys
from xml.etree import ElementTree as ET

from benchmarks.answers import digests, halves
from benchmarks.cold import Run, run
from benchmarks.compare_jobs import OWN as NAME
from benchmarks.picture import axis, bars, lines
from benchmarks.report import grown_row, job_rows, overview_rows, ran_rows, report, same
from benchmarks.results import Result, keep, read

OWN = [Run(2.0, 1.0, 100, {"a.counts": "x", "a.medians": "y"}), Run(4.0, 1.5, 120, {"a.counts": "x", "a.medians": "y"})]
EQUAL = [Run(9.0, 1.0, 300, {"a.counts": "x", "a.medians": "y"})]
PARTLY = [Run(6.0, 1.0, 300, {"a.counts": "x"})]
DIFFERS = [Run(1.0, 1.0, 50, {"a.counts": "z", "a.medians": "y"})]
FAILED = [Run(0.1, 1.0, failed="no | memory")]


def result(part: str, rows: dict[str, list[Run]], events: int = 1000) -> Result:
    return Result(part, events, "abc", "2026-01-01", "2 cores", rows)


JOBS = result("jobs", {f"a {NAME}": OWN, "a Polars": EQUAL, "a pm4py": PARTLY, "a chdb": DIFFERS, "a pandas": FAILED})
GROWN = result("growth", {"import": EQUAL, "measure": OWN, "Polars": PARTLY})


def test_equal_parts_are_named_and_unequal_ones_shouted():
    assert same(EQUAL, OWN) == "all parts"
    assert same(PARTLY, OWN) == "a.counts (it has no more)"
    assert same(DIFFERS, OWN) == "**no: a.counts**"
    assert same(EQUAL, FAILED) == "nothing to compare"


def test_one_run_of_many_that_differs_is_enough():
    assert same([*EQUAL, *DIFFERS], OWN) == "**no: a.counts**"


def test_job_rows_tell_the_ratio_to_wayline():
    assert job_rows(JOBS)[0] == f"| a | {NAME} | 2 | 2.00 / 3.00 / 4.00 | 1.00 | 120 | all parts | – |"
    assert job_rows(JOBS)[1] == "| a | Polars | 1 | 9.00 / 9.00 / 9.00 | 3.00 | 300 | all parts | – |"
    assert job_rows(JOBS)[4] == "| a | pandas | – | no / memory | – | – | – | – |"


def test_known_figures_are_checked():
    shown = {"d": {"variants": 19_738}}
    known = result("jobs", {f"d {NAME}": [Run(1, 1, 1, {"d.variants": "x"}, shown=shown)]}, events=977_747)
    assert job_rows(known)[0].endswith("| yes |")


def test_the_overview_has_a_dash_where_a_tool_has_nothing():
    assert overview_rows(JOBS)[0] == f"| {NAME} | 3.00 / 120 | – | – | – | – | – |"
    assert overview_rows(JOBS)[4] == "| pandas | failed | – | – | – | – | – |"


def test_other_parts_are_compared_with_the_first_that_answers_the_same_question():
    rows = ran_rows({"import": [Run(8, 1, 10, {"rows": "r"})], "before": OWN, "after": DIFFERS})
    assert rows[0].endswith("| 1.00 | 10 | – |")
    assert rows[2] == "| after | 1 | 1.00 / 1.00 / 1.00 | 0.12 | 50 | **no: a.counts** |"


def test_growth_has_one_row_a_size():
    assert grown_row(GROWN) == "| 1,000 | 9.00 | 111 | 300 | 3.00 | 120 | 6.00 | a.counts (it has no more) |"


def test_results_are_kept_and_replaced_by_part_and_size(tmp_path):
    file = tmp_path / "results.json"
    keep([JOBS, GROWN], file)
    keep([result("growth", {"import": FAILED, "measure": OWN, "Polars": PARTLY})], file)
    assert [one.part for one in read(file)] == ["growth", "jobs"]
    assert read(file)[0].rows["import"] == FAILED
    assert read(file)[1] == JOBS


def test_the_page_has_a_heading_for_each_part_that_ran():
    page = report([JOBS, GROWN])
    assert "## Six jobs, tool by tool" in page
    assert "## Growth" in page
    assert "## A day appended" not in page


def test_the_picture_of_the_jobs_leaves_out_what_failed_and_puts_the_fastest_on_top():
    texts = [one.text for one in ET.fromstring(bars(JOBS)).iter("{http://www.w3.org/2000/svg}text")]  # noqa: S314 (our own)
    assert "pandas" not in texts
    assert [text for text in texts if text in {NAME, "Polars", "pm4py", "chdb"}] == [
        "chdb",
        NAME,
        "pm4py",
        "Polars",
    ]


def test_the_picture_of_growth_has_a_point_a_size_and_line():
    drawn = ET.fromstring(lines([GROWN, result("growth", GROWN.rows, events=100_000)]))  # noqa: S314 (our own)
    assert len(list(drawn.iter("{http://www.w3.org/2000/svg}circle"))) == 8


def test_an_axis_spans_whole_powers_of_ten():
    scale = axis([3.0, 40.0], 200)
    assert (scale.low, scale.high) == (0, 2)
    assert scale.at(10.0) == 100


def test_digests_do_not_depend_on_the_order_of_keys():
    assert digests({"part": {"b": 1, "a": 2}}) == digests({"part": {"a": 2, "b": 1}})
    assert digests({"part": {"a": 1}}) != digests({"part": {"a": 2}})


def test_half_milliseconds_are_whole():
    assert halves(2.5) == 5


def test_a_process_that_wants_more_memory_than_it_may_have_is_a_failure_with_its_reason():
    found = run([sys.executable, "-c", "bytearray(1 << 31)"], address_bytes=1 << 29)
    assert found.failed == "MemoryError"


def test_a_tool_that_is_not_installed_says_so():
    assert run(["/no/such/python"]).failed == "not installed: there is no /no/such/python"
