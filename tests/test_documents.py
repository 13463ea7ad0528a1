"""YAML as plain data with places."""

import contextlib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wayline.documents import MAX_BYTES, decode, read_documents, read_text
from wayline.errors import InputError, MapError


def one(text):
    (document,) = read_documents(text)
    return document


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("yes", "yes"), ("no", "no"), ("on", "on"), ("Off", "Off"), ("true", True), ("False", False), ("null", None), ("~", None),
        ("2013-02-01", "2013-02-01"), ("2013-02-01 10:00:00", "2013-02-01 10:00:00"), ("12:30", "12:30"), ("007", "007"), ("0", 0),
        ("-5", -5), ("+5", 5), ("0x1F", "0x1F"), ("0o17", "0o17"), ("1_000", "1_000"), ("1e3", 1000.0), ("1.5", 1.5), (".5", 0.5),
        ("1e999", "1e999"), (".inf", ".inf"), (".nan", ".nan"), ("123456789012345678901", "123456789012345678901"), ("'12'", "12"),
        ('"true"', "true"), ("1.2.3", "1.2.3"), ("01.5", "01.5"), ("7d", "7d"), ("٣", "٣"), ("-", None),
    ],
)  # fmt: skip
def test_scalars_are_read_as_yaml_1_2_and_what_looks_like_an_id_stays_text(written, read):
    found = one(f"a: {written}").data["a"] if written != "-" else one("a:").data["a"]
    assert found == read
    assert type(found) is type(read)


def test_places_of_keys_and_values_count_from_one():
    document = one("map: trial\nstages:\n  - id: start\n    steps: [{id: a}, {id: b}]\n")
    assert document.place(("map",)) == (1, 6)
    assert document.place(("map",), key=True) == (1, 1)
    assert document.place(("stages", 0, "id")) == (3, 9)
    assert document.place(("stages", 0, "steps", 1, "id")) == (4, 27)
    assert document.place(("stages", 0, "steps", 1, "id"), key=True) == (4, 23)


def test_the_place_of_what_is_not_there_is_that_of_the_nearest_thing_around_it():
    document = one("a:\n  b: 1\n")
    assert document.place(("a", "missing", "deeper")) == (2, 3)
    assert document.place(("nothing",)) == (1, 1)
    assert document.source(("a", "missing")) == ""


def test_the_text_of_a_scalar_is_kept_as_written():
    document = one("a: 1.10\nb: 'x'\nc: [1e3]\nd: True")
    assert document.data == {"a": 1.1, "b": "x", "c": [1000.0], "d": True}
    assert [document.source(p) for p in (("a",), ("b",), ("c", 0), ("d",), ("c",))] == ["1.10", "x", "1e3", "True", ""]


def test_keys_are_text():
    assert one("{1: a, true: b, 2013-02-01: c, on: d}").data == {"1": "a", "true": "b", "2013-02-01": "c", "on": "d"}


def test_anchors_and_aliases_are_expanded():
    document = one("a: &x {k: [1, 2]}\nb: *x\n")
    assert document.data == {"a": {"k": [1, 2]}, "b": {"k": [1, 2]}}
    assert document.place(("b",)) == (2, 4)


def test_several_documents_and_none():
    assert [d.data for d in read_documents("a: 1\n---\nb: 2\n")] == [{"a": 1}, {"b": 2}]
    assert read_documents("") == ()
    assert read_documents("# only a comment\n") == ()


@pytest.mark.parametrize("text", ["\ufeffa: 1\nb: 2\n", "a: 1\r\nb: 2\r\n", "%YAML 1.1\n---\na: 1\nb: 2\n"])
def test_byte_order_mark_carriage_returns_and_directives_change_nothing(text):
    assert one(text).data == {"a": 1, "b": 2}


BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}]\n"
    for a, b in zip("abcdefg", "bcdefgh", strict=True)
)


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("a: [1, 2\nb: 3\n", "2:2", "not valid YAML"),
        ("a: b: c", "1:5", "not valid YAML"),
        ("a:\n\t- x", "2:1", "not valid YAML"),
        ("a: !!python/object:os.system x", "1:4", "tags are not allowed"),
        ("a: !secret x", "1:4", "tags are not allowed"),
        ("a: !!str x", "1:4", "tags are not allowed"),
        ("a: 1\nb: 2\na: 3", "3:1", "the key 'a' stands here twice; first on line 1"),
        ("[a, b]: 1", "1:1", "a key must be one plain name"),
        ("a: &x {b: *x}", "1:11", "stands inside itself"),
        ("a: *nowhere", "1:4", "has no anchor"),
        ("a: &x {b: 1}\nc: {<<: *x}", "2:5", "merge keys"),
        ("a: x\x00y", "1:5", r"control character U\+0000"),
        ('a: "x\\0y"', "1:4", r"control character U\+0000"),
        ('"\\ud800": 1', "1:1", r"control character U\+D800"),
        ('a: "\\UFFFFFFFF"', "1:1", "not valid YAML"),
        (BOMB, "6:8", "more than 200,000 values"),
        ("[" * 5000, "1:102", "more than 100 levels"),
        ("- " * 500, "1:203", "more than 100 levels"),
        ("a" * (MAX_BYTES + 1), "1:1", "larger than 10 MB"),
    ],
    ids=lambda value: value[:12],
)  # fmt: skip
def test_what_is_refused_is_named_with_its_place(text, place, said):
    with pytest.raises(MapError, match=said) as caught:
        read_documents(text, "my.journey.yaml", error=MapError)
    assert str(caught.value).startswith(f"my.journey.yaml:{place}: ")
    (finding,) = caught.value.findings
    assert f"{finding.line}:{finding.column}" == place


def test_aliases_may_not_stack_deeper_than_the_limit():
    nested = "[" * 60 + "]" * 60
    with pytest.raises(InputError, match="levels deep"):
        read_documents(f"a: &a {nested}\nb: {'[' * 60}*a{']' * 60}\n")


def test_bytes_that_are_not_utf_8_are_refused_with_their_place():
    with pytest.raises(InputError, match=r"f\.yaml:2:4: the file is not UTF-8"):
        decode(b"a: b\nc: \xe9\n", "f.yaml")


def test_a_file_is_read_and_a_missing_one_is_refused(tmp_path):
    file = tmp_path / "a.yaml"
    file.write_bytes(b"\xef\xbb\xbfa: \xc3\xa9\n")
    assert read_text(file) == "a: é\n"
    with pytest.raises(InputError, match="No such file"):
        read_text(tmp_path / "b.yaml")
    with pytest.raises(InputError, match="cannot be read"):
        read_text(tmp_path)


@given(st.one_of(st.text(), st.text(alphabet="{}[]:,-?&*!|>'\"#%@` \n\tab1<=\\~", max_size=60)))
@settings(max_examples=300, deadline=None)
@example("%YAML 9.9\n---\na")
@example("%TAG ! tag:x,2000:\n--- !a b")
@example('"\\UFFFFFFFF"')
@example('"\\ud800"')
@example("? ? ? ?")
def test_random_text_is_read_or_refused(text):
    with contextlib.suppress(InputError):
        read_documents(text)
