"""The airport's demo: answers only, read with their codes, weights and years."""

import gzip
from pathlib import Path

import pytest

import wayline
from wayline.demo.content import DEMOS


@pytest.fixture(scope="module")
def airport(tmp_path_factory):
    folder = tmp_path_factory.mktemp("airport") / "workspace"
    wayline.demo(folder, name="airport")
    return wayline.open_workspace(folder)


@pytest.fixture(scope="module")
def found(airport):
    return wayline.measure(airport, "airport", wayline.Asked(segment="year")).plain()


def test_the_score_of_2017_counts_no_code(found):
    nps = found["whole"]["nps"]
    assert (nps["n"], nps["promoters"], nps["detractors"]) == (2_746, 1_436, 342)
    assert (nps["value"], nps["low"], nps["high"]) == pytest.approx((39.84, 37.18, 42.41), abs=0.005)


def test_the_rating_of_each_year_plain_and_weighted(found):
    years = {
        year: (part["whole"]["rating"]["n"], round(part["whole"]["rating"]["value"], 4), round(part["whole"]["rating"]["weighted"]["value"], 4))
        for year, part in found["segments"].items()
    }  # fmt: skip
    assert years == {"2014": (2_677, 3.9959, 4.007), "2015": (2_810, 4.048, 4.0442), "2017": (2_688, 4.0644, 4.0712)}


def test_the_weakest_touchpoint_of_2017_is_food(found):
    ratings = {
        step: numbers["rating"]["value"]
        for step, numbers in found["segments"]["2017"]["elements"].items()
        if "rating" in numbers
    }
    assert min(ratings, key=ratings.get) == "food"
    assert round(ratings["food"], 4) == 3.6154


def test_nothing_is_said_of_paths(found, airport):
    reached = found["elements"]["security"]["reached"]
    assert (reached["value"], reached["refused"]) == (None, "not bound")
    page = (airport.folder / "airport.html").read_text(encoding="utf-8")
    assert "39.8" in page


def test_the_answers_can_be_put_together_again(tmp_path):
    from tools import sample_sfo

    folder = Path(__file__).parents[3] / "shared" / "data" / "sfo_survey"
    if not folder.is_dir():
        pytest.skip("the survey as published is not on this machine")
    sample_sfo.main(folder, tmp_path)
    shipped = DEMOS["airport"].files()["data/answers.csv.gz"].read_bytes()
    assert gzip.decompress((tmp_path / "answers.csv.gz").read_bytes()) == gzip.decompress(shipped)


def test_every_answer_is_accepted(airport):
    stands = [(each.source, each.rows, each.rejected) for each in airport.log.sources()]
    assert stands == [("airport-survey", 8_607, 0)]
