"""Which engine computes path facts, and that nobody waits for the compiler."""

import os
import subprocess
import sys

import pytest

from wayline.errors import InputError
from wayline.paths import ready
from wayline.paths.engine import FOLD_FROM, engine

numba = pytest.importorskip("numba")

LOADS_IT = """
import sys
import wayline
workspace = wayline.init(sys.argv[1])
(workspace.folder / "maps" / "m.journey.yaml").write_text(
    "wayline: 1\\nmap: m\\ntitle: M\\nstages: [{id: s, title: S, steps: [{id: a, title: A, bind: {event: a}}]}]\\n"
)
wayline.measure(workspace, "m")
print("numba" in sys.modules)
"""


@pytest.fixture(autouse=True)
def no_kernels(tmp_path, monkeypatch):
    """A machine on which nothing is compiled."""
    monkeypatch.setenv("WAYLINE_KERNELS", str(tmp_path / "kernels"))
    monkeypatch.delenv("WAYLINE_ENGINE", raising=False)


def test_a_small_log_is_counted_by_sql_and_loads_no_compiler(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", LOADS_IT, str(tmp_path / "ws")], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def test_a_large_log_is_folded_once_the_kernels_are_there():
    ready.kernel_folder().mkdir(parents=True)
    ready.say_ready()
    assert (engine(FOLD_FROM - 1), engine(FOLD_FROM)) == ("sql", "fold")


def test_without_kernels_sql_counts_and_one_process_compiles(tmp_path, monkeypatch):
    compiler = tmp_path / "python"
    compiler.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\n')
    compiler.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(compiler))
    assert (engine(FOLD_FROM), engine(FOLD_FROM)) == ("sql", "sql")
    ready._compiling[-1].wait()
    assert (tmp_path / "asked").read_text() == "-m wayline.paths.fold.warm\n"


def test_a_process_that_never_finished_is_followed_by_another(tmp_path, monkeypatch):
    compiler = tmp_path / "python"
    compiler.write_text(f"#!/bin/sh\ntouch {tmp_path}/asked\n")
    compiler.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(compiler))
    started = ready.kernel_folder() / "started"
    started.parent.mkdir(parents=True)
    started.touch()
    os.utime(started, (0, 0))
    ready.prepare()
    ready._compiling[-1].wait()
    assert (tmp_path / "asked").exists()


@pytest.mark.parametrize("wanted", ["sql", "fold"])
def test_a_variable_overrules(wanted, monkeypatch):
    monkeypatch.setenv("WAYLINE_ENGINE", wanted)
    assert engine(1) == wanted


def test_an_unknown_engine_is_refused(monkeypatch):
    monkeypatch.setenv("WAYLINE_ENGINE", "spark")
    with pytest.raises(InputError, match="the engines are sql and fold"):
        engine(1)


def test_where_no_cache_can_be_written_kernels_go_among_temporary_files(tmp_path, monkeypatch):
    monkeypatch.delenv("WAYLINE_KERNELS")
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert ready.kernel_folder().parent.name.startswith("wayline-kernels-")
