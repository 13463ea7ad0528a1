"""Files of known programs are recognised, and their rows come out as events with sure roles, whatever their nesting."""

import json
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wayline.errors import InputError, RolesError
from wayline.sources.canonical import canonicalize
from wayline.sources.opening import open_table, recognised
from wayline.sources.propose import propose
from wayline.sources.raw import ReadOptions
from wayline.sources.shapes.snowplow import COLUMNS
from wayline.sources.shapes.stripe import money

CON = duckdb.connect(":memory:")


def lines(*rows: dict[str, object]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def imported(tmp_path: Path, text: str, name: str = "x.json"):
    """(shape, events as dictionaries, rejected as (row, rule)); the proposed roles are sure, and rows add up."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    raw = recognised(path)
    proposal = propose(raw)
    assert proposal.sure, proposal.doubts
    events, rejected = [], []
    for chunk in canonicalize(CON, open_table(path, proposal.roles.read), proposal.roles, zone="Europe/Berlin"):
        for table in chunk.tables.values():
            events += table.to_pylist()
        rejected += [(row["row"], row["rule"]) for row in chunk.rejected.to_pylist()]
        assert chunk.rows == chunk.accepted + chunk.rejected.num_rows
    return raw.read.shape, events, rejected


def picked(events, *names):
    return [tuple(event[name] for name in names) for event in events]


CALL = {
    "type": "track",
    "event": "Trial Started",
    "messageId": "m1",
    "userId": "007",
    "originalTimestamp": "2024-03-01T11:59:50.000Z",
    "sentAt": "2024-03-01T12:00:00.000Z",
    "receivedAt": "2024-03-01T10:00:05.000Z",
    "timestamp": "2024-03-01T09:59:55.000Z",
    "context": {"groupId": "acme", "campaign": {"name": "spring"}, "page": {"referrer": "https://a.example"}},
    "properties": {"revenue": 19.90, "currency": "EUR"},
}
PAGE = {"type": "page", "name": "Home", "messageId": "m2", "anonymousId": "a-1", "timestamp": "2024-03-01T08:00:00Z"}


def test_segment_calls_with_the_clock_set_right(tmp_path):
    shape, events, rejected = imported(tmp_path, lines(CALL, PAGE, {"type": "track", "event": "X", "messageId": "m3"}))
    assert shape == "segment"
    assert picked(events, "event", "person_id", "account_id", "event_id", "occurred_at", "amount", "campaign") == [
        ("Trial Started", "007", "acme", "m1", 1709287195000000, 19.9, "spring"),
        ("page Home", "a-1", None, "m2", 1709280000000000, None, None),
    ]
    assert rejected == [(3, "no-key")]


@pytest.mark.parametrize("indent", [None, 1])
def test_segment_batches_as_they_are_posted(tmp_path, indent):
    identify = {"type": "identify", "messageId": "m4", "userId": "007", "timestamp": "2024-03-01T08:00:00Z"}
    text = json.dumps({"batch": [CALL, PAGE, identify], "sentAt": "2024-03-01T12:00:00.000Z"}, indent=indent)
    shape, events, _ = imported(tmp_path, text)
    assert shape == "segment"
    assert [event["event"] for event in events] == ["Trial Started", "page Home", "identify"]


def test_ga4_parameters_are_taken_out_of_their_typed_fields(tmp_path):
    row = {
        "event_date": "20240301",
        "event_timestamp": "1709287195000000",
        "event_name": "purchase",
        "event_bundle_sequence_id": "12",
        "batch_event_index": "3",
        "user_pseudo_id": "88.99",
        "user_id": None,
        "platform": "WEB",
        "event_params": [
            {"key": "ga_session_id", "value": {"string_value": None, "int_value": "171"}},
            {"key": "page_referrer", "value": {"string_value": "https://b.example"}},
        ],
        "ecommerce": {"purchase_revenue": 12.5},
    }
    shape, events, _ = imported(tmp_path, lines(row))
    assert shape == "ga4"
    assert picked(events, "event", "person_id", "session_id", "event_id", "occurred_at", "referrer", "amount") == [
        (
            "purchase",
            "88.99",
            "88.99/171",
            "88.99/1709287195000000/purchase/12/3",
            1709287195000000,
            "https://b.example",
            12.5,
        )
    ]


def test_posthog_groups_are_accounts(tmp_path):
    row = {
        "uuid": "u1",
        "event": "$pageview",
        "distinct_id": "p1",
        "timestamp": "2024-03-01T09:59:55Z",
        "properties": {"$groups": {"company": "acme"}, "$session_id": "s1"},
    }
    shape, events, _ = imported(tmp_path, lines(row))
    assert shape == "posthog"
    assert picked(events, "event", "person_id", "account_id", "session_id", "event_id") == [
        ("$pageview", "p1", "acme", "s1", "u1")
    ]


def snowplow(**cells: str) -> str:
    return "\t".join(cells.get(name, "") for name in COLUMNS) + "\n"


def test_snowplow_rows_have_no_header_no_quotes_and_utc_times(tmp_path):
    row = {
        "app_id": "shop",
        "platform": "web",
        "etl_tstamp": "2024-03-01 10:00:01.000",
        "collector_tstamp": "2024-03-01 10:00:00.000",
        "event": "struct",
        "event_id": "e1",
        "domain_userid": "d1",
        "domain_sessionid": "s1",
        "se_category": "cart",
        "se_action": 'add "two',
        "derived_tstamp": "2024-03-01 09:59:55.000",
    }
    text = snowplow(**row) + snowplow(
        **row | {"event": "page_view", "event_id": "e2", "event_name": "page_view", "user_id": "7"}
    )
    shape, events, _ = imported(tmp_path, text, "x.tsv")
    assert shape == "snowplow"
    assert picked(events, "event", "person_id", "session_id", "event_id", "occurred_at") == [
        ('cart add "two', "d1", "s1", "e1", 1709287195000000),
        ("page_view", "7", "s1", "e2", 1709287195000000),
    ]


def stripe(**more: object) -> dict[str, object]:
    thing = {"object": "invoice", "id": "in_1", "customer": "cus_1", "amount_paid": 1999, "currency": "usd"}
    event = {"id": "evt_1", "object": "event", "type": "invoice.paid", "created": 1709287195, "livemode": True}
    return {**event, "data": {"object": thing}, "pending_webhooks": 0, **more}


def test_stripe_events_in_the_currency_and_live_only(tmp_path):
    text = json.dumps({"object": "list", "data": [stripe(), stripe(id="evt_2", livemode=False)]}, indent=1)
    shape, events, rejected = imported(tmp_path, text)
    assert shape == "stripe-events"
    assert picked(events, "event", "account_id", "object_type", "object_id", "event_id", "amount", "currency") == [
        ("invoice.paid", "cus_1", "invoice", "in_1", "evt_1", 19.99, "USD")
    ]
    assert rejected == [(2, "test-mode")]


@pytest.mark.parametrize(
    ("units", "currency", "amount"),
    [
        ("1999", "USD", "19.99"),
        ("1999", "JPY", "1999"),
        ("1999", "KWD", "1.999"),
        ("x", "USD", None),
        ("5", None, None),
    ],
)
def test_smallest_units_are_not_always_hundredths(units, currency, amount):
    assert money(units, currency) == amount


def test_stripe_subscriptions_make_an_event_of_each_time(tmp_path):
    row = {"id": "sub_1", "object": "subscription", "customer": "cus_1", "status": "canceled", "created": 1700000000}
    row |= {
        "canceled_at": 1700500000,
        "ended_at": None,
        "trial_start": None,
        "livemode": True,
        "billing_cycle_anchor": 1,
    }
    shape, events, _ = imported(tmp_path, lines(row | {"cancellation_details": {"feedback": "unused"}}))
    assert shape == "stripe-subscriptions"
    assert picked(events, "event", "account_id", "object_id", "occurred_at") == [
        ("subscription created", "cus_1", "sub_1", 1700000000000000),
        ("cancellation asked", "cus_1", "sub_1", 1700500000000000),
    ]


def test_zendesk_tickets_belong_to_the_requester(tmp_path):
    ticket = {
        "id": 35,
        "requester_id": 20,
        "submitter_id": 9,
        "organization_id": 5,
        "status": "solved",
        "via": {"channel": "mail"},
    }
    ticket |= {"created_at": "2024-03-01T08:00:00Z", "metric_set": {"solved_at": "2024-03-02T08:00:00Z"}}
    shape, events, _ = imported(tmp_path, json.dumps({"tickets": [ticket], "count": 1}))
    assert shape == "zendesk-tickets"
    assert picked(events, "event", "person_id", "account_id", "object_id", "channel") == [
        ("ticket opened", "20", "5", "35", "mail"),
        ("ticket solved", "20", "5", "35", "mail"),
    ]


def test_a_salesforce_close_date_is_an_event_only_once_it_is_closed(tmp_path):
    text = (
        "Id,AccountId,Name,StageName,Amount,CloseDate,CreatedDate,IsClosed,IsWon\n"
        "o1,a1,Big,Closed Won,100,2024-03-01,2024-01-05T08:00:00Z,true,true\n"
        "o2,a1,Small,Proposal,50,2030-03-01,2024-01-06T08:00:00Z,false,false\n"
    )
    shape, events, _ = imported(tmp_path, text, "opportunity.csv")
    assert shape == "salesforce-opportunities"
    assert picked(events, "event", "account_id", "object_id") == [
        ("opportunity created", "a1", "o1"),
        ("opportunity won", "a1", "o1"),
        ("opportunity created", "a1", "o2"),
    ]


def test_crm_tables_of_people_accounts_and_stages(tmp_path):
    contacts = "Id,AccountId,FirstName,LastName,Email\nc1,a1,Ann,Lee,a@b.example\n"
    assert imported(tmp_path, contacts, "contact.csv")[0] == "salesforce-contacts"
    stages = "deal_id,value,date_entered,source\n7,qualified,2024-01-05T08:00:00Z,CRM\n7,won,2024-02-05T08:00:00Z,CRM\n"
    shape, events, _ = imported(tmp_path, stages, "deal_stage.csv")
    assert (shape, picked(events, "object_id", "event")) == ("hubspot-deal-stages", [("7", "qualified"), ("7", "won")])
    engagement = {
        "engagement": {"id": 3, "type": "CALL", "timestamp": 1709287195000},
        "associations": {"contactIds": [8], "companyIds": [1, 2]},
    }
    shape, events, _ = imported(tmp_path, json.dumps({"results": [engagement]}))
    assert (shape, picked(events, "event", "person_id", "account_id")) == ("hubspot-engagements", [("CALL", "8", None)])


OCEL = {
    "objectTypes": [{"name": "order", "attributes": []}],
    "eventTypes": [{"name": "pay", "attributes": []}],
    "objects": [
        {
            "id": "o1",
            "type": "order",
            "attributes": [
                {"name": "price", "time": "2024-01-01T00:00:00Z", "value": 10},
                {"name": "price", "time": "2024-06-01T00:00:00Z", "value": 12},
            ],
        },
        {"id": "c1", "type": "customer"},
    ],
    "events": [
        {
            "id": "e1",
            "type": "pay",
            "time": "2024-03-01T00:00:00Z",
            "attributes": [{"name": "by", "value": "card"}],
            "relationships": [{"objectId": "o1", "qualifier": "paid"}, {"objectId": "c1", "qualifier": "payer"}],
        },
        {"id": "e2", "type": "pay", "time": "2024-03-02T00:00:00Z"},
    ],
}


def test_ocel_events_are_rows_of_each_object_with_its_values_of_then(tmp_path):
    shape, events, _ = imported(tmp_path, json.dumps(OCEL, indent=1))
    assert shape == "ocel"
    assert picked(events, "event", "object_type", "object_id", "event_id") == [
        ("pay", "order", "o1", "e1/o1/paid"),
        ("pay", "customer", "c1", "e1/c1/payer"),
        ("pay", None, None, "e2"),
    ]
    assert json.loads(events[0]["properties"])["object:price"] == "10"


def test_a_table_that_only_shares_some_names_is_read_as_it_is(tmp_path):
    path = tmp_path / "x.jsonl"
    path.write_text(lines({"type": "note", "messageId": "1", "userId": "2"}))
    assert recognised(path).read.shape == ""


def test_an_unknown_layout_is_answered_with_the_known_ones(tmp_path):
    with pytest.raises(RolesError, match="Did you mean 'segment'"):
        open_table(tmp_path / "x", ReadOptions(shape="segmnt"))


TEXTS = [lines(CALL, PAGE), json.dumps(OCEL, indent=1), lines(stripe()), json.dumps({"batch": [CALL]})]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.sampled_from(TEXTS),
    edits=st.lists(st.tuples(st.floats(0, 0.999), st.text(max_size=3), st.integers(0, 30)), min_size=1, max_size=4),
)
def test_mutated_files_are_read_or_refused(tmp_path, text, edits):
    for place, put, drop in edits:
        at = int(place * len(text))
        text = text[:at] + put + text[at + drop :]
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8", errors="replace")
    try:
        table = recognised(path)
        row = 1
        for batch in table.batches():
            assert batch.first_row == row
            assert batch.table.column_names == list(table.columns)
            assert len(batch.row_numbers()) == batch.table.num_rows
            row += batch.rows
        propose(table)
    except InputError as error:
        assert error.message  # noqa: PT017
