"""The shared real files open with the columns and row counts that their READMEs state."""

import json
import re
from pathlib import Path

import pytest

from wayline.sources.opening import open_table

PLACES = (parent / "shared" / "data" for parent in Path(__file__).resolve().parents)
DATA = next((place for place in PLACES if place.exists()), Path("absent"))
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the shared data are not here")

ROW = re.compile(r"^\| `([^`]+\.(?:csv\.gz|parquet))` \| [\d,]+ \| ([\d,]+) \|", re.MULTILINE)
COLUMNS = re.compile(r"^- `([^`]+\.(?:csv\.gz|parquet))`: (.+)$", re.MULTILINE)


def stated() -> list[tuple[Path, int]]:
    if not DATA.exists():
        return [(DATA / "absent", 0)]
    found = []
    for readme in sorted(DATA.glob("*/README.md")):
        for name, count in ROW.findall(readme.read_text()):
            found.append((readme.parent / name, int(count.replace(",", ""))))
    return found


@pytest.mark.parametrize(("path", "count"), stated(), ids=lambda value: getattr(value, "name", ""))
def test_rows_and_columns_are_those_of_the_readme(path, count):
    table = open_table(path)
    batches = list(table.batches())
    assert sum(batch.table.num_rows for batch in batches) == count
    assert not any(batch.broken for batch in batches)
    listed = dict(COLUMNS.findall((path.parent / "README.md").read_text())).get(path.name, "")
    names = tuple(re.findall(r"`([^`]+)`", listed))
    if "..." not in listed and "…" not in listed and names:
        assert table.columns == names


def test_every_file_is_stated():
    files = {path for path in DATA.glob("*/*") if path.name.endswith((".csv.gz", ".parquet"))}
    assert {path for path, _ in stated()} == files


def column(path: str, name: str) -> list[str]:
    return [cell for batch in open_table(DATA / path).batches() for cell in batch.table.column(name).to_pylist()]


def test_tweets_keep_entities_emoji_line_breaks_and_eighteen_digits():
    texts = column("airline_tweets/tweets_train.csv.gz", "text")
    assert sum("&amp;" in text for text in texts) > 100
    assert any("\n" in text for text in texts)
    assert any(ord(char) > 0xFFFF for text in texts for char in text)
    assert {len(tweet) for tweet in column("airline_tweets/tweets_train.csv.gz", "tweet_id")} == {18}


def test_leading_zeros_of_customers_stay():
    assert "00001" in column("cdnow/transactions.csv.gz", "customer_id")


def test_a_blank_is_a_blank():
    assert column("telco_churn/telco_customer_churn.csv.gz", "TotalCharges").count(" ") == 11


def test_the_fact_of_distinct_tweets_is_reproduced():
    sentiments = column("airline_tweets/tweets_train.csv.gz", "airline_sentiment")
    assert sentiments.count("negative") == 6439
    assert json.loads((DATA / "airline_tweets" / "facts.json").read_text())
