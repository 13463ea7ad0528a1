"""The demo's content is real where it says so, licensed, small, and never claims evidence that it has not."""

import csv
import gzip
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from wayline.demo.content import DEMOS, Demo

KEY = ("code_module", "code_presentation", "id_student")
FIRST_TERM = DEMOS["first-term"]
RESULTS = {"result_Pass", "result_Distinction", "result_Fail"}


@pytest.fixture(scope="module")
def events() -> list[dict[str, str]]:
    return rows("data/events.csv.gz")


@pytest.fixture(scope="module")
def students() -> list[dict[str, str]]:
    return rows("data/students.csv.gz")


@pytest.fixture(scope="module")
def journey() -> dict:
    return YAML(typ="safe").load(FIRST_TERM.files()[FIRST_TERM.map].read_text(encoding="utf-8"))


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one of the demo's tables."""
    text = gzip.decompress(FIRST_TERM.files()[name].read_bytes()).decode()
    return list(csv.DictReader(text.splitlines()))


def steps(journey: dict) -> list[dict]:
    """All steps of the map, in map order."""
    return [step for stage in journey["stages"] for step in stage["steps"]]


@pytest.mark.parametrize("demo", DEMOS.values(), ids=DEMOS)
def test_every_file_is_there_and_all_are_small(demo: Demo) -> None:
    sizes = [len(file.read_bytes()) for file in demo.files().values()]
    assert all(sizes)
    assert sum(sizes) <= 500_000


@pytest.mark.parametrize("demo", DEMOS.values(), ids=DEMOS)
def test_what_is_imported_and_opened_is_among_the_files(demo: Demo) -> None:
    assert {name for pair in demo.imports for name in pair} | {demo.map} <= set(demo.files())


def test_no_two_demos_bring_a_file_of_one_name() -> None:
    """Several may stand in one workspace."""
    names = [name for demo in DEMOS.values() for name in demo.files()]
    assert sorted(names) == sorted(set(names))


def test_the_notice_names_authors_licence_and_changes() -> None:
    notice = FIRST_TERM.files()["data/first-term.NOTICE.md"].read_text(encoding="utf-8")
    for words in ("Kuzilek", "CC BY 4.0", "10.1038/sdata.2017.171", "Changes made", "last day", "nominal"):
        assert words in notice


def test_it_holds_four_thousand_enrolments_each_once(
    students: list[dict[str, str]], events: list[dict[str, str]]
) -> None:
    keys = [tuple(row[name] for name in KEY) for row in students]
    assert len(keys) == len(set(keys)) == 4000
    assert {tuple(row[name] for name in KEY) for row in events} == set(keys)


def test_it_holds_these_events(events: list[dict[str, str]]) -> None:
    assert Counter(row["activity"] for row in events) == {
        "submit_TMA": 12345, "submit_CMA": 9832, "register": 3996, "start": 3569, "result_Pass": 1513,
        "unregister": 1204, "result_Fail": 927, "submit_Exam": 540, "result_Distinction": 357,
    }  # fmt: skip


def test_what_the_calendar_adds_says_so(events: list[dict[str, str]]) -> None:
    origins = {(row["activity"] in RESULTS | {"start"}, row["origin"]) for row in events}
    assert origins == {(True, "calendar"), (False, "recorded")}
    assert {row["day"] for row in events if row["activity"] == "start"} == {"0"}


def test_an_enrolment_has_one_result_at_most_and_in_order_of_time(events: list[dict[str, str]]) -> None:
    results = Counter(tuple(row[name] for name in KEY) for row in events if row["activity"] in RESULTS)
    assert set(results.values()) == {1}
    for earlier, later in pairwise(events):
        if all(earlier[name] == later[name] for name in KEY):
            assert int(earlier["day"]) <= int(later["day"])


def test_the_map_binds_only_what_the_data_hold(journey: dict, events: list[dict[str, str]]) -> None:
    held = {row["activity"] for row in events}
    bound = {
        name for step in steps(journey) if "bind" in step for name in [step["bind"]["event"]] if isinstance(name, str)
    }
    bound |= {
        name
        for step in steps(journey)
        if "bind" in step and isinstance(step["bind"]["event"], list)
        for name in step["bind"]["event"]
    }
    assert bound == held - {"submit_CMA", "unregister"}
    assert journey["leaves"] == [{"event": "unregister"}]


def test_contacts_and_handoffs_are_not_bound_for_the_data_hold_none(journey: dict) -> None:
    elements = [element for stage in journey["stages"] for kind in ("windows", "handoffs") for element in stage[kind]]
    assert len(elements) == 9
    assert all("bind" not in element for element in elements)


def test_every_feeling_is_assumed_and_no_card_claims_evidence(journey: dict) -> None:
    feelings = [card for card in journey["cards"] if card["lane"] == "feeling"]
    assert {card["basis"] for card in feelings} == {"assumed"}
    assert {card["step"] for card in feelings} == {step["id"] for step in steps(journey)}
    assert all("evidence" not in card for card in journey["cards"])


def test_every_reference_on_the_map_leads_somewhere(journey: dict) -> None:
    known = {step["id"] for step in steps(journey)}
    lanes = {lane["id"] for lane in journey["lanes"]}
    named = {card[key] for card in journey["cards"] for key in ("step", "until") if key in card}
    named |= {end for connection in journey["connections"] for end in connection.values()}
    named |= {
        element["after"] for stage in journey["stages"] for kind in ("windows", "handoffs") for element in stage[kind]
    }
    named |= {stage["done_when"] for stage in journey["stages"]} | {
        success["milestone"] for success in journey["success"]
    }
    assert named <= known
    assert {card["lane"] for card in journey["cards"]} == lanes


def test_ids_are_unique_over_the_map(journey: dict) -> None:
    ids = [step["id"] for step in steps(journey)] + [stage["id"] for stage in journey["stages"]]
    ids += [element["id"] for stage in journey["stages"] for kind in ("windows", "handoffs") for element in stage[kind]]
    assert sorted(ids) == sorted(set(ids))


def test_every_opportunity_has_an_owner_and_a_number_that_should_move(journey: dict) -> None:
    opportunities = [card for card in journey["cards"] if card["lane"] == "opportunities"]
    assert len(opportunities) >= 3
    assert all(card["owner"] and card["metric"] for card in opportunities)


def test_every_moment_of_truth_says_why_and_who_controls_it(journey: dict) -> None:
    moments = [step["milestone"] for step in steps(journey) if step.get("milestone", {}).get("truth")]
    assert len(moments) == 3
    assert all(moment["why"] and moment["controller"] for moment in moments)


def test_the_sample_can_be_drawn_again_row_for_row(tmp_path: Path) -> None:
    from tools import sample_oulad

    folder = Path(__file__).parents[3] / "shared" / "data" / "oulad_churn"
    if not folder.is_dir():
        pytest.skip("the whole dataset is not on this machine")
    sample_oulad.main(folder, tmp_path)
    for name in ("events.csv.gz", "students.csv.gz"):
        assert gzip.decompress((tmp_path / name).read_bytes()) == gzip.decompress(
            FIRST_TERM.files()[f"data/{name}"].read_bytes()
        )
