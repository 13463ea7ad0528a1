"""`wayline value`: purchases, money and renewals of customers typed or drawn here."""

import numpy as np
import pytest

from command_line import write

MAP = """wayline: 1
map: buying
title: Buying
leaves: [{event: cancel}]
stages:
  - id: all
    title: All
    steps: [{id: buy, title: I buy, bind: {event: buy}}, {id: pay, title: I pay the year, bind: {event: pay}}]
"""
ROLES = """wayline: 1
table: events
source: till
columns: {person_id: who, occurred_at: when, event: what, amount: paid%s}
"""


def day(number):
    return str(np.datetime64("2024-01-01") + int(number))


def purchases(people, seed=5):
    """A cohort of a month that buys for a year and a half, each at a rate of its own, for as long as it stays."""
    random = np.random.default_rng(seed)
    rows = []
    for who in range(people):
        at, rate, gone = random.uniform(0, 30), random.gamma(1.0, 1 / 40), random.uniform(0.05, 0.4)
        while at < 540:
            rows.append(f"p{who},{day(at)},buy,{random.gamma(6, 5):.2f},EUR")
            if random.random() < gone:
                break
            at += 1 + random.exponential(1 / rate)
    return "\n".join(["who,when,what,paid,coin", *rows, f"p0,{day(540)},buy,-4,EUR"]) + "\n"


def load(wayline, people, *, currency=True):
    write("maps/buying.journey.yaml", MAP)
    write("till.roles.yaml", ROLES % (", currency: coin" if currency else ""))
    write("till.csv", purchases(people))
    wayline.done("import", "till.csv", "--roles", "till.roles.yaml")


def test_what_is_expected_stands_beside_what_it_would_have_missed(wayline, workspace):
    load(wayline, 300)
    found = wayline.done("value", "buying", "--json").json
    test = found["back_test"]
    assert (test["until"], test["days"], found["ahead_days"], found["refunds"]) == (day(270), 270, 270, 1)
    assert {one["name"] for one in test["models"]} == {"bg/nbd", "pareto/nbd"}
    assert test["rival"]["name"] == "as often as so far"
    assert found["repeats"]["low"] < found["repeats"]["value"] < found["repeats"]["high"]
    assert found["money"] == {"currency": "EUR", "years": [2024, 2025], "basis": "measured"}
    shown = wayline.done("value", "buying").out
    assert "EUR of 2024 to 2025 (likely " in shown
    assert (
        f"learned up to {day(270)} and judged on the 270 days after it, 300 people, {test['actual']:,} purchases"
        in shown
    )


def test_further_than_was_tested_is_said(wayline, workspace):
    load(wayline, 300)
    assert "note: beyond 270 days nothing was tested" in wayline.done("value", "buying", "--ahead", "730d").out


def test_money_without_a_currency_is_refused_and_a_typed_one_is_assumed(wayline, workspace):
    load(wayline, 300, currency=False)
    found = wayline.done("value", "buying", "--json").json
    assert found["spend"]["refused"].startswith("the amounts have no currency")
    assert found["repeats"]["value"] > 0
    assert "(currency assumed)" in wayline.done("value", "buying", "--currency", "CHF").out


def test_too_few_who_bought_again_say_how_many_more(wayline, workspace):
    load(wayline, 20)
    found = wayline.done("value", "buying", "--json").json
    assert found["repeats"]["value"] is None
    assert "had bought again by 2024-09-27, the middle of the time seen; needs" in found["repeats"]["refused"]
    assert found["spend"]["refused"] == found["repeats"]["refused"]


def test_a_map_without_amounts_is_refused(wayline, workspace):
    write("maps/buying.journey.yaml", MAP)
    wayline.load("plain.csv", "customer,when,what\na,2026-01-01,buy\n")
    assert "Cannot be told: no touch of this map has an amount" in wayline.done("value", "buying").out


def contracts(people, seed=6):
    """Everyone pays once a year from 2015 on, and stops with a chance of their own."""
    random = np.random.default_rng(seed)
    rows = []
    for who in range(people):
        start, gone = random.integers(0, 300), random.beta(0.7, 1.5)
        for year in range(6):
            rows.append(f"p{who},{np.datetime64('2015-01-01') + int(start + 365 * year + random.integers(-9, 10))},pay")
            if random.random() < gone:
                break
    return "\n".join(["customer,when,what", *rows, "last,2021-06-30,other"]) + "\n"


def test_renewals_are_followed_and_foretold(wayline, workspace):
    write("maps/buying.journey.yaml", MAP)
    wayline.load("contracts.csv", contracts(400))
    found = wayline.done("value", "buying", "--renews", "pay", "--every", "365d", "--periods", "3", "--json").json
    first, last = found["points"][0], found["points"][-1]
    assert (found["n"], first["at_risk"], first["period"]) == (400, 400, 1)
    assert first["seen"] == pytest.approx(first["curve"], abs=0.04)
    assert last["seen"] is None
    assert last["low"] < last["curve"] < last["high"] < first["low"]
    assert abs(found["error"]) < 0.1
    assert "renewal curve: α" in wayline.done("value", "buying", "--renews", "pay", "--every", "365d").out


def test_renewals_of_too_few_are_refused(wayline, workspace):
    write("maps/buying.journey.yaml", MAP)
    wayline.load("contracts.csv", contracts(12))
    out = wayline.done("value", "buying", "--renews", "pay", "--every", "365d").out
    assert "Cannot be told: 12 with this step; needs 18 more." in out


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--renews", "pay"), "--renews STEP and --every SPAN belong together"),
        (("--renews", "pey", "--every", "365d"), "the map has no step 'pey'. Did you mean 'pay'?"),
        (("--renews", "pay", "--every", "365d", "--currency", "EUR"), "ask for one of them"),
        (("--renews", "pay", "--every", "365d", "--periods", "0"), "0 periods ahead: expected 1 to 50"),
        (("--ahead", "7300d"), "--ahead 7300d: expected one day to ten years"),
        (("--ahead", "soon"), "--ahead: "),
    ],
)
def test_what_cannot_be_asked_is_said(wayline, workspace, options, says):
    write("maps/buying.journey.yaml", MAP)
    wayline.load("contracts.csv", contracts(12))
    assert says in wayline("value", "buying", *options).err
