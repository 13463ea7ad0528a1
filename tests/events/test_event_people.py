"""Traits, memberships and joined ids: what is added, from when it holds, who is one person."""

from event_files import chunk, events_file, incoming, load, rows_of
from hypothesis import given
from hypothesis import strategies as st

from wayline.events.identity import Joined


def people(*rows, content=None, source="crm", **tables):
    """`rows` are (id, trait, value) or (id, trait, value, valid_from)."""
    traits = [
        {
            "row": no,
            "kind": "person",
            "id": row[0],
            "trait": row[1],
            "value": row[2],
            "valid_from": row[3] if len(row) > 3 else None,
        }
        for no, row in enumerate(rows, 1)
    ]
    return incoming(chunk(traits=traits, **tables), kind="people", source=source, content=content, file="people.csv")


def aliases(*pairs, **options):
    rows = [{"row": no, "person_id": one, "other_id": other} for no, (one, other) in enumerate(pairs, 1)]
    return incoming(
        chunk(aliases=rows), kind="people", source=options.pop("source", "crm"), file="people.csv", **options
    )


def traits_of(log):
    return rows_of(
        log,
        "SELECT n.name, t.trait, t.value, t.valid_from FROM {traits} t JOIN {names} n ON n.kind = t.kind AND n.no = t.no"
        " ORDER BY n.name, t.trait, t.valid_from NULLS FIRST, t.arrival",
    )


def canonical_of(log):
    return rows_of(
        log,
        "SELECT p.name, c.name FROM (SELECT person, arg_max(canonical, load) AS canonical FROM {identities} GROUP BY person) i"
        " JOIN {names} p ON p.kind = 'person' AND p.no = i.person JOIN {names} c ON c.kind = 'person' AND c.no = i.canonical ORDER BY 1",
    )


def test_the_first_known_value_holds_always_and_a_change_from_its_receipt(log):
    load(log, people(("ana", "plan", "free"), ("ben", "plan", "free")), received_at=1_000)
    report = load(log, people(("ana", "plan", "pro"), ("ben", "plan", "free")), received_at=2_000)
    file = report.files[0]
    assert (file.rows, file.accepted, file.rejected, file.skipped) == (2, 1, 0, 1)
    assert traits_of(log) == [
        ("ana", "plan", "free", None),
        ("ana", "plan", "pro", 2_000),
        ("ben", "plan", "free", None),
    ]


def test_a_dated_value_holds_from_its_date_and_is_added_once(log):
    load(log, people(("ana", "plan", "free", 10), ("ana", "plan", "pro", 20)))
    report = load(log, people(("ana", "plan", "free", 10), ("ana", "plan", "pro", 20), ("ana", "plan", "team", 30)))
    assert (report.files[0].accepted, report.files[0].skipped) == (1, 2)
    assert traits_of(log) == [("ana", "plan", "free", 10), ("ana", "plan", "pro", 20), ("ana", "plan", "team", 30)]


def test_of_several_values_in_one_file_the_last_counts(log):
    report = load(log, people(("ana", "plan", "free"), ("ana", "plan", "pro")))
    assert (report.files[0].accepted, report.files[0].skipped) == (1, 1)
    assert traits_of(log) == [("ana", "plan", "pro", None)]


def test_a_value_that_changes_back_is_a_change(log):
    for at, value in ((1_000, "free"), (2_000, "pro"), (3_000, "free")):
        load(log, people(("ana", "plan", value), content=str(at)), received_at=at)
    assert traits_of(log) == [
        ("ana", "plan", "free", None),
        ("ana", "plan", "pro", 2_000),
        ("ana", "plan", "free", 3_000),
    ]


def test_what_two_sources_say_stays_when_one_is_taken_out(log):
    load(log, people(("ana", "plan", "pro"), source="crm"))
    load(log, people(("ana", "plan", "pro"), source="billing"), received_at=2_000)
    log.remove_source("crm")
    assert traits_of(log) == [("ana", "plan", "pro", None)]


def test_traits_may_belong_to_accounts_objects_and_sessions(log):
    rows = [
        {"row": 1, "kind": "account", "id": "acme", "trait": "size", "value": "big"},
        {"row": 2, "kind": "object", "object_type": "order", "id": "7", "trait": "state", "value": "paid"},
        {"row": 3, "kind": "session", "id": "s1", "trait": "device", "value": "phone"},
    ]
    load(log, incoming(chunk(traits=rows), kind="people"))
    assert rows_of(log, "SELECT kind, no, trait, value FROM {traits} ORDER BY arrival") == [
        ("account", 0, "size", "big"),
        ("object", 0, "state", "paid"),
        ("session", 0, "device", "phone"),
    ]


def test_a_member_who_changes_the_account_without_a_date_belongs_to_it_from_the_receipt(log):
    def members(account):
        rows = [{"row": 1, "person_id": "ana", "account_id": account}]
        return incoming(chunk(members=rows), kind="people", source="crm", content=account)

    for at, account in ((1_000, "acme"), (2_000, "beta")):
        load(log, members(account), received_at=at)
    assert rows_of(log, "SELECT person, account, valid_from FROM {members} ORDER BY load") == [
        (0, 0, None),
        (0, 1, 2_000),
    ]


def test_ids_that_are_one_person_stand_under_the_smallest_code(log):
    load(log, events_file(("cookie-1", 1, "view"), ("ana@x", 2, "buy"), ("crm-7", 3, "call")))
    report = load(log, aliases(("crm-7", "ana@x"), ("ana@x", "cookie-1"), ("crm-8", "lost")))
    assert canonical_of(log) == [("ana@x", "cookie-1"), ("crm-7", "cookie-1"), ("lost", "crm-8")]
    (finding,) = [finding for finding in report.files[0].findings if finding.rule == "match-rate"]
    assert finding.message == (
        "2 of 3 ids in same_as (66.7%) occur in the event log; the other 1 are kept as subjects of their own."
    )


def test_two_components_that_a_later_load_joins_become_one(log):
    load(log, aliases(("a", "b")))
    load(log, aliases(("c", "d")))
    load(log, aliases(("d", "b")))
    assert canonical_of(log) == [("b", "a"), ("c", "a"), ("d", "a")]
    assert load(log, aliases(("a", "b"), ("c", "d"), ("d", "b"))).files[0].skipped == 3


def test_taking_out_a_source_takes_out_its_joins_and_no_others(log):
    load(log, aliases(("a", "b"), source="crm"))
    load(log, aliases(("b", "c"), source="app"))
    load(log, aliases(("c", "d"), source="shop"))
    log.remove_source("app")
    assert canonical_of(log) == [("b", "a"), ("d", "c")]


pairs_strategy = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=15)


@given(pairs=pairs_strategy, cut=st.integers(0, 15))
def test_joins_give_connected_components_however_they_come(pairs, cut):
    first = Joined({})
    for one, other in pairs[:cut]:
        first.join(one, other)
    second = Joined(first.canonical | first.changes())
    for one, other in pairs[cut:]:
        second.join(one, other)
    canonical = second.canonical | second.changes()
    groups = [{node} for node in range(10)]
    for one, other in pairs:
        merged = next(group for group in groups if one in group) | next(group for group in groups if other in group)
        groups = [group for group in groups if not group & merged] + [merged]
    assert {node: canonical.get(node, node) for node in range(10)} == {
        node: min(group) for group in groups for node in group
    }
