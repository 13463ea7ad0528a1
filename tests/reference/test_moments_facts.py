"""Moments of truth on real logs: submissions of OULAD by day 60, shopping sessions of the clickstream, and outcomes that mean nothing."""

from dataclasses import replace

import numpy as np
import pytest
from reference_data import map_file

import wayline
from wayline.files.selector_text import selector_from_text
from wayline.measures.friction.candidates import judged
from wayline.measures.friction.exposures import population
from wayline.measures.friction.question import FrictionQuestion, asked_map
from wayline.measures.friction.returns import returns
from wayline.paths.facts import Question
from wayline.workspace.measuring import opened

STAYED = "{segment: {final_result: [Pass, Fail, Distinction]}}"
SUBMITTED = '{event: "submit_*"}'


@pytest.fixture(scope="module")
def oulad_found(oulad):
    asked = {"landmark": "60d", "clock": "day", "reached": SUBMITTED}
    return wayline.moments(oulad.workspace, map_file("oulad-modules"), STAYED, **asked).found


def test_those_compared_in_oulad_are_those_of_its_friction(oulad_found):
    assert (oulad_found.people, oulad_found.people - oulad_found.succeeded) == (15_616, 2_183)


def test_handing_in_twice_predicts_staying(oulad_found):
    first = oulad_found.events.moments[0]
    assert (first.milestone.what, first.milestone.at_least, first.rung, first.sign) == ("submit_TMA", 2, 3, "more")
    held = first.held_out.held_difference
    assert 0 < held.low < held.value < held.high < 0.1


def test_registering_is_no_moment_for_all_have_done_it(oulad_found):
    register = next(one for one in oulad_found.events.moments if one.milestone.what == "register")
    assert register.rung == 0


@pytest.fixture(scope="module")
def shop(clickstream):
    return wayline.moments(
        clickstream.workspace, map_file("clickstream-every"), "{event: purchase}", landmark="3m"
    ).found


def test_sessions_that_are_over_by_the_landmark_are_not_compared(shop):
    assert shop.people < 5_000
    assert shop.succeeded == 440


def test_the_cart_predicts_a_purchase_and_looking_round_does_not(shop):
    rungs = {moment.milestone.what: moment.rung for moment in shop.events.moments}
    assert rungs["add_to_cart"] == rungs["cart"] == 3
    assert rungs["catalog"] < 2
    assert rungs["filter_results"] < 2


def test_a_permuted_outcome_hardly_ever_makes_going_back_a_discovery(clickstream):
    """The family of returns on the 1,213 sessions with a cart, the purchase shuffled among them; ±0.07 as methods.md allows for friction."""
    question = FrictionQuestion(selector_from_text("{event: purchase}"), selector_from_text("{event: add_to_cart}"))
    journey, numbers = asked_map(wayline.load_map(map_file("clickstream-every")), question)
    with opened(journey, clickstream.workspace.log.snapshot()) as at:
        facts = at.facts(Question())
        people = population(facts, question, numbers)
        exposures = returns(facts, numbers)
    draw = np.random.default_rng(6)
    runs = 0
    for _ in range(200):
        shuffled = replace(people, succeeded=draw.permutation(people.succeeded))
        runs += any(one.is_discovery for one in judged(exposures, shuffled, consequences=(), holds=False))
    assert runs <= 200 * 0.125
    print(f"\nreturns, permuted: any discovery in {runs} of 200 runs, {len(exposures)} candidates")
