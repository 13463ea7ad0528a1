"""Guides run: files and commands of a guide are taken from its page and used in an empty folder, in order."""

import re
import shlex
from pathlib import Path

import pytest

from wayline.cli.main import main

BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", ["README.md", "docs/how-to/first-map.md"])
def test_a_guide_runs_as_it_stands(
    page: str, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    blocks = BLOCK.findall((root / page).read_text(encoding="utf-8"))
    files = {name: text for _, name, text in blocks if name}
    commands = [line for language, _, text in blocks if language == "sh" for line in text.splitlines()]
    monkeypatch.chdir(tmp_path)
    for command in commands:
        status = run(command)
        assert status == 0, f"{command}\n{capsys.readouterr().err}"
        for name, text in files.items():  # the folders are there once the workspace is
            if (tmp_path / name).parent.is_dir():
                (tmp_path / name).write_text(text, encoding="utf-8")
    assert len(commands) >= 5


def run(command: str) -> int:
    """The exit status of a command line, run in this process."""
    program, *words = shlex.split(command)
    assert program == "wayline"
    try:
        return main(words)
    except SystemExit as stop:
        return int(stop.code or 0)
