"""Scores of the whole map, stages and steps, on answers typed here: contract.md section 4."""

import pytest

from typed_voice import DAY, did, explained_rows, measured, said
from wayline.errors import InputError, NotFoundError
from wayline.files.selector_text import selector_from_text
from wayline.paths.facts import Question

MAP = """
wayline: 1
map: shop
title: Shop
stages:
  - id: buying
    title: Buying
    steps:
      - {id: look, title: I look, bind: {event: look}, voice: [{question: Q1}]}
      - {id: pay, title: I pay, bind: {event: pay}, voice: [{kind: ces}, {kind: csat}]}
  - {id: after, title: After, steps: [{id: use, title: I use it, bind: {event: use}}]}
voice: [{kind: nps}]
"""
SURVEY = (
    "wayline: 1\nmap: s\ntitle: S\nstages: [{id: a, title: A, steps: [{id: b, title: B, voice: [%s]}]}]\nvoice: [%s]\n"
)
NPS_ONLY = SURVEY % ("{kind: rating}", "{kind: nps}")


def crowd(*scores, kind="nps", **more):
    """Answers of nobody named, without a time."""
    return [said(None, None, kind, score, **more) for score in scores]


def test_promoters_less_detractors():
    """18 promoters and 4 detractors of 30: 46.67 [17.53, 67.31] (methods.md section 1)."""
    found = measured(NPS_ONLY, crowd(*[10] * 9, *[9] * 9, *[8] * 4, *[7] * 4, *[6] * 2, 3, 0))["whole"]["nps"]
    assert (found["value"], found["low"], found["high"]) == pytest.approx((46.67, 17.53, 67.31), abs=0.01)
    assert {name: found[name] for name in ("count", "n", "promoters", "passives", "detractors", "unit", "method", "show")} == {
        "count": 18, "n": 30, "promoters": 18, "passives": 8, "detractors": 4, "unit": "points", "method": "adjusted wald",
        "show": "normal",
    }  # fmt: skip
    assert (found["refused"], found["response"], found["missing"]) == (None, None, 0)


@pytest.mark.parametrize(("n", "show"), [(9, "hidden"), (10, "grey"), (29, "grey"), (30, "normal")])
def test_few_answers_are_hidden_or_grey(n, show):
    assert measured(NPS_ONLY, crowd(*[10] * n))["whole"]["nps"]["show"] == show


def test_the_latest_answer_of_a_subject_to_a_question_counts():
    answers = [
        said("ana", 1, "nps", 0), said("ana", 3, "nps", 10), said("ana", 2, "nps", 5), said("ana", None, "nps", 6),
        said("ana", 1, "nps", 9, question="again?"), said("ben", 4, "nps", 8), said("ben", 4, "nps", 7), *crowd(9, 9),
    ]  # fmt: skip
    found = measured(NPS_ONLY, answers)["whole"]["nps"]
    assert (found["count"], found["n"], found["passives"]) == (4, 5, 1)
    assert found["last_answer"] == "1970-01-05T00:00:00Z"


def test_an_answer_belongs_to_the_window_by_its_own_time():
    answers = [
        said(who, day, "nps", score)
        for who, day, score in [("ana", 1, 10), ("ana", 5, 0), ("ben", 2, 9), ("cho", 3, 0)]
    ]
    answers += crowd(10)

    def nps(**asked):
        number = measured(NPS_ONLY, answers, question=Question(**asked))["whole"]["nps"]
        return number["promoters"], number["detractors"], number["n"]

    assert nps() == (2, 2, 4)  # the answer without a time belongs to no window, and is there where none is asked for
    assert nps(since=2 * DAY) == (1, 2, 3)
    assert nps(since=2 * DAY, until=3 * DAY) == (1, 0, 1)
    assert nps(until=5 * DAY) == (2, 1, 3)
    assert nps(as_of=4 * DAY) == (3, 1, 4)


def test_answers_after_the_last_event_count_unless_an_end_is_asked_for():
    """The default end of the events is no end of the answers."""
    events, answers = [did("ana", 1, "look")], [said("ana", 9, "nps", 10)]
    found = measured(MAP, answers, events)
    assert (found["as_of"], found["whole"]["nps"]["n"]) == ("1970-01-02T00:00:00Z", 1)
    asked = measured(MAP, answers, events, question=Question(as_of=8 * DAY))
    assert asked["whole"]["nps"]["refused"] == "no answers"


def test_a_map_of_voice_alone_ends_with_its_last_answer():
    assert measured(NPS_ONLY, [said("ana", 3, "nps", 10), said("ben", 9, "csat", 1)])["as_of"] == "1970-01-04T00:00:00Z"
    assert measured(NPS_ONLY, crowd(10))["as_of"] is None


def test_what_was_not_yet_known_is_left_out():
    first, corrected = (
        [said("ana", 1, "nps", 10, voice_id="v")],
        [said("ana", 1, "nps", 0, voice_id="v"), said("ben", 2, "nps", 9)],
    )
    now = measured(NPS_ONLY, first, later=corrected)["whole"]["nps"]
    then = measured(NPS_ONLY, first, later=corrected, known_at=1_500)["whole"]["nps"]
    assert [(each["promoters"], each["detractors"], each["n"]) for each in (now, then)] == [(1, 1, 2), (1, 0, 1)]


def test_several_kinds_give_several_measures():
    answers = crowd(5, 4, 3, 1, kind="csat") + crowd(7, 5, kind="ces") + crowd(2, 4, kind="rating", question="Q1")
    found = measured(MAP, answers)["elements"]
    assert [name for name in found["pay"] if name in ("nps", "csat", "ces", "rating", "emotion")] == [
        "csat",
        "ces",
        "emotion",
    ]
    csat, ces, rating = found["pay"]["csat"], found["pay"]["ces"], found["look"]["rating"]
    assert (csat["value"], csat["count"], csat["n"], csat["unit"], csat["method"]) == (0.5, 2, 4, "share", "wilson")
    assert (ces["value"], ces["scale"], ces["unit"], ces["method"]) == (6.0, {"min": 1.0, "max": 7.0}, "score", "t")
    assert (rating["value"], rating["low"], rating["high"]) == pytest.approx((3.0, -9.7062, 15.7062), abs=1e-4)
    assert "rating" not in found["pay"]
    assert "emotion" not in found["use"]


def test_a_review_with_a_score_is_a_rating():
    found = measured(SURVEY % ("{kind: review}", "{kind: [rating, review]}"), crowd(5, 2, kind="review"))
    assert (found["whole"]["rating"]["value"], found["elements"]["b"]["rating"]["value"]) == (3.5, 3.5)


def test_emotion_takes_each_answer_by_its_own_scale():
    """5-point x - 3, 0-10 (x - 5)/2.5, 7-point (x - 4)·⅔; first over the answers of a subject, then over subjects."""
    answers = [
        said("ana", 1, "csat", 5), said("ana", 1, "ces", 4), said("ben", 1, "csat", 1), said(None, 1, "ces", 7, answer_id="x"),
        said(None, 1, "csat", 3, answer_id="x"),
    ]  # fmt: skip
    found = measured(MAP, answers)["elements"]["pay"]["emotion"]
    assert (found["value"], found["count"], found["n"], found["unit"]) == (0.0, 3, 3, "points")  # 1, -2 and 1
    assert (found["two_camps"], found["show"]) == (True, "hidden")
    nps = measured(SURVEY % ("{kind: nps}", "{kind: nps}"), crowd(10, 5, 0, 0, 0))
    assert nps["elements"]["b"]["emotion"]["value"] == pytest.approx((2 + 0 - 2 - 2 - 2) / 5)
    assert nps["elements"]["b"]["emotion"]["show"] == "normal"
    assert "emotion" not in nps["whole"]


def test_a_stage_has_what_its_steps_have():
    answers = [said("ana", 1, "csat", 5), said("ben", 1, "rating", 2, question="Q1"), *crowd(4, 4, kind="csat")]
    found = measured(MAP, answers)["elements"]
    assert (found["buying"]["csat"]["n"], found["buying"]["rating"]["n"], found["buying"]["emotion"]["n"]) == (3, 1, 4)
    assert "csat" not in found["after"]


def test_who_came_and_did_not_answer():
    """Ana and Ben looked and paid, Cho looked; Ben and Dia, who is not on the map, answered."""
    events = [
        did("ana", 1, "look"),
        did("ben", 1, "look"),
        did("cho", 1, "look"),
        did("ana", 2, "pay"),
        did("ben", 2, "pay"),
    ]
    answers = [said("ben", 3, "csat", 5), said("dia", 3, "csat", 1), said("ben", 3, "nps", 9), *crowd(10)]
    found = measured(MAP, answers, events)
    csat, nps, ces = found["elements"]["pay"]["csat"], found["whole"]["nps"], found["elements"]["pay"]["ces"]
    assert (csat["n"], csat["missing"], csat["response"]["value"], csat["response"]["n"]) == (2, 1, 0.5, 2)
    assert (nps["n"], nps["missing"], nps["response"]["count"], nps["response"]["n"]) == (2, 2, 1, 3)
    assert nps["silence"] == pytest.approx({"low": 100 / 3 - 200 / 3, "high": 100})
    assert (ces["refused"], ces["value"], ces["missing"], ces["response"]) == ("no answers", None, 2, None)


def test_weights_stand_beside():
    weights = [1.0, 1.0, 2.0, 0.0, -1.0, None]
    answers = [
        said(None, None, "rating", score, weight=w) for score, w in zip([1, 2, 4, 5, 5, 5], weights, strict=True)
    ]
    found = measured(SURVEY % ("{kind: rating}", "{kind: rating}"), answers)["whole"]["rating"]
    assert found["value"] == pytest.approx(22 / 6)
    assert found["weighted"]["value"] == pytest.approx(11 / 4)
    assert found["weighted"]["n_eff"] == pytest.approx(16 / 6)
    assert set(found["weighted"]) == {"value", "low", "high", "n_eff"}
    assert found["without_weight"] == 2
    assert "weighted" not in measured(NPS_ONLY, crowd(9, 10))["whole"]["nps"]


def test_weights_that_are_all_zero_weigh_nothing():
    found = measured(NPS_ONLY, crowd(9, 10, 0, weight=0.0))["whole"]["nps"]
    assert found["weighted"] == {"value": None, "low": None, "high": None, "n_eff": 0.0}
    assert found["value"] == pytest.approx(100 / 3)


@pytest.mark.parametrize(
    ("answers", "measure", "reason"),
    [
        ([], "nps", "no answers"),
        ([said(None, None, "nps", 5, scale_min=1, scale_max=5)], "nps", "NPS needs answers from 0 to 10, some run from 1 to 5"),
        (crowd(3, kind="rating") + crowd(6, kind="rating", scale_max=7), "rating",
         "answers on different scales: 1 to 5, 1 to 7; choose one question in the selector"),
        (crowd(3, kind="rating", scale_min=None), "rating",
         "answers without a scale; give the least and the best answer of the question in the roles file"),
        (crowd(1, kind="csat", scale_min=0, scale_max=1), "csat", "a scale from 0 to 1 has no two best answers apart from the rest"),
    ],
)  # fmt: skip
def test_what_cannot_be_said_says_why(answers, measure, reason):
    found = measured(SURVEY % ("{kind: rating}", f"{{kind: {measure}}}"), answers)["whole"][measure]
    assert (found["value"], found["low"], found["high"], found["refused"]) == (None, None, None, reason)
    assert found["n"] == len(answers)


def test_codes_between_the_marks_of_the_score_are_no_answers():
    assert measured(NPS_ONLY, crowd(8.5, 9, 11, -1, 10))["whole"]["nps"]["n"] == 2


@pytest.mark.parametrize(("kind", "value"), [("nps", 100.0), ("csat", 1.0), ("rating", 5.0)])
def test_everybody_is_happy(kind, value):
    score = 10 if kind == "nps" else 5
    found = measured(SURVEY % ("{kind: rating}", f"{{kind: {kind}}}"), crowd(*[score] * 12, kind=kind))["whole"][kind]
    assert (found["value"], found["show"], found["refused"]) == (value, "grey", None)
    assert (found["low"] is None) == (kind == "rating")


def test_one_answer():
    found = measured(SURVEY % ("{kind: rating}", "{kind: rating}"), crowd(4, kind="rating"))
    assert {name: found["whole"]["rating"][name] for name in ("value", "n", "low", "show")} == {
        "value": 4.0,
        "n": 1,
        "low": None,
        "show": "hidden",
    }
    assert found["elements"]["b"]["emotion"]["value"] == 1.0


def test_answers_of_one_reply_to_several_questions_are_not_taken_as_many_people():
    answers = [
        said(None, None, "rating", score, question=q, answer_id=str(who))
        for who, score in enumerate([1, 2, 4, 5, 3])
        for q in "abcd"
    ]
    found = measured(SURVEY % ("{kind: rating}", "{kind: rating}"), answers)["whole"]["rating"]
    single = measured(SURVEY % ("{kind: rating}", "{kind: rating}"), crowd(1, 2, 4, 5, 3, kind="rating"))["whole"][
        "rating"
    ]
    assert (found["n"], found["value"], found["show"]) == (20, 3.0, "hidden")
    assert single["high"] - single["low"] > 0.6 * (found["high"] - found["low"]) > 0.6


SELECTED = [
    ("{kind: rating, question: 'Q*'}", 3),
    ("{question: [Q1, other]}", 2),
    ("{kind: rating, where: {plan: pro}}", 2),
    ("{kind: rating, where: {score: {lte: 2}}}", 1),
    ("{kind: rating, where: {language: de}}", 1),
    ("{source: survey, kind: rating}", 4),
    ("{source: shop, kind: rating}", 0),
    ("{kind: 'r*'}", 4),
    ("{kind: rating, where: {campaign: null}}", 4),
]


@pytest.mark.parametrize(("selector", "n"), SELECTED)
def test_a_selector_of_voice(selector, n):
    answers = [
        said(None, None, "rating", 5, question="Q1", own={"plan": "pro"}), said(None, None, "rating", 4, question="Q2", own={"plan": "pro"}),
        said(None, None, "rating", 2, question="Q3", language="de"), said(None, None, "rating", 3, question="other", own={"plan": "free"}),
    ]  # fmt: skip
    found = measured(SURVEY % ("{kind: rating}", selector), answers)["whole"]
    assert found.get("rating", {"n": 0})["n"] == n


def test_the_unit_says_whose_answers_are_one():
    answers = [
        said("ana", 1, "nps", 10, account_id="acme", object_type="order", object_id="o1"),
        said("ben", 2, "nps", 0, account_id="acme", object_type="order", object_id="o2"),
        said("ana", 3, "nps", 9, object_type="order", object_id="o3"), said("cho", 4, "nps", 0, object_type="device", object_id="d1"),
    ]  # fmt: skip
    members = [{"person_id": "cho", "account_id": "acme", "valid_from": None}]

    def camps(unit):
        found = measured(f"unit: {unit}\n{NPS_ONLY}", answers, members=members)["whole"]["nps"]
        return found["promoters"], found["detractors"]

    assert camps("person") == (1, 2)
    assert camps("account") == (1, 1)  # acme's latest is cho's, and one of nobody's account
    assert camps("object:order") == (2, 2)


def where(text):
    return Question(where=selector_from_text(text))


def test_where_keeps_the_answers_of_subjects_and_of_nobody_by_what_they_say():
    events = [did("ana", 1, "look", plan="pro"), did("ben", 1, "look", plan="free")]
    answers = [
        said("ana", 2, "nps", 10, own={"plan": "free"}), said("ben", 2, "nps", 0), said(None, 2, "nps", 9, own={"plan": "pro"}),
        said(None, 2, "nps", 1, own={"plan": "free"}), said("dia", 2, "nps", 8, own={"plan": "pro"}),
    ]  # fmt: skip

    def camps(text):
        found = measured(MAP, answers, events, declared=["plan"], question=where(text))["whole"]["nps"]
        return found["promoters"], found["passives"], found["detractors"]

    assert camps("{where: {plan: pro}}") == (2, 1, 0)
    assert camps("{segment: {plan: free}}") == (0, 0, 2)
    assert camps("{event: look}") == (1, 0, 1)
    assert camps("{source: survey}") == (1, 1, 1)


def levels(question_segment, answers, events=(), text=MAP, **world):
    found = measured(text, answers, events, question=Question(segment=question_segment), **world)
    return {level: part["whole"]["nps"]["n"] for level, part in found["segments"].items()}


def test_a_segment_splits_answers_by_the_subject_s_level_at_its_first_touch():
    events = [did("ana", 1, "look", plan="free"), did("ana", 2, "pay", plan="pro"), did("ben", 1, "look")]
    answers = [
        said("ana", 3, "nps", 10, own={"plan": "pro"}), said("ben", 3, "nps", 1, own={"plan": "pro"}),
        said(None, 3, "nps", 9, own={"plan": "trial"}), said(None, 3, "nps", 9), said("dia", 3, "nps", 9, own={"plan": "pro"}),
    ]  # fmt: skip
    assert levels("plan", answers, events, declared=["plan"]) == {"free": 1, "(none)": 2, "trial": 1, "pro": 1}


def test_a_trait_of_people_splits_those_who_only_answer():
    traits = [{"kind": "person", "id": "ana", "trait": "plan", "value": "pro", "valid_from": None},
              {"kind": "person", "id": "ben", "trait": "plan", "value": "free", "valid_from": 5 * DAY}]  # fmt: skip
    answers = [said("ana", 1, "nps", 10), said("ben", 4, "nps", 10), said("cho", 1, "nps", 10)]
    assert levels("plan", answers, traits=traits) == {"pro": 1, "(none)": 2}
    assert levels("plan", [said("ben", 6, "nps", 1), said("ana", None, "nps", 1)], traits=traits) == {
        "free": 1,
        "pro": 1,
    }


def test_a_segment_that_only_answers_know():
    answers = [said("ana", 1, "nps", 10, own={"Q15": "1"}), *crowd(0, own={"Q15": "2"}), *crowd(9)]
    assert levels("Q15", answers, [did("ana", 1, "look")]) == {"1": 1, "2": 1, "(none)": 1}
    assert levels("source", answers) == {"survey": 3}
    with pytest.raises(NotFoundError, match="there is no trait 'Q16'"):
        levels("Q16", answers)


def test_parts_of_a_segment_sum_to_the_whole():
    answers = [said(None, None, "nps", n % 11, own={"g": str(n % 3)}) for n in range(100)]
    found = measured(NPS_ONLY, answers, question=Question(segment="g"))
    for name in ("n", "promoters", "passives", "detractors"):
        assert sum(part["whole"]["nps"][name] for part in found["segments"].values()) == found["whole"]["nps"][name]


def test_a_segment_of_ten_thousand_levels_is_refused():
    answers = [said(None, None, "nps", n % 11, own={"g": str(n)}) for n in range(10_000)]
    with pytest.raises(InputError, match="--segment g: 10,000 levels, of which 1,000 at most"):
        measured(NPS_ONLY, answers, question=Question(segment="g"))


def test_four_steps_are_seen_together():
    steps = ", ".join(f"{{id: s{n}, title: S, voice: {{question: q{n}}}}}" for n in range(4))
    text = f"wayline: 1\nmap: m\ntitle: M\nstages: [{{id: a, title: A, steps: [{steps}]}}]\n"
    answers = [said(None, None, "rating", score, question=f"q{n}", answer_id=str(k))
               for n in range(4) for k, score in enumerate([1 + n, 2, 3, 1 + n, 2, 1 + n, 2])]  # fmt: skip
    points = [measured(text, answers)["elements"][f"s{n}"]["emotion"] for n in range(4)]
    assert points[0]["pooled"]["p_lowest"] > points[3]["pooled"]["p_lowest"]
    assert points[0]["value"] < points[0]["pooled"]["value"] < points[0]["pooled"]["high"]
    assert sum(point["pooled"]["p_highest"] for point in points) == pytest.approx(1)


def test_the_printed_sql_returns_the_measured_numbers():
    """Of everything that is said of voice, in bare DuckDB, with a window, a condition and corrected answers."""
    events = [did(f"p{n}", n / 10, "look", plan="pro" if n % 2 else "free") for n in range(20)]
    answers = [said(f"p{n % 25}" if n % 3 else None, n / 4, kind, score, question=q, voice_id=f"v{n}", own={"plan": "pro"})
               for n in range(60) for kind, score, q in [[("nps", n % 11, None), ("csat", 1 + n % 5, None), ("ces", 1 + n % 7, None), ("rating", 1 + n % 5, "Q1")][n % 4]]]  # fmt: skip
    question = Question(since=DAY, until=12 * DAY, where=selector_from_text("{where: {plan: pro}}"))
    later = [said("p1", 7, "nps", 1, voice_id="v1")]
    rows, found = explained_rows(MAP, answers, events, question=question, declared=["plan"], later=later)
    assert {element for element, _ in rows} == {"whole", "buying", "look", "pay"}
    checked = 0
    for (element, name), row in rows.items():
        numbers = found["whole"] if element == "whole" else found["elements"][element]
        number = numbers.get(name, {"count": 0, "n": 0})
        assert row == (number["count"], number["n"]), (element, name)
        checked += number["n"] > 0
    assert checked >= 8


def test_a_map_without_voice_says_nothing_of_it():
    found = measured(MAP.replace("voice: [{kind: nps}]", "").replace(", voice: [{question: Q1}]", "").replace(", voice: [{kind: ces}, {kind: csat}]", ""),
                     crowd(9), [did("ana", 1, "look")])  # fmt: skip
    assert set(found["whole"]) == {"finished"}
