"""Drafts of the real logs: they lint, measure as they say, and explain what docs/reference/draft.md says."""

import pytest

import wayline


def drafted(loaded, name):
    """The draft, written into the workspace's maps, and what `wayline measure` counts on it."""
    found = wayline.draft(loaded.workspace, output=loaded.workspace.folder / "maps" / f"{name}.journey.yaml")
    severities = {finding.severity for _, finding in wayline.lint([found.file], loaded.workspace)}
    assert "error" not in severities
    return found.plain(), wayline.measure(loaded.workspace, str(found.file)).plain()["coverage"]


@pytest.mark.parametrize("log", ["oulad", "olist", "clickstream"])
def test_a_draft_measures_as_it_says(request, log):
    said, measured = drafted(request.getfixturevalue(log), f"draft-{log}")
    both = (said["explains"]["in_time"], said["explains"]["out_of_time"])
    for name in ("paths_so_far", "paths", "transitions"):
        assert measured[name]["count"] == sum(part[name]["count"] for part in both)
        assert measured[name]["n"] == sum(part[name]["n"] for part in both)


def test_study_terms(oulad):
    said = wayline.draft(oulad.workspace).plain()
    assert said["unit"] == "object:enrolment"
    assert [step["id"] for step in said["steps"]] == ["register", "submit", "submit-exam"]
    assert sorted(said["steps"][1]["events"]) == ["submit_CMA", "submit_TMA"]
    assert [leave["events"] for leave in said["leaves"]] == [["unregister"]]
    assert said["explains"]["out_of_time"]["paths_so_far"]["value"] >= 0.69


def test_orders(olist):
    said = wayline.draft(olist.workspace).plain()
    assert [step["id"] for step in said["steps"]] == ["purchase", "approve", "ship", "deliver", "review"]
    assert [step["id"] for step in said["steps"] if step["milestone"]] == ["deliver"]
    assert said["explains"]["out_of_time"]["paths_so_far"]["value"] >= 0.93


def test_a_shop(clickstream):
    said = wayline.draft(clickstream.workspace).plain()
    assert said["unit"] == "session"
    ids = [step["id"] for step in said["steps"]]
    assert ids[:4] == ["arrive", "catalog", "home", "product-view"]
    assert said["steps"][1]["events"] == ["catalog", "search"]
    assert said["steps"][1]["title"] == "I come to catalog or search"
    assert ids.index("cart") < ids.index("payment-details") < ids.index("purchase")
    assert [step["id"] for step in said["steps"] if step["milestone"]] == ["purchase"]
    assert "error_page" in {row["event"] for row in said["left_out"]}
    assert said["explains"]["in_time"]["paths_so_far"]["value"] >= 0.74
    assert said["explains"]["out_of_time"]["paths_so_far"]["value"] >= 0.64
    assert not any("begin at" in note for note in said["notes"])


def test_sessions_of_a_shop_begin_at_several_pages(clickstream):
    """The first touch of any of them is the beginning: it stands before the others and leads to each."""
    said = wayline.draft(clickstream.workspace).plain()
    first = said["steps"][0]
    assert (first["title"], first["nth"]) == ("I arrive", 1)
    assert first["events"] == ["catalog", "search", "home", "product_view"]
    onward = [one["to"] for one in said["connections"] if one["from"] == "arrive"]
    assert onward == ["catalog", "home", "product-view"]
    assert said["stages"][0]["steps"][0] == "arrive"
    assert all(step["nth"] is None for step in said["steps"][1:])


def test_an_order_without_times_has_a_draft(msnbc):
    said = wayline.draft(msnbc.workspace).plain()
    assert said["unit"] == "session"
    assert len(said["steps"]) == 12
    assert said["explains"]["in_time"]["transitions"]["value"] >= 0.6
    assert said["explains"]["out_of_time"]["transitions"]["value"] >= 0.6
    assert not any(step["milestone"] for step in said["steps"])
    assert {connection["from"] for connection in said["connections"]} == {step["id"] for step in said["steps"]}
