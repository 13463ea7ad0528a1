"""A text arrives in UTF-8 whatever it was in; what was guessed or repaired is said."""

import pytest

from wayline.errors import InputError
from wayline.sources.opening import open_table
from wayline.sources.raw import ReadOptions

GERMAN = "id;name\n1;Zürich\n2;Müller & Söhne\n"
RUSSIAN = "id;name\n1;Привет\n2;Москва и область\n"
JAPANESE = "id;name\n1;東京です\n2;こんにちは\n"
CHINESE = "id;name\n1;北京大学\n2;上海市人民\n"


def read(tmp_path, content: bytes, **options: str):
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    table = open_table(path, ReadOptions(**options))
    return table, [tuple(row.values()) for batch in table.batches() for row in batch.table.to_pylist()]


def expected(text: str) -> list[tuple[str, ...]]:
    return [tuple(line.split(";")) for line in text.splitlines()[1:]]


@pytest.mark.parametrize(
    ("text", "written", "found"),
    [
        (GERMAN, "utf-8", "utf-8"),
        (GERMAN, "utf-8-sig", "utf-8"),
        (GERMAN, "utf-16", "utf-16-le"),
        (GERMAN, "utf-16-le", "utf-16-le"),
        (GERMAN, "utf-16-be", "utf-16-be"),
        (GERMAN, "utf-32", "utf-32-le"),
        (GERMAN, "cp1252", "cp1252"),
        (GERMAN, "cp850", "cp850"),
        (GERMAN, "mac-roman", "mac-roman"),
        (RUSSIAN, "cp1251", "cp1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (JAPANESE, "shift_jis", "shift_jis"),
        (JAPANESE, "euc_jp", "euc_jp"),
        (CHINESE, "gb18030", "gb18030"),
    ],
)
def test_encodings_are_found_by_mark_or_trial(tmp_path, text, written, found):
    table, rows = read(tmp_path, text.encode(written))
    assert (table.read.encoding, rows) == (found, expected(text))


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "cp1250", "utf-16", "utf-8", "UTF_8", "big5", "cp037"])
def test_a_given_encoding_is_used(tmp_path, encoding):
    text = "a;b\n1;x\n" if encoding in ("big5", "cp037") else "a;b\n1;ä\n"
    table, rows = read(tmp_path, text.encode(encoding), encoding=encoding)
    assert rows == expected(text)
    assert "assumed-encoding" not in [finding.rule for finding in table.findings]


def test_a_mark_wins_over_the_given_encoding_and_that_is_said(tmp_path):
    table, rows = read(tmp_path, GERMAN.encode("utf-8-sig"), encoding="cp1252")
    assert rows == expected(GERMAN)
    assert "encoding-mark" in [finding.rule for finding in table.findings]


def test_invalid_bytes_are_read_as_cp1252_counted_and_placed(tmp_path):
    table, rows = read(tmp_path, b"a;b\n1;\xc3\xa9\n2;\xe9\n3;\x81\x80\n", encoding="utf-8")
    assert rows == [("1", "é"), ("2", "é"), ("3", "\x81€")]
    (finding,) = [finding for finding in table.findings if finding.rule == "invalid-bytes"]
    assert (finding.severity, finding.count, finding.line) == ("warning", 3, 3)


def test_distinct_invalid_ids_stay_distinct(tmp_path):
    _, rows = read(tmp_path, b"id;x\nM\xfcller;1\nM\xf6ller;2\n", encoding="ascii")
    assert [row[0] for row in rows] == ["Müller", "Möller"]


def test_an_invalid_byte_far_into_the_file_is_repaired(tmp_path):
    table, rows = read(tmp_path, b"a;b\n" + b"1;2\n" * 500_000 + b"3;\xfc\n")
    assert (len(rows), rows[-1]) == (500_001, ("3", "ü"))
    assert [finding.line for finding in table.findings if finding.rule == "invalid-bytes"] == [500_002]


def test_half_a_character_of_utf16_at_the_end_is_refused(tmp_path):
    with pytest.raises(InputError, match="not utf-16-le text"):
        read(tmp_path, GERMAN.encode("utf-16") + b"x")


@pytest.mark.parametrize("name", ["klingon", "base64", "rot13", "undefined", "\0"])
def test_what_is_no_encoding_of_text_is_refused(tmp_path, name):
    with pytest.raises(InputError, match="is unknown"):
        read(tmp_path, b"a,b\n", encoding=name)
