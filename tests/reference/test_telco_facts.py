"""Telco churn through the product: a month of tenure told as a day, so that all contracts are looked at on one day."""

import duckdb
import pytest
from reference_data import HERE, Loaded, data_folder, map_file, sql

import wayline
from wayline.estimates.wilson import share


@pytest.fixture(scope="module")
def telco(tmp_path_factory):
    source = data_folder("telco_churn")
    folder = tmp_path_factory.mktemp("telco")
    with duckdb.connect(":memory:") as con:
        con.execute(
            f"""COPY (WITH t AS (SELECT customerID AS customer, Contract, InternetService, Churn, tenure::INT AS tenure
                       FROM read_csv('{source}/telco_customer_churn.csv.gz', all_varchar = true))
SELECT customer, strftime(DATE '2020-03-13' - tenure, '%Y-%m-%d') AS day, 'join' AS what, Contract, InternetService FROM t
UNION ALL SELECT customer, '2020-03-13', 'churn', Contract, InternetService FROM t WHERE Churn = 'Yes') TO '{folder}/telco.csv'"""
        )
    workspace = wayline.init(folder / "workspace")
    imported = wayline.import_files(workspace, [folder / "telco.csv"], roles=HERE / "roles" / "telco.roles.yaml")
    return Loaded(workspace, imported, source)


def test_churn_rate_and_survival_of_all(telco):
    """26.54 % churned; S(12) 0.8432, S(24) 0.7887, S(48) 0.7088, S(72) 0.5928."""
    found = telco.measured("telco")["elements"]
    assert (found["join"]["converted"]["count"], found["join"]["converted"]["n"]) == (1_869, 7_043)
    step, stage = (found[name]["converted_over_time"]["at"] for name in ("join", "customer"))
    survival = [1 - at["value"] for at in (step["12d"], step["24d"], stage["48d"], stage["72d"])]
    assert survival == pytest.approx([0.8432, 0.7887, 0.7088, 0.5928], abs=5e-5)


def test_churn_and_median_by_contract(telco):
    segments = telco.measured("telco", segment="Contract")["segments"]
    churn = {level: part["elements"]["join"]["converted"] for level, part in segments.items()}
    assert {level: (number["n"], round(number["value"], 5)) for level, number in churn.items()} == {
        "Month-to-month": (3_875, 0.4271), "One year": (1_473, 0.1127), "Two year": (1_695, 0.02832),
    }  # fmt: skip
    assert segments["Month-to-month"]["elements"]["join"]["time_to_next"]["survival_median"] == 35 * 86_400
    assert segments["Two year"]["elements"]["join"]["time_to_next"]["survival_median"] is None


def test_month_to_month_with_internet(telco):
    found = telco.measured(
        "telco", where='{segment: {Contract: Month-to-month, InternetService: [DSL, "Fiber optic"]}}'
    )
    join = found["elements"]["join"]
    assert (join["converted"]["n"], join["converted"]["count"]) == (3_351, 1_556)
    assert join["time_to_next"]["survival_median"] == 34 * 86_400
    assert 1 - join["converted_over_time"]["at"]["12d"]["value"] == pytest.approx(0.6950, abs=5e-5)
    assert 1 - join["converted_over_time"]["at"]["24d"]["value"] == pytest.approx(0.5753, abs=5e-5)


def test_the_first_month_within_a_day(telco):
    """Of month-to-month customers 380 of 3,875 leave at a tenure of one."""
    found = telco.measured("telco", where="{segment: {Contract: Month-to-month}}")
    gone = found["elements"]["at-once"]["reached"]
    assert (gone["count"], gone["n"]) == (380, 3_875)
    assert (gone["low"], gone["high"]) == pytest.approx((0.089, 0.108), abs=5e-4)


@pytest.mark.parametrize(
    ("month", "counted", "percent", "limits"),
    [
        (1, (380, 3_875), 9.8, (8.9, 10.8)),
        (2, (121, 3_271), 3.7, (3.1, 4.4)),
        (3, (94, 3_041), 3.1, None),
        (4, (82, 2_850), 2.9, (2.3, 3.6)),
        (6, (40, 2_557), 1.6, (1.2, 2.1)),
        (12, (33, 1_967), 1.7, None),
    ],
)
def test_hazards_of_month_to_month_contracts(telco, month, counted, percent, limits):
    """methods.md section 9: at risk = tenure of m or more, event = churn at a tenure of m."""
    table = "read_csv('telco_customer_churn.csv.gz', all_varchar = true)"
    counts = sql(
        telco,
        f"SELECT count(*) FILTER (tenure::INT = {month} AND Churn = 'Yes'), count(*) FROM {table} "
        f"WHERE Contract = 'Month-to-month' AND tenure::INT >= {month}",
    )
    assert counts == [counted]
    found = share(*counted)
    assert 100 * found.value == pytest.approx(percent, abs=0.05)
    if limits:
        assert (100 * found.low, 100 * found.high) == pytest.approx(limits, abs=0.051)


@pytest.fixture(scope="module")
def proposed(telco):
    """A contact window after joining, one day a month, for month-to-month contracts."""
    asked = wayline.Asked(where="{segment: {Contract: Month-to-month}}")
    return wayline.contact_window(
        telco.workspace, map_file("telco"), "join", "{event: churn}", period="1d", reaction="1d", asked=asked
    )


def test_the_product_counts_the_same_hazards(proposed):
    shown = {number: hazard for number, hazard in proposed.found.periods}
    assert {month: (shown[month].count, shown[month].n) for month in (1, 2, 3, 4, 6, 12)} == {
        1: (380, 3_875), 2: (121, 3_271), 3: (94, 3_041), 4: (82, 2_850), 6: (40, 2_557), 12: (33, 1_967),
    }  # fmt: skip
    assert (100 * shown[1].low, 100 * shown[1].high) == pytest.approx((8.9, 10.8), abs=0.051)


def test_of_those_who_leave_in_the_first_year_37_percent_leave_in_the_first_month(proposed):
    year = [hazard.count for number, hazard in proposed.found.periods if number <= 12]
    assert (sum(year), round(year[0] / sum(year), 2)) == (1_024, 0.37)


def test_the_window_opens_at_once_and_closes_with_the_fourth_month(proposed):
    found = proposed.found
    assert (found.opens, found.closes, found.closed_by) == (0, 4 * 86_400, "hazard")
    assert (found.later.count, found.later.n) == (970, 56_791)
    assert "opens: 0d, closes: 4d" in proposed.yaml
    assert proposed.plain()["experiment"] == "no experiment yet"
    assert "10.0 % of those contacted" in proposed.plain()["caution"]
