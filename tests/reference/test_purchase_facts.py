"""CDNOW and Online Retail: buying again, cancelling, and lines of nobody."""

import pytest
from reference_data import counted, sql


@pytest.fixture(scope="module")
def records(cdnow):
    return cdnow.measured("cdnow")


def test_cdnow_1_size(cdnow, records):
    assert (cdnow.imported.files[0].accepted, records["subjects"]) == (69_659, 23_570)
    assert records["elements"]["purchase"]["touches"]["count"] == 69_659
    assert records["as_of"] == "1998-06-30T00:00:00Z"
    [found] = cdnow.stored("SELECT round(sum(amount), 2), min(occurred_at), max(occurred_at) FROM {events}")
    assert found == (2_500_315.63, 852_076_800_000_000, 899_164_800_000_000)  # 1997-01-01 to 1998-06-30


def test_cdnow_2_people_who_bought_once(cdnow, records):
    """`repeats` counts purchases, the README counts days: 146 people bought twice on one day only."""
    [(rows, days)] = sql(
        cdnow,
        "SELECT count(*) FILTER (n > 1), count(*) FILTER (d = 1) FROM (SELECT count(*) AS n, count(DISTINCT date) AS d FROM 'transactions.csv.gz' GROUP BY customer_id)",
    )
    assert counted(records, "repeats")["purchase"] == counted(records, "reached")["again"] == rows == 11_662
    of_days = (
        "SELECT count(*) FILTER (d = 1) FROM (SELECT count(DISTINCT occurred_at) AS d FROM {events} GROUP BY person)"
    )
    assert cdnow.stored(of_days) == [(12_054,)] == [(days,)]
    assert 23_570 - 12_054 == 11_662 - 146


def test_cdnow_3_active_customers_by_quarter(records):
    found = counted(records, "reached")
    quarters = ("q1997-1", "q1997-2", "q1997-3", "q1997-4", "q1998-1", "q1998-2")
    assert [found[quarter] for quarter in quarters] == [23_570, 5_376, 4_263, 4_221, 3_817, 3_317]


def test_cdnow_4_silent_customers(records):
    found = counted(records, "reached")
    assert found["purchase"] - found["lately"] == 18_210


def test_cdnow_5_double_and_free_rows(cdnow, records):
    assert counted(records, "touches")["free"] == 80
    twice = "SELECT count(*) FROM (SELECT count(*) AS n FROM {events} GROUP BY person, occurred_at) WHERE n > 1"
    assert cdnow.stored(twice) == [(1_774,)]


def test_ids_keep_their_leading_zeros(cdnow):
    first = "SELECT name FROM {names} WHERE kind = 'person' ORDER BY name LIMIT 1"
    assert cdnow.stored(first) == [("00001",)]


@pytest.fixture(scope="module")
def gifts(retail):
    return retail.measured("retail")


def test_retail_1_and_2_lines_customers_and_lines_of_nobody(retail, gifts):
    [lines] = retail.imported.files
    assert (lines.rows, lines.accepted, lines.rejected, lines.identical) == (541_909, 541_909, 0, 5_268)
    assert (gifts["subjects"], gifts["unassigned"], gifts["as_of"]) == (4_372, 135_080, "2011-12-09T12:50:00Z")
    assert counted(gifts, "touches")["any-line"] == 541_909 - 135_080


def test_retail_2_cancelled_lines(retail, gifts):
    """9,288 lines are cancellations; of them those with a customer are touches."""
    [(lines, customers)] = sql(
        retail,
        "SELECT count(*), count(DISTINCT CustomerID) FROM 'online_retail.parquet' WHERE InvoiceNo LIKE 'C%' AND CustomerID IS NOT NULL",
    )
    assert (
        (counted(gifts, "touches")["cancelled"], counted(gifts, "reached")["cancelled"])
        == (lines, customers)
        == (8_905, 1_589)
    )
    everybody = "SELECT count(*) FROM {events} WHERE json_extract_string(properties, '/InvoiceNo') LIKE 'C%'"
    assert retail.stored(everybody) == [(9_288,)]


def test_retail_3_revenue(retail):
    money = "json_extract_string(properties, '/Quantity')::INT * json_extract_string(properties, '/UnitPrice')::DOUBLE"
    sold = f"SELECT person, {money} AS paid FROM {{events}} WHERE json_extract_string(properties, '/Quantity')::INT > 0 AND {money} > 0"
    [found] = retail.stored(
        f"SELECT round(sum(paid), 2), round(sum(paid) FILTER (person IS NOT NULL), 2) FROM ({sold})"
    )
    assert found == (10_666_684.54, 8_911_407.9)


def test_retail_4_who_came_back(retail):
    where = '{event: line, where: {Quantity: {gt: 0}, InvoiceDate: {lt: "2011-01-01"}}}'
    months = retail.measured("retail-months", where=where)
    found = counted(months, "reached")
    assert [found[f"m2011-{month:02d}"] for month in range(1, 13)] == [
        324, 286, 340, 321, 352, 321, 309, 313, 350, 331, 445, 235,
    ]  # fmt: skip


def test_retail_4_and_5_december_and_countries(gifts):
    found = counted(gifts, "reached")
    assert found["december"] == 885
    assert [found[country] for country in ("united-kingdom", "germany", "france", "spain", "belgium")] == [
        3_950,
        95,
        87,
        31,
        25,
    ]
