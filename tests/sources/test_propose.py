"""Roles proposed from content: what must be sure and right, and where it must ask."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from canonical_rows import DATA
from wayline.sources.opening import open_table
from wayline.sources.propose import Proposal, proposal_head, propose
from wayline.sources.role_model import Cells, Moment, Roles, Scale, TableKind, Word
from wayline.sources.roles import parse_roles
from wayline.sources.roles_text import roles_text

needs = pytest.mark.skipif(not DATA.is_dir(), reason="the project's data folder is not here")

TRIAL = """customer,when,what,plan
ana,2026-01-01T09:00:00Z,signup,pro
ana,2026-01-02T09:00:00Z,import,pro
ana,2026-01-02T10:00:00Z,import,pro
ana,2026-01-05T09:00:00Z,report,pro
ben,2026-01-01T10:00:00Z,signup,free
ben,2026-01-03T10:00:00Z,help,free
ben,2026-01-04T10:00:00Z,cancel,free
cho,2026-01-02T08:00:00Z,signup,pro
cho,2026-01-02T08:30:00Z,report,pro
cho,2026-01-04T08:30:00Z,import,pro
cho,2026-01-06T08:30:00Z,report,pro
dia,2026-01-09T12:00:00Z,signup,free
eve,2026-01-03T07:00:00Z,import,free
fay,2026-01-03T07:00:00Z,help,free
"""


def proposed(folder: Path, rows: str, *, table: TableKind | None = None, name: str = "rows.csv") -> Proposal:
    path = folder / name
    path.write_text(rows, encoding="utf-8")
    return propose(open_table(path), table=table)


def named(roles: Roles) -> dict[str, str]:
    """Roles of one column each, by role."""
    columns = {role: value.columns[0] for role, value in roles.values.items() if isinstance(value, Cells)}
    return (
        columns
        | {role: moment.column for role, moment in roles.times.items()}
        | ({"position": roles.position} if roles.position else {})
    )


def log(times: list[str], *, keys: int = 4) -> str:
    """An event log with these times and a few keys, otherwise clear."""
    rows = [f"u{index % keys},{time},{'signup' if index < keys else 'use'}" for index, time in enumerate(times)]
    return "user_id,at,event\n" + "\n".join(rows) + "\n"


def test_the_trial_is_sure(tmp_path: Path) -> None:
    proposal = proposed(tmp_path, TRIAL, name="trial.csv")
    assert (proposal.sure, proposal.doubts, proposal.roles.table, proposal.roles.source) == (
        True,
        (),
        "events",
        "trial",
    )
    assert named(proposal.roles) == {"person_id": "customer", "occurred_at": "when", "event": "what"}
    assert proposal.roles.traits == ("plan",)
    assert proposal.assumed == (
        "a table of events: person_id = customer; event = what; occurred_at = when; traits = plan",
    )


def test_a_proposal_loads_back_and_says_why(tmp_path: Path) -> None:
    proposal = proposed(tmp_path, TRIAL)
    text = roles_text(proposal.roles, head=proposal_head(proposal, "rows.csv"))
    assert parse_roles(text) == (proposal.roles,)
    assert "  person_id: customer             # 6 values, 2.3 rows each\n" in text
    assert text.startswith(
        "# Proposed from the content of rows.csv. Correct what is wrong, then import again with --roles.\n"
    )


REAL = [
    ("oulad_churn/events.csv.gz", {"person_id": "customer_id", "object_id": "case_id", "occurred_at": "timestamp", "event": "activity"}, ("code_module", "code_presentation")),
    ("clickstream_ecom_synthetic/events.csv.gz", {"person_id": "user_id", "session_id": "session_id", "occurred_at": "timestamp", "event": "event"}, ("platform", "acquisition_channel", "user_cohort", "user_lifecycle")),
    ("msnbc_clickstream/clicks.csv.gz", {"session_id": "session_id", "position": "step", "event": "page_category"}, None),
    ("telco_churn/telco_customer_churn.csv.gz", {"person_id": "customerID"}, None),
]  # fmt: skip


@needs
@pytest.mark.parametrize(("name", "roles", "traits"), REAL, ids=[name for name, *_ in REAL])
def test_real_files_with_one_clear_reading_are_sure(
    name: str, roles: dict[str, str], traits: tuple[str, ...] | None
) -> None:
    proposal = propose(open_table(DATA / name))
    assert (proposal.sure, named(proposal.roles), proposal.roles.traits) == (True, roles, traits)


UNSURE = [
    ("cdnow/transactions.csv.gz", "events", {"person_id": "customer_id", "occurred_at": "date", "amount": "dollar_value"}),
    ("olist/order_reviews.csv.gz", "voice", {"object_id": "order_id", "score": "review_score", "text": "review_comment_message", "occurred_at": "review_creation_date"}),
    ("cfpb_complaints/complaints.csv.gz", "voice", {"account_id": "Company", "object_id": "Complaint ID", "text": "Consumer complaint narrative", "occurred_at": "Date received"}),
    ("airline_tweets/tweets_train.csv.gz", "voice", {"text": "text", "occurred_at": "tweet_created"}),
    ("banking77/train.csv.gz", "voice", {"text": "text"}),
    ("weblog/requests.csv.gz", "events", {"person_id": "visitor_id", "occurred_at": "timestamp", "event": "path", "referrer": "referrer"}),
    ("sfo_survey/sfo_survey_2017.csv.gz", "voice", {"answer_id": "RESPNUM", "weight": "WEIGHT"}),
    ("olist/customers.csv.gz", "people", {"person_id": "customer_id"}),
]  # fmt: skip


@needs
@pytest.mark.parametrize(("name", "table", "roles"), UNSURE, ids=[name for name, *_ in UNSURE])
def test_real_files_that_leave_a_choice_are_proposed_and_asked_about(
    name: str, table: str, roles: dict[str, str]
) -> None:
    proposal = propose(open_table(DATA / name))
    assert (proposal.sure, proposal.roles.table, named(proposal.roles)) == (False, table, roles)
    assert proposal.doubts
    assert parse_roles(roles_text(proposal.roles)) == (proposal.roles,)


@needs
def test_every_real_table_gets_a_proposal_that_loads_back() -> None:
    for path in sorted(
        [*DATA.glob("olist/*.csv.gz"), *DATA.glob("oulad_churn/*.csv.gz"), *DATA.glob("online_retail/*.parquet")]
    ):
        proposal = propose(open_table(path))
        assert parse_roles(roles_text(proposal.roles)) == (proposal.roles,)


def test_several_times_and_one_row_a_key_are_milestones(tmp_path: Path) -> None:
    rows = "order_id,order_purchase_timestamp,order_approved_at,order_delivered_date,order_estimated_date\n"
    rows += "".join(
        f"o{day},2026-01-{day:02},2026-01-{day + 1:02},{'' if day % 3 else '2026-02-01'},2026-03-01\n"
        for day in range(1, 21)
    )
    proposal = proposed(tmp_path, rows)
    assert [(each.event, each.at.column) for each in proposal.roles.milestones] == [
        ("purchase", "order_purchase_timestamp"),
        ("approved", "order_approved_at"),
        ("delivered", "order_delivered_date"),
    ]
    assert not proposal.sure
    assert "'order_estimated_date' sounds planned, not done, and makes no event" in proposal.doubts


def test_a_date_that_may_be_day_or_month_first_is_asked_about(tmp_path: Path) -> None:
    proposal = proposed(tmp_path, log([f"{1 + index % 12:02}/{1 + index % 11:02}/2026" for index in range(24)]))
    assert not proposal.sure
    assert "which comes first, day or month?" in proposal.doubts[0]
    clear = proposed(tmp_path, log([f"{1 + index:02}/02/2026" for index in range(24)]))
    assert (clear.sure, clear.roles.times["occurred_at"]) == (True, Moment("at", "%d/%m/%Y"))


@pytest.mark.parametrize(
    ("first", "step", "unit"),
    [(1_700_000_000, 3600, "s"), (1_700_000_000_000, 3_600_000, "ms"), (1_700_000_000_000_000, 3_600_000_000, "us")],
)
def test_epochs_are_told_by_all_values_together(tmp_path: Path, first: int, step: int, unit: str) -> None:
    proposal = proposed(tmp_path, log([str(first + index * step) for index in range(24)]))
    assert (proposal.sure, proposal.roles.times["occurred_at"]) == (True, Moment("at", unit=unit))


def test_words_for_no_value_are_found_where_they_spoil_a_column(tmp_path: Path) -> None:
    proposal = proposed(tmp_path, log([f"2026-01-{1 + index:02}" for index in range(20)] + ["NULL"]))
    assert proposal.roles.read.missing == ("", "NULL")


def test_names_that_say_nothing_leave_it_unsure(tmp_path: Path) -> None:
    rows = "a,b,c\n" + "".join(f"k{index % 5},2026-01-{1 + index % 28:02},{'xyz'[index % 3]}\n" for index in range(60))
    proposal = proposed(tmp_path, rows)
    assert (proposal.sure, named(proposal.roles)) == (False, {"person_id": "a", "occurred_at": "b", "event": "c"})


def test_two_columns_that_name_what_happened_are_asked_about(tmp_path: Path) -> None:
    rows = "user_id,time,event,action\n" + "".join(
        f"u{index % 5},2026-01-{1 + index % 28:02},e{index % 4},a{index % 3}\n" for index in range(60)
    )
    assert not proposed(tmp_path, rows).sure


def test_people_with_addresses_are_joined_by_them(tmp_path: Path) -> None:
    rows = "customer_id,email,account_id,plan\n" + "".join(
        f"c{index},c{index}@example.org,a{index % 3},{'pro' if index % 2 else 'free'}\n" for index in range(12)
    )
    proposal = proposed(tmp_path, rows)
    assert (proposal.sure, proposal.roles.table, proposal.roles.same_as) == (True, "people", ("email",))
    assert named(proposal.roles) == {"person_id": "customer_id", "account_id": "account_id"}


def test_one_row_an_account_is_a_table_of_accounts(tmp_path: Path) -> None:
    rows = "account_id,plan\n" + "".join(f"a{index},{'pro' if index % 2 else 'free'}\n" for index in range(12))
    assert proposed(tmp_path, rows).roles == Roles(
        "accounts", "rows", read=proposed(tmp_path, rows).roles.read, values={"account_id": Cells(("account_id",))}
    )


def test_a_kind_that_was_asked_for_is_kept(tmp_path: Path) -> None:
    proposal = proposed(tmp_path, TRIAL, table="people")
    assert (proposal.roles.table, proposal.sure) == ("people", False)


def test_scores_come_with_a_scale_to_confirm(tmp_path: Path) -> None:
    rows = "customer_id,rating\n" + "".join(f"c{index},{1 + index % 5}\n" for index in range(40))
    proposal = proposed(tmp_path, rows)
    assert (proposal.sure, proposal.roles.table, proposal.roles.score) == (False, "voice", Scale(1, 5))


def test_typed_columns_need_no_form(tmp_path: Path) -> None:
    times = pa.array([1_767_258_000_000_000 + index * 3_600_000_000 for index in range(20)], pa.timestamp("us"))
    path = tmp_path / "log.parquet"
    pq.write_table(
        pa.table({"user_id": [index % 4 for index in range(20)], "at": times, "event": ["a", "b"] * 10}), path
    )
    proposal = propose(open_table(path))
    assert named(proposal.roles) == {"person_id": "user_id", "occurred_at": "at", "event": "event"}


@pytest.mark.parametrize("rows", ["a,b\n", "a\n1\n", "a,b\n,\n,\n", "x y,z\nsome,words\n"])
@pytest.mark.parametrize("table", [None, "events", "voice", "people", "accounts"])
def test_any_table_gets_an_unsure_proposal_rather_than_an_error(
    tmp_path: Path, rows: str, table: TableKind | None
) -> None:
    assert not proposed(tmp_path, rows, table=table).sure


def test_a_table_of_purchases_takes_a_constant_event(tmp_path: Path) -> None:
    rows = "customer_id,date,amount\n" + "".join(
        f"c{index % 4},2026-01-{1 + index:02},{index}.50\n" for index in range(20)
    )
    proposal = proposed(tmp_path, rows)
    assert (proposal.sure, proposal.roles.values["event"]) == (False, Word("purchase"))
