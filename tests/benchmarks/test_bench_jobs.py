"""The six jobs of the benchmarks on a log small enough to answer by hand; every tool must say the same."""

from __future__ import annotations

from importlib import import_module

import duckdb
import pytest
from benchmarks.jobs.definitions import in_short, survival
from benchmarks.jobs.expected import differences

from benchmarks import import_files

SECOND, DAY = 1000, 86_400_000
BEGIN = 1_735_689_600_000  # 2025-01-01
# customer, milliseconds after the beginning, event
LOG = (
    ("ann", 0, "visit"),
    ("ben", 1 * SECOND, "page_view"),
    ("ann", 2 * SECOND, "page_view"),
    ("ann", 5 * SECOND, "visit"),
    ("ben", 9 * SECOND, "visit"),
    ("cat", 10 * SECOND, "page_view"),
    ("ann", 10 * SECOND, "lead"),
    ("cat", 18 * SECOND, "visit"),
    ("ben", 20 * SECOND, "signup"),
    ("ann", 30 * SECOND, "signup"),
    ("ben", 50 * SECOND, "lead"),
    ("ben", 50 * SECOND + 2 * DAY, "signup"),
    ("ann", 31 * SECOND + 355 * DAY, "page_view"),
    ("ann", 32 * SECOND + 355 * DAY, "page_view"),
)
ANSWERS = {
    "a": {
        "counts": {
            "visit page_view": 1,
            "page_view visit": 3,
            "visit lead": 1,
            "lead signup": 2,
            "signup page_view": 1,
            "page_view page_view": 1,
            "visit signup": 1,
            "signup lead": 1,
        },
        "medians": {
            "visit page_view": 4_000,
            "page_view visit": 16_000,
            "visit lead": 10_000,
            "lead signup": 20_000 + 2 * DAY,
            "signup page_view": 2_000 + 710 * DAY,
            "page_view page_view": 2_000,
            "visit signup": 22_000,
            "signup lead": 60_000,
        },
    },
    "c": {
        "total": [7, 4, 71 * SECOND],
        "closed": {"visit": 2, "lead": 1, "signup": 1},
        "medians": {"visit": 21_000, "lead": 40_000, "signup": 60_000},
    },
    "d": {"variants": 3, "top": [1, 1, 1]},
    "e": {"survival": {"SMB": [2, 0.5, 0.5]}},
    "f": {
        "n": {"visit": 4, "page_view": 5, "lead": 2, "signup": 3},
        "customers": {"visit": 3, "page_view": 3, "lead": 2, "signup": 2},
        "repeats": {"visit": 0, "page_view": 1, "lead": 0, "signup": 0},
        "back_again": {"visit": 1, "page_view": 0, "lead": 0, "signup": 1},
        "steps_back": {"visit": 0, "page_view": 0, "lead": 1, "signup": 0},
        "medians": {
            "visit": 10_000,
            "page_view": 11_000,
            "lead": 20_000 + 2 * DAY,
            "signup": 31_000 + 355 * DAY,
        },
    },
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    folder = tmp_path_factory.mktemp("log")
    rows = ", ".join(
        f"('{customer}', make_timestamp_ms({BEGIN + ms}), '{event}', 'web')" for customer, ms, event in LOG
    )
    with duckdb.connect() as con:
        columns = "customer_id, CAST(ts AS TIMESTAMP_MS) AS ts, event, channel"
        log = f"SELECT {columns} FROM (VALUES {rows}) v(customer_id, ts, event, channel)"
        con.execute(f"COPY ({log}) TO '{folder}/events.parquet' (FORMAT parquet)")
        people = "SELECT unnest(['ann', 'ben', 'cat']) AS customer_id, 'SMB' AS segment, 'region 01' AS region"
        con.execute(f"COPY ({people}) TO '{folder}/customers.parquet' (FORMAT parquet)")
    return f"{folder}/events.parquet", f"{folder}/customers.parquet"


@pytest.fixture(scope="module")
def workspace(files: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    folder = str(tmp_path_factory.mktemp("of-wayline") / "ws")
    import_files.main(folder, *files)
    return folder, folder


TOOLS = {
    "duckdb": "acdef",
    "duckdb_hash": "adf",
    "polars": "acdef",
    "pandas": "acdef",
    "wayline": "acdef",
    "wayline_measure": "a",
}


@pytest.mark.parametrize(("tool", "job"), [(tool, job) for tool, jobs in TOOLS.items() for job in jobs])
def test_every_tool_answers_a_job_as_counted_by_hand(tool, job, files, request):
    if tool in {"polars", "pandas"}:
        pytest.importorskip(tool)
    given = request.getfixturevalue("workspace") if tool.startswith("wayline") else files
    assert import_module(f"benchmarks.jobs.by_{tool}").JOBS[job](*given) == ANSWERS[job]


def test_the_short_figures_of_an_answer_sum_its_parts():
    assert in_short("a", ANSWERS["a"])["transitions"] == 11
    assert in_short("a", ANSWERS["a"])["pairs"] == 8
    assert in_short("d", ANSWERS["d"]) == {"variants": 3, "top three": [1, 1, 1], "sum of the top": 3}


def test_figures_of_parts_that_a_tool_lacks_are_left_out():
    assert in_short("a", {"counts": {"x y": 2}}) == {"pairs": 1, "transitions": 2}


def test_a_figure_that_is_not_the_known_one_is_named():
    found = differences(977_747, {"d": {"variants": 19_775, "sum of the top": 362}})
    assert found == ["d, variants: 19775 instead of 19738"]


def test_of_an_unknown_log_nothing_is_expected():
    assert differences(5, {"d": {"variants": 1}}) is None


def test_survival_takes_who_is_left_on_each_day():
    # four customers: one ends on day 10, one is last seen on day 100, one ends on day 300, one is seen until day 400
    rows = [("SMB", 300, 1, 1), ("SMB", 10, 1, 1), ("SMB", 100, 0, 1), ("SMB", 400, 0, 1)]
    assert survival(rows) == {"survival": {"SMB": [4, 0.75, 0.375]}}
