"""`wayline priorities`: pain points with a planted cost, money by hand and by measure, and what cannot be asked."""

import numpy as np
import pytest

from command_line import write

MAP = """wayline: 1
map: shop
title: Shop
leaves: [{event: cancel}]
stages:
  - id: all
    title: All
    steps:
      - {id: look, title: I look, bind: {event: look}}
      - {id: pay, title: I pay, bind: {event: pay}}
      - {id: use, title: I use it, bind: {event: use}}
"""
ERRORS = ("--errors", "refused=pay", "slip=look")
WORTH = ("--worth", "80..120", "--currency", "EUR", "--year", "2026")


def events(people=600, seed=8):
    """`refused` costs 30 points of staying, `slip` nothing; a fifth and a third meet them."""
    random = np.random.default_rng(seed)
    rows = []
    for who in range(people):
        start = np.datetime64("2025-01-01") + int(random.integers(0, 300))
        refused, slip = random.random() < 0.2, random.random() < 0.33
        steps = ["look", *(["slip"] if slip else []), "pay", *(["refused"] if refused else []), "use"]
        rows += [f"p{who},{start + k},{what}" for k, what in enumerate(steps)]
        if random.random() < 0.2 + 0.3 * refused:
            rows.append(f"p{who},{start + 30},cancel")
    return "\n".join(["customer,when,what", *rows, "end,2026-03-31,other"]) + "\n"


@pytest.fixture
def shop(wayline, workspace):
    write("maps/shop.journey.yaml", MAP)
    wayline.load("events.csv", events())
    return wayline


def ranked(found):
    return {one["id"]: one for one in found["points"]}


def test_a_planted_cost_comes_first(shop):
    found = shop.done("priorities", "shop", "--landmark", "14d", *ERRORS, "--json").json
    first = found["points"][0]
    assert (first["id"], first["group"], first["reading"]) == ("error:refused", 0, "friction")
    assert first["lost_beyond_others"]["low"] < 0.3 < first["lost_beyond_others"]["high"]
    assert first["exposed_per_year"]["value"] == pytest.approx(0.2 * 600 * 365.25 / 300, rel=0.15)
    assert first["top"] > 0.9
    assert (first["money_per_year"], found["ranked_by"], found["narrow_first"]) == (None, "lost", None)
    slip = ranked(found)["error:slip"]
    assert slip["lost_per_year"]["low"] < 0 < slip["lost_per_year"]["high"]
    assert slip["group"] > 0


def test_money_carries_interval_currency_and_year(shop):
    found = shop.done("priorities", "shop", "--landmark", "14d", *ERRORS, *WORTH, "--json").json
    first = found["points"][0]
    assert first["money_per_year"]["value"] == pytest.approx(100 * first["lost_per_year"]["value"], rel=0.05)
    assert found["money"] == {"currency": "EUR", "years": [2026, 2026], "basis": "assumed"}
    shown = shop.done("priorities", "shop", "--landmark", "14d", *ERRORS, *WORTH).out
    assert "what costs most a year, in EUR" in shown
    assert "a customer kept is worth 100 EUR of 2026 (likely " in shown
    assert "no experiment says yet" in shown


def test_what_is_set_by_hand_says_so(shop):
    write(
        "hand.yaml",
        '"error:refused": {effort: 2, confidence: 0.5, contact_cost: 4..6, importance: {count: 60, n: 80}, satisfaction: {count: 20, n: 80}}\n'
        '"error:slip": {importance: {count: 3, n: 4}, satisfaction: {count: 2, n: 4}}\n',
    )
    found = shop.done(
        "priorities", "shop", "--landmark", "14d", *ERRORS, *WORTH, "--inputs", "hand.yaml", "--json"
    ).json
    first = found["points"][0]
    scores = {one["name"]: one for one in first["scores"]}
    assert scores["lost by effort"]["value"] == pytest.approx(first["lost_per_year"]["value"] / 2)
    assert scores["rice"]["value"] == pytest.approx(first["lost_per_year"]["value"] / 4)
    assert (scores["opportunity"]["value"], scores["rice"]["assumed"]) == (12.5, ["confidence", "effort"])
    contact = first["money_per_year"]["value"] - 100 * first["lost_per_year"]["value"]
    assert contact == pytest.approx(5 * first["exposed_per_year"]["value"], rel=0.5)
    [few] = ranked(found)["error:slip"]["scores"]
    assert few["refused"] == "4 answers; needs 6 more"


def test_without_amounts_measured_money_is_refused_and_customers_are_ranked(shop):
    out = shop.done("priorities", "shop", "--landmark", "14d", *ERRORS, "--worth", "measured").out
    assert "in people lost" in out
    assert "note: no money: no touch of this map has an amount" in out


def leaving(people=300):
    """Everyone looks; two in five leave there, one in twenty after paying."""
    rows = []
    for who in range(people):
        start = np.datetime64("2025-01-01") + who
        rows.append(f"p{who},{start},look")
        rows.append(f"p{who},{start + 1},{'cancel' if who % 5 < 2 else 'pay'}")
        if who % 5 >= 2:
            rows.append(f"p{who},{start + 2},{'cancel' if who % 20 == 2 else 'use'}")
    return "\n".join(["customer,when,what", *rows, "end,2026-03-31,other"]) + "\n"


def test_drop_off_is_ranked_with_the_rest(wayline, workspace):
    write("maps/shop.journey.yaml", MAP)
    wayline.load("events.csv", leaving())
    [point] = wayline.done("priorities", "shop", "--landmark", "14d", "--json").json["points"]
    assert (point["id"], point["n"], point["reading"]) == ("drop-off:look", 300, "friction")
    assert point["lost_beyond_others"]["value"] == pytest.approx(0.4 - 15 / 180, abs=0.01)
    assert point["lost_per_year"]["value"] == pytest.approx(300 * (0.4 - 15 / 180) * 365.25 / 299, rel=0.03)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--worth", "100", "--currency", "EUR", "--year", "2026"), "'100' is no range"),
        (("--worth", "80..120"), "has no currency or no year"),
        (("--top", "0"), "the first 0: expected 1 to 20"),
        (("--errors", "refused"), "--errors 'refused' names no step"),
        (("--inputs", "bad.yaml"), "unknown key 'efort'. Did you mean 'effort'?"),
        (("--inputs", "nobody.yaml"), "there is no pain point 'error:nobody'"),
        (("--inputs", "none.yaml"), "cannot be read"),
    ],
)
def test_what_cannot_be_asked_is_said(shop, options, says):
    write("bad.yaml", '"error:refused": {efort: 2}\n')
    write("nobody.yaml", '"error:nobody": {effort: 2}\n')
    assert says in shop("priorities", "shop", *options).err
