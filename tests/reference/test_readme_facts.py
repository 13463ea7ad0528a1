"""The facts in the READMEs of `../shared/data`, by their own SQL: the files and the engine still say what the READMEs say."""

import json
from datetime import date
from decimal import Decimal

import duckdb
import pytest
from reference_data import data_folder

FACTS = {
    "cdnow": 5,
    "clickstream_ecom_synthetic": 7,
    "msnbc_clickstream": 5,
    "olist": 7,
    "online_retail": 5,
    "oulad_churn": 6,
    "sfo_survey": 5,
    "telco_churn": 6,
    "weblog": 6,
}


def plain(cell):
    if isinstance(cell, date):
        return str(cell)
    return float(cell) if isinstance(cell, Decimal) else cell


@pytest.mark.parametrize(("data", "number"), [(data, n + 1) for data, count in FACTS.items() for n in range(count)])
def test_a_fact_of_a_readme(data, number):
    folder = data_folder(data)
    facts = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    [fact] = [fact for fact in facts if fact["no"] == number]
    with duckdb.connect(":memory:") as con:
        con.execute(f"SET file_search_path = '{folder}'")
        con.execute("SET TimeZone = 'UTC'")
        found = con.execute(fact["sql"]).fetchall()
    assert sorted([plain(cell) for cell in row] for row in found) == sorted(fact["rows"])


def test_all_facts_are_looked_at():
    for data, count in FACTS.items():
        facts = json.loads((data_folder(data) / "facts.json").read_text(encoding="utf-8"))
        assert [fact["no"] for fact in facts] == list(range(1, count + 1)), data
