"""What readers keep beside the event log: whole or not there, bounded, and gone with what is removed."""

import os
import subprocess
import sys

import numpy as np
import pytest
from event_files import events_file, load

from wayline.events import kept
from wayline.events.kept import drop_kept, mark_used, read_kept, still_has, write_kept
from wayline.events.log import EventLog

SOME = {"first": np.arange(1_000), "flags": np.zeros(3, np.uint8), "none": np.zeros(0, np.int32)}

WRITES = """
import resource, signal, sys
from pathlib import Path
import numpy as np
from wayline.events.kept import write_kept
log, name, number, most, action = sys.argv[1:]
if int(most):
    signal.signal(signal.SIGXFSZ, getattr(signal, action))
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(most), int(most)))
for _ in range(20):
    done = write_kept(Path(log), name, {}, {"a": np.full(200_000, int(number))}, lambda: True)
print(done)
"""


@pytest.fixture
def log(tmp_path):
    folder = tmp_path / "log"
    folder.mkdir()
    return folder


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def always():
    return True


def writer(log, number, most=0, action="SIG_IGN"):
    command = [sys.executable, "-c", WRITES, str(log), "x", str(number), str(most), action]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_what_was_kept_is_read_as_it_was(log):
    assert write_kept(log, "x", {"version": 7, "marked": [1, 2]}, SOME, always)
    found = read_kept(log, "x")
    assert found.head == {"version": 7, "marked": [1, 2]}
    assert {name: (array.dtype, array.tolist()) for name, array in found.arrays.items()} == {
        name: (array.dtype, array.tolist()) for name, array in SOME.items()
    }


def test_nothing_kept_is_nothing_read(log):
    assert read_kept(log, "x") is None


@pytest.mark.parametrize("place", [0, 20, 60, 200, 1_000, -1])
def test_a_file_with_one_wrong_byte_is_none(log, place):
    write_kept(log, "x", {"version": 7}, {"first": np.arange(1_000), "last": np.arange(8)}, always)
    path = log / "kept" / "x.kept"
    content = bytearray(path.read_bytes())
    content[place] ^= 0xFF
    path.write_bytes(content)
    assert read_kept(log, "x") is None


@pytest.mark.parametrize("length", [0, 10, 40, 300, 5_000])
def test_a_file_that_ends_too_soon_is_none(log, length):
    write_kept(log, "x", {"version": 7}, SOME, always)
    path = log / "kept" / "x.kept"
    path.write_bytes(path.read_bytes()[:length])
    assert read_kept(log, "x") is None


def test_what_no_longer_holds_is_not_kept(log):
    assert not write_kept(log, "x", {}, SOME, lambda: False)
    assert read_kept(log, "x") is None


def test_a_folder_that_cannot_be_written_keeps_nothing(log):
    (log / "kept").write_text("a file where the folder would be")
    assert not write_kept(log, "x", {}, SOME, always)


def test_a_disk_without_room_keeps_what_was_there(log):
    write_kept(log, "x", {}, {"a": np.arange(3)}, always)
    full = writer(log, 1, most=100_000)
    assert full.communicate()[0].strip() == "False"
    assert read_kept(log, "x").arrays["a"].tolist() == [0, 1, 2]
    assert names(log / "kept") == ["lock", "x.kept"]


def test_a_writer_that_is_killed_leaves_what_was_there_and_the_next_one_tidies_up(log):
    write_kept(log, "x", {}, {"a": np.arange(3)}, always)
    killed = writer(log, 1, most=100_000, action="SIG_DFL")
    killed.communicate()
    assert killed.returncode < 0
    assert (log / "kept" / "x.part").exists()
    assert read_kept(log, "x").arrays["a"].tolist() == [0, 1, 2]
    assert write_kept(log, "y", {}, SOME, always)
    assert names(log / "kept") == ["lock", "x.kept", "y.kept"]


def test_of_two_writers_at_once_one_is_read_whole(log):
    writers = [writer(log, 1), writer(log, 2)]
    for one in writers:
        one.communicate()
    assert set(read_kept(log, "x").arrays["a"].tolist()) in ({1}, {2})


def test_the_one_that_was_longest_not_used_is_dropped(log, monkeypatch):
    monkeypatch.setattr(kept, "MOST_BYTES", 25_000)
    for number, name in enumerate("abc"):
        write_kept(log, name, {}, SOME, always)
        os.utime(log / "kept" / f"{name}.kept", (number, number))
        if name == "b":
            mark_used(log, "a")
    assert [name for name in "abc" if read_kept(log, name)] == ["a", "c"]


def test_what_is_too_large_is_not_kept(log, monkeypatch):
    monkeypatch.setattr(kept, "MOST_BYTES", 10_000)
    assert not write_kept(log, "x", {}, SOME, always)


@pytest.mark.parametrize("remove", [lambda log: log.erase("ann"), lambda log: log.remove_source("shop")])
def test_a_removal_takes_everything_that_was_kept(log, remove):
    events = EventLog.open(log)
    load(events, events_file(("ann", 1, "visit"), ("ben", 2, "visit")))
    parts = {"events": frozenset(part.name for part in events.snapshot().parts("events"))}
    assert write_kept(log, "x", {}, SOME, lambda: still_has(log, parts))
    remove(events)
    assert names(log / "kept") == ["lock"]
    # whoever read the version before keeps nothing of it afterwards
    assert not write_kept(log, "x", {}, SOME, lambda: still_has(log, parts))


def test_dropping_where_nothing_is_kept_is_nothing(log):
    drop_kept(log)
    assert names(log) == []


def test_doctor_says_what_is_kept(log):
    events = EventLog.open(log)
    load(events, events_file(("ann", 1, "visit")))
    write_kept(log, "x", {}, SOME, always)
    (found,) = [finding for finding in events.check() if finding.rule == "kept"]
    assert found.count == 1
    assert found.severity == "info"
