"""A foreign file of 50 MB is no map: it is refused in a moment and within little memory, whatever its suffix."""

import resource
import subprocess
import sys

import pytest

from command_line import environment

LIMIT = 600_000_000  # bytes of address space, most of which the interpreter and its libraries take
FILES = {
    "big.json": (b'{"a":[', b'{"text":"a card with words in it"},', b"1]}"),
    "big.mmd": (b"journey\n  title T\n  section S\n", b"    Do something: 3: Me\n", b""),
    "big.cjml": (b"<cjml>", b"<a>some words in an element</a>", b"</cjml>"),
    "big.csv": (b"lane,step one,step two\n", b"doing,a card,another card\n", b""),
    "big.journey.yaml": (b"wayline: 1\nmap: big\ncards:\n", b"  - {lane: doing, step: s1, text: words}\n", b""),
}
COMMANDS = [("convert", name, "-o", "out.journey.yaml") for name in FILES] + [("lint", "big.journey.yaml")]


def run(*words):
    bounded = f"import resource, sys; resource.setrlimit(resource.RLIMIT_AS, ({LIMIT}, {LIMIT}))"
    code = f"{bounded}; from wayline.cli.main import main; sys.exit(main({list(words)!r}))"
    begin = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False, env=environment()
    )
    end = resource.getrusage(resource.RUSAGE_CHILDREN)
    return said, end.ru_utime + end.ru_stime - begin.ru_utime - begin.ru_stime


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_fifty_megabytes_are_refused_at_once(tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    begin, unit, end = FILES[words[1]]
    (tmp_path / words[1]).write_bytes(begin + unit * (50_000_000 // len(unit)) + end)
    said, seconds = run(*words)
    assert said.returncode in (1, 2)
    assert "the file is larger than 10 MB" in said.stderr + said.stdout
    assert "Traceback" not in said.stderr
    assert seconds < 5
