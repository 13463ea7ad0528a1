"""What is no readable table is refused with what is there, what was expected and what to do."""

import gzip
import os
from pathlib import Path

import pytest

from wayline.errors import InputError
from wayline.sources.opening import open_table


def refused(path: Path) -> InputError:
    with pytest.raises(InputError) as raised:
        open_table(path)
    assert raised.value.hint or "cannot be opened" in raised.value.message
    return raised.value


def test_a_missing_file_is_answered_with_its_neighbours(tmp_path):
    (tmp_path / "orders.csv").write_text("a\n")
    error = refused(tmp_path / "order.csv")
    assert "does not exist" in error.message
    assert "orders.csv" in error.hint


def test_a_missing_folder_is_said(tmp_path):
    assert "does not exist either" in refused(tmp_path / "no" / "x.csv").hint


def test_a_folder_is_no_file(tmp_path):
    assert "is a folder" in refused(tmp_path).message


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs a device file")
def test_a_device_is_no_file():
    assert "no regular file" in refused(Path("/dev/zero")).message


def test_a_name_that_no_file_can_have(tmp_path):
    assert "cannot be opened" in refused(tmp_path / "a\0b").message


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("a\n")
    path.chmod(0)
    assert "may not be read" in refused(path).message


CONTENTS = {
    "is empty": b"",
    "nothing but empty lines": b"\n\n\r\n",
    "is no text": bytes(range(256)) * 20,
    "not an XLSX workbook": b"PK\x03\x04....[Content_Types].xml xl/workbook.xml",
    "a ZIP archive": b"PK\x03\x04....orders.csv",
    "an old Office file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "an XML file": b'<?xml version="1.0"?>\n<a/>',
    "an HTML page": b"<!DOCTYPE html>\n<html>",
    "a PDF file": b"%PDF-1.7",
    "an SQLite database": b"SQLite format 3\0",
    "compressed with Zstandard": b"\x28\xb5\x2f\xfd123",
    "Parquet file inside gzip": gzip.compress(b"PAR1 and more", mtime=0),
    "cut off": gzip.compress(b"a,b\n1,2\n", mtime=0)[:12],
    "never closed": b'"a,b\n1,2\n',
}


@pytest.mark.parametrize(("message", "content"), CONTENTS.items())
def test_contents_that_are_no_table(tmp_path, message, content):
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    assert message in refused(path).message


@pytest.mark.parametrize(
    ("name", "content", "format_"),
    [
        ("a.csv", b"a,b\n1,2\n", "csv"),
        ("a.unknown", b"a\tb\n1\t2\n", "tsv"),
        ("a", b'{"a": 1}\n{"a": 2}\n', "jsonl"),
        ("a.csv", b'{"a": 1}\n{"a": 2}\n', "jsonl"),
        ("a.csv", b"{a},{b}\n1,2\n", "csv"),
        ("a.txt", b'[{"a": 1}]', "json"),
        ("a.json", b'{"a": 1}\n{"a": 2}\n', "jsonl"),
        ("a.jsonl.gz", gzip.compress(b'{"a": 1}\n', mtime=0), "jsonl"),
        ("a.csv.gz", b"a,b\n1,2\n", "csv"),
    ],
)
def test_the_format_is_told_by_the_content(tmp_path, name, content, format_):
    path = tmp_path / name
    path.write_bytes(content)
    assert open_table(path).format == format_
