"""A crash, an interruption or a full disk leaves the version before or the version after, and the next writer carries on."""

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from crash_writer import ROWS
from event_files import chunk, events_file, events_of, incoming, load, rows_of

from wayline.errors import WorkspaceError
from wayline.events.log import EventLog

KILLS = int(os.environ.get("WAYLINE_KILLS", "15"))
HERE = Path(__file__).parent
pytestmark = pytest.mark.skipif(os.name == "nt", reason="kills and limits are those of Unix")


def left(log):
    """What lies under the log beside the version that holds."""
    held = {path for paths in log.snapshot().files.values() for path in paths}
    found = {path for path in (log.folder / "tables").rglob("*.parquet") if "_delta_log" not in path.parts}
    return sorted(str(path) for path in [*(found - held), *log.folder.glob("staging-*"), *log.folder.glob("*.new")])


def is_whole(log):
    """Events and traits are those of the loads that hold, each place is taken once, and every code has its name."""
    counted = rows_of(log, "SELECT source, sum(accepted)::INT FROM {loads} GROUP BY source ORDER BY 1")
    stored = rows_of(log, "SELECT source, count(*)::INT FROM {events} GROUP BY source ORDER BY 1")
    places = rows_of(log, "SELECT count(DISTINCT arrival) = count(*) FROM {events}")
    nameless = rows_of(
        log, "SELECT count(*) FROM {events} e ANTI JOIN {names} n ON n.kind = 'person' AND n.no = e.person"
    )
    broken = [finding for finding in log.check() if finding.severity == "error"]
    return counted == stored and places == [(True,)] and nameless == [(0,)] and not broken


def started(program):
    program.stdin.write("go\n")
    program.stdin.flush()
    return int(program.stdout.readline())


def wait_for(log, version):
    give_up = time.monotonic() + 60
    while log.snapshot().version < version:
        time.sleep(0.01)
        assert time.monotonic() < give_up


def test_killed_at_any_moment_it_leaves_the_version_before_or_after(tmp_path):
    folder = tmp_path / "event-log"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(HERE), *sys.path])}
    moments = random.Random(7)  # noqa: S311
    log, versions = EventLog.open(folder), []
    with subprocess.Popen(
        [sys.executable, str(HERE / "crash_writer.py"), str(folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
    ) as program:  # fmt: skip
        for _ in range(KILLS):
            pid = started(program)
            wait_for(log, log.snapshot().version + moments.choice([0, 0, 1]))
            time.sleep(moments.uniform(0, 0.8))
            os.kill(pid, signal.SIGKILL)
            versions.append(log.snapshot().version)
            assert log.snapshot().version == 0 or is_whole(log)
        program.stdin.close()
    assert versions == sorted(versions)
    assert versions[-1] > versions[0]
    load(log, events_file(("last", 1, "view"), source="after"))
    assert (left(log), is_whole(log)) == ([], True)
    assert {count % ROWS for _, count in rows_of(log, "SELECT source, count(*) FROM {events} GROUP BY source")} == {
        0,
        1,
    }


@pytest.fixture
def loaded(log):
    load(log, events_file(("ana", 1, "view")))
    return log


def breaking(*, after):
    """Chunks that are interrupted after some of them."""
    for no in range(after):
        yield chunk([("ben", no, "view")])
    raise KeyboardInterrupt


def interrupt(*_):
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("file", "options"),
    [
        (lambda: incoming(breaking(after=2), content="x"), {}),
        (
            lambda: events_file(("ben", 2, "view")),
            {"progress": lambda step: interrupt() if step == "writing" else None},
        ),
        (lambda: events_file(("ben", 2, "view")), {"accept": interrupt}),
    ],
    ids=["reading", "writing", "written"],
)
def test_interrupted_it_leaves_the_version_before_and_no_files(loaded, file, options):
    with pytest.raises(KeyboardInterrupt):
        load(loaded, file(), **options)
    assert (loaded.snapshot().version, events_of(loaded), left(loaded)) == (1, [("ana", 1, "view")], [])
    assert load(loaded, events_file(("ben", 2, "view"))).version == 2


def test_a_writer_that_ended_between_the_delta_logs_and_the_pointer_is_undone(loaded):
    pointer = loaded.folder / "current.json"
    before = pointer.read_bytes()
    load(loaded, events_file(("lost", 2, "view")))
    pointer.write_bytes(before)
    (loaded.folder / "staging-1").mkdir()
    (loaded.folder / "staging-1" / "events-0.parquet").write_text("lost")
    assert events_of(loaded) == [("ana", 1, "view")]
    assert {finding.rule for finding in loaded.check()} == {"table", "leftover"}
    load(loaded, events_file(("cho", 3, "view")))
    assert (events_of(loaded), left(loaded)) == ([("ana", 1, "view"), ("cho", 3, "view")], [])
    assert {finding.rule for finding in loaded.check()} == {"table"}


def many(count, *, backwards=False):
    events = [(f"person {no}", count - no if backwards else no, "view") for no in range(count)]
    return incoming(chunk(events), source="many", content="many")


def test_a_file_that_the_system_does_not_let_grow_leaves_the_version_before(loaded):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, hard))
    try:
        with pytest.raises(WorkspaceError, match="The disk is full"):
            load(loaded, many(4_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (loaded.snapshot().version, events_of(loaded), left(loaded)) == (1, [("ana", 1, "view")], [])


@pytest.mark.parametrize(
    ("kilobytes", "backwards"), [(160, False), (300, False), (160, True), (600, True), (900, True)]
)
def test_a_full_disk_leaves_the_version_before(tmp_path, kilobytes, backwards):
    mount = shutil.which("mount")
    if not mount or os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run([mount, "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(disk)], check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        log = EventLog.open(disk / "event-log")
        load(log, events_file(("ana", 1, "view")))
        with pytest.raises(WorkspaceError, match="The disk is full"):
            load(log, many(12_000, backwards=backwards))
        assert (log.snapshot().version, events_of(log), left(log)) == (1, [("ana", 1, "view")], [])
        assert load(log, events_file(("ben", 2, "view"))).version == 2
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)
