"""Rows of people and accounts in canonical form: traits, members, and ids that are one person."""

from pathlib import Path

from canonical_rows import canonical


def test_columns_without_a_role_are_traits(tmp_path: Path) -> None:
    rows = "id,acc,mail,since,plan,size,note\nana,acme,a@x,2026-01-01,pro,,x\nben,,,,free,3,y"
    roles = (
        "{table: people, person_id: id, account_id: acc, valid_from: since, same_as: {person_id: [mail]}, drop: [note]}"
    )
    found = canonical(tmp_path, rows, roles)
    assert found.column("traits", "row", "kind", "id", "trait", "value", "valid_from") == [
        (1, "person", "ana", "plan", "pro", 1_767_225_600_000_000),
        (2, "person", "ben", "plan", "free", None),
        (2, "person", "ben", "size", "3", None),
    ]
    assert found.column("members", "row", "person_id", "account_id", "valid_from") == [
        (1, "ana", "acme", 1_767_225_600_000_000)
    ]
    assert found.column("aliases", "row", "person_id", "other_id") == [(1, "ana", "a@x")]


def test_traits_that_are_listed_are_the_only_ones(tmp_path: Path) -> None:
    found = canonical(tmp_path, "id,plan,size\nana,pro,3", "{table: accounts, account_id: id, traits: [size]}")
    assert found.column("traits", "kind", "id", "trait", "value") == [("account", "ana", "size", "3")]


def test_traits_belong_to_the_object_of_the_row_else_the_person(tmp_path: Path) -> None:
    rows = "m,t,s,result\nAAA,2013J,1,Pass\n,,2,Fail"
    found = canonical(
        tmp_path, rows, "{table: people, object_id: [m, t, s], object_type: enrolment, person_id: s, traits: [result]}"
    )
    assert found.column("traits", "kind", "object_type", "id", "value") == [
        ("object", "enrolment", "AAA-2013J-1", "Pass"),
        ("person", None, "2", "Fail"),
    ]


def test_rows_that_name_nobody_or_a_bad_time_are_rejected(tmp_path: Path) -> None:
    found = canonical(
        tmp_path,
        "id,since,plan\n,2026-01-01,pro\nana,soon,pro\nben,,pro",
        "{table: people, person_id: id, valid_from: since}",
    )
    assert found.rules() == [(1, "no-key"), (2, "bad-time")]
    assert found.column("traits", "row") == [3]
