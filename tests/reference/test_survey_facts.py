"""The airport's survey and Olist's reviews: what the READMEs say, as measurements of what was imported."""

import duckdb
import pytest
from reference_data import data_folder, map_file

import wayline
from wayline.measures.voice.drivers import map_drivers

# Fact 4: touchpoint → answers, mean
TOUCHPOINTS = {
    "food": (2_421, 3.6154), "store": (2_374, 3.6411), "rental": (1_006, 3.8429), "ltparking": (834, 3.8501), "park": (1_271, 3.8725),
    "art": (2_284, 3.9926), "roads": (1_908, 4.0084), "wifi": (2_142, 4.0798), "sign": (2_703, 4.0881), "airtrain": (1_450, 4.1069),
    "screens": (2_659, 4.1151), "walkways": (2_629, 4.1468),
}  # fmt: skip


def test_fact_2_the_net_promoter_score(sfo):
    """And its interval, methods.md section 1: 39.84 [37.18, 42.41]."""
    found = sfo.measured("airport")["whole"]["nps"]
    assert (found["n"], found["promoters"], found["detractors"]) == (2_746, 1_436, 342)
    assert (found["value"], found["low"], found["high"]) == pytest.approx((39.84, 37.18, 42.41), abs=0.005)


def test_fact_3_the_code_11_is_no_promoter(sfo):
    """Counted as one it would give 41.625 of 2,830."""
    assert sfo.measured("airport")["whole"]["nps"]["value"] < 40


def test_fact_1_the_airport_as_a_whole(sfo):
    found = sfo.measured("airport")["whole"]["rating"]
    assert (found["n"], round(found["value"], 4), round(found["weighted"]["value"], 4)) == (2_688, 4.0644, 4.0712)
    assert found["weighted"]["n_eff"] < found["n"]


@pytest.mark.parametrize(
    ("year", "n", "mean", "weighted"), [(2014, 2_677, 3.9959, 4.007), (2015, 2_810, 4.048, 4.0442)]
)
def test_fact_1_the_years_before(tmp_path, year, n, mean, weighted):
    workspace = wayline.init(tmp_path / "w")
    roles = tmp_path / "sfo.roles.yaml"
    roles.write_text(
        f"wayline: 1\ntable: voice\nsource: sfo-{year}\nweight: WEIGHT\n"
        "questions: {Q7ALL: {kind: rating, min: 1, max: 5, no_answer: [0, 6]}}\n"
    )
    wayline.import_files(workspace, [data_folder("sfo_survey") / f"sfo_survey_{year}.csv.gz"], roles=roles)
    found = wayline.measure(workspace, map_file("airport")).plain()["whole"]["rating"]
    assert (found["n"], round(found["value"], 4), round(found["weighted"]["value"], 4)) == (n, mean, weighted)


def test_fact_4_touchpoints(sfo):
    found = sfo.measured("airport")["elements"]
    assert {
        step: (found[step]["rating"]["n"], round(found[step]["rating"]["value"], 4)) for step in TOUCHPOINTS
    } == TOUCHPOINTS


def test_the_measured_emotion_point_is_the_rating_less_three(sfo):
    found = sfo.measured("airport")["elements"]
    for step, (n, mean) in TOUCHPOINTS.items():
        emotion = found[step]["emotion"]
        assert (emotion["n"], emotion["value"]) == (n, pytest.approx(mean - 3, abs=5e-5))
    assert found["food"]["emotion"]["pooled"]["p_lowest"] == pytest.approx(0.86, abs=0.04)


def test_fact_5_those_who_met_a_problem(sfo):
    """The segment is a column of the survey itself; nobody in it is named."""
    segments = sfo.measured("airport", segment="Q15PROBLEM")["segments"]
    found = {level: segments[level]["whole"]["rating"] for level in ("1", "2")}
    assert {level: (each["n"], round(each["value"], 4)) for level, each in found.items()} == {
        "1": (302, 3.8444),
        "2": (2_265, 4.0993),
    }
    kept = sfo.measured("airport", where="{where: {Q15PROBLEM: 1}}")["whole"]["rating"]
    assert (kept["n"], round(kept["value"], 4)) == (302, 3.8444)


def test_olist_reviews_of_orders(olist_said):
    """Mean of the latest review of each of 3,972 orders; of those delivered 14 had two."""
    found = olist_said.measured("olist-said")
    expected = """SELECT count(*), avg(score) FROM (SELECT arg_max(review_score, review_creation_date) AS score
      FROM read_csv('order_reviews.csv.gz') GROUP BY order_id)"""
    with duckdb.connect() as con:
        con.execute(f"SET file_search_path = '{olist_said.folder}'")
        n, mean = con.execute(expected).fetchone()
    rating = found["whole"]["rating"]
    assert (rating["n"], n) == (3_972, 3_972)
    assert rating["value"] == pytest.approx(mean, abs=0.002)
    assert (rating["missing"], rating["response"]["count"], rating["response"]["n"]) == (28, 3_972, 4_000)
    assert found["elements"]["deliver"]["rating"]["response"]["n"] == 3_898


@pytest.mark.parametrize(
    ("element", "measure"), [("whole", "nps"), ("whole", "rating"), ("food", "rating"), ("food", "emotion")]
)
def test_the_printed_sql_of_voice_returns_the_measured_number(sfo, monkeypatch, element, measure):
    whole = sfo.measured("airport")
    found = (whole["whole"] if element == "whole" else whole["elements"][element])[measure]
    monkeypatch.chdir(sfo.workspace.folder)
    with duckdb.connect(":memory:") as con:
        row = con.execute(wayline.explain(sfo.workspace, map_file("airport"), element, measure).sql).fetchone()
    assert row == (found["count"], found["n"])


def test_drivers_of_the_airport_as_a_whole(sfo):
    """Against regressions of every subset, typed out in numpy: the shares sum to R², and the strongest leads beyond doubt."""
    steps = ("food", "store", "sign", "walkways", "screens", "wifi")
    with sfo.facts("airport") as facts:
        found = map_drivers(facts, "rating", steps=steps, draws=200)
        by_hand = map_drivers(facts, "rating", steps=steps, method="lmg", draws=50)
    assert found.n > 1_500
    assert sum(one.weight for one in found.drivers) == pytest.approx(found.r_squared)
    assert found.r_squared == pytest.approx(by_hand.r_squared)
    assert {one.name for one in found.drivers[:2]} == {one.name for one in by_hand.drivers[:2]}
    assert all(one.low <= one.share <= one.high for one in found.drivers)


def test_drivers_of_a_map_without_voice_are_refused(olist_said):
    with olist_said.facts("olist-order") as facts:
        assert map_drivers(facts, "rating").refused == "the map has no voice of its own, or none of its steps has"
