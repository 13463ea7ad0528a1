"""The shop's demo: what its map reads off the planted incidents."""

import pytest

import wayline


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shop") / "workspace"
    wayline.demo(folder, name="shop")
    return wayline.open_workspace(folder)


def test_the_funnel_is_that_of_the_published_file(shop):
    elements = wayline.measure(shop, "shop").plain()["elements"]
    reached = {step: elements[step]["reached"]["count"] for step in ("add-to-cart", "shipping", "payment", "purchase")}
    assert reached == {"add-to-cart": 1_213, "shipping": 798, "payment": 632, "purchase": 470}


def test_the_broken_button_is_on_phones_only(shop):
    parts = wayline.measure(shop, "shop", wayline.Asked(segment="platform")).plain()["segments"]
    sent_back = {platform: part["elements"]["sent-back"]["reached"]["count"] for platform, part in parts.items()}
    assert sent_back == {"desktop": 0, "mobile": 32, "tablet": 0}


def test_two_demos_stand_in_one_workspace(shop):
    page = wayline.demo(shop.folder, name="airport")
    assert page.name == "airport.html"
    assert sorted(wayline.open_workspace(shop.folder).map_names()) == ["airport", "shop"]


def test_there_is_no_other_demo(tmp_path):
    with pytest.raises(wayline.WorkspaceError, match="there is no demo 'bakery'"):
        wayline.demo(tmp_path / "w", name="bakery")
