"""The real files of the project's data folder in canonical form: no row is lost, and the facts of their READMEs hold."""

from collections import Counter

import pytest

from canonical_rows import DATA, canonical_file, utc

needs = pytest.mark.skipif(not DATA.is_dir(), reason="the project's data folder is not here")

OULAD = """columns: {person_id: customer_id, object_id: [code_module, code_presentation, customer_id], object_type: enrolment,
  occurred_at: {column: day, unit: day, from: 2013-02-01}, event: activity}"""
MILESTONES = """{table: events, object_id: order_id, object_type: order, milestones: {purchase: order_purchase_timestamp,
  approve: order_approved_at, carrier: order_delivered_carrier_date, deliver: order_delivered_customer_date}, read: {zone: America/Sao_Paulo}}"""
REVIEWS = """{table: voice, object_id: order_id, object_type: order, kind: review, solicited: true, score: {column: review_score, min: 1, max: 5},
  text: review_comment_message, occurred_at: review_answer_timestamp, language: pt, read: {zone: America/Sao_Paulo}}"""
TWEETS = "{table: voice, kind: post, text: text, occurred_at: tweet_created, voice_id: tweet_id}"

FILES = [
    ("oulad_churn/events.csv.gz", OULAD, 148_239, "events", 148_239),
    ("clickstream_ecom_synthetic/events.csv.gz", "columns: {person_id: user_id, session_id: session_id, occurred_at: timestamp, event: event}", 31_106, "events", 31_106),
    ("msnbc_clickstream/clicks.csv.gz", "columns: {session_id: session_id, position: step, event: page_category}", 27_380, "events", 27_380),
    ("cdnow/transactions.csv.gz", "columns: {person_id: customer_id, occurred_at: date, event: {literal: purchase}, amount: dollar_value}", 69_659, "events", 69_659),
    ("weblog/requests.csv.gz", "columns: {person_id: visitor_id, occurred_at: timestamp, event: path, referrer: referrer}", 10_000, "events", 10_000),
    ("olist/orders.csv.gz", MILESTONES, 4_000, "events", 15_831),
    ("olist/order_reviews.csv.gz", REVIEWS, 3_986, "voice", 3_986),
    ("airline_tweets/tweets_train.csv.gz", TWEETS, 10_229, "voice", 10_229),
    ("banking77/train.csv.gz", "{table: voice, kind: mail, text: text}", 10_003, "voice", 10_003),
    ("cfpb_complaints/complaints.csv.gz", "{table: voice, kind: ticket, account_id: Company, text: Consumer complaint narrative, occurred_at: Date received}", 1_000, "voice", 1_000),
]  # fmt: skip


@needs
@pytest.mark.parametrize(("name", "roles", "rows", "table", "count"), FILES, ids=[name for name, *_ in FILES])
def test_no_row_of_a_real_file_is_rejected(name: str, roles: str, rows: int, table: str, count: int) -> None:
    found = canonical_file(DATA / name, roles, zone="UTC")
    assert (found.rows, found.accepted, found.rejected[:3]) == (rows, rows, [])
    assert found.tables[table].num_rows == count


@needs
def test_enrolments_keep_their_key_and_count_days_from_the_start() -> None:
    found = canonical_file(DATA / "oulad_churn/events.csv.gz", OULAD)
    assert Counter(found.column("events", "event")) == {
        "submit_TMA": 65_133,
        "submit_CMA": 52_635,
        "register": 21_297,
        "unregister": 6_333,
        "submit_Exam": 2_841,
    }
    first = found.first("events")
    assert (first["object_id"], utc(first["occurred_at"])) == ("AAA-2013J-100893", "2012-12-01T00:00:00")


@needs
def test_purchases_add_up_to_the_published_sum() -> None:
    found = canonical_file(DATA / "cdnow/transactions.csv.gz", FILES[3][1])
    assert round(sum(found.column("events", "amount")), 2) == 2_500_315.63
    assert found.first("events")["person_id"] == "00001"


@needs
def test_offsets_of_tweets_are_converted() -> None:
    found = canonical_file(DATA / "airline_tweets/tweets_train.csv.gz", TWEETS)
    first = found.first("voice")
    assert (first["voice_id"], utc(first["occurred_at"])) == ("570301130888122368", "2015-02-24T19:15:59")


@needs
def test_codes_beyond_the_scale_of_a_survey_are_no_scores() -> None:
    roles = "{table: voice, answer_id: RESPNUM, weight: WEIGHT, questions: {NETPRO: {kind: nps, min: 0, max: 10, no_answer: [11]}}}"
    found = canonical_file(DATA / "sfo_survey/sfo_survey_2017.csv.gz", roles)
    scores = found.column("voice", "score")
    assert (found.rows, found.rejected) == (2_831, [])
    assert len(scores) + found.findings["no-answer"] == 2_831
    assert (min(scores), max(scores)) == (0.0, 10.0)


@needs
def test_customers_bring_their_traits() -> None:
    found = canonical_file(DATA / "telco_churn/telco_customer_churn.csv.gz", "{table: people, person_id: customerID}")
    counts = Counter(found.column("traits", "trait"))
    assert (found.accepted, counts["Contract"], counts["TotalCharges"]) == (7_043, 7_043, 7_032)


@needs
def test_typed_columns_of_parquet_are_read() -> None:
    pytest.importorskip("pyarrow.parquet")
    roles = "columns: {person_id: CustomerID, object_id: InvoiceNo, object_type: invoice, occurred_at: InvoiceDate, event: {literal: line}, amount: UnitPrice}"
    found = canonical_file(DATA / "online_retail/online_retail.parquet", roles, zone="Europe/London")
    assert (found.rows, found.accepted) == (541_909, 541_909)
