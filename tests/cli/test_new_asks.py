"""`wayline new` asks in a terminal and never elsewhere; `wayline templates` lists and shows what there is."""

import json
import os
import pty
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from wayline.cli.main import main
from wayline.files.journey import load_map, read_map
from wayline.workspace.folder import init

INTERRUPT = None
COMMAND = [sys.executable, "-m", "wayline.cli.main"]


@pytest.fixture
def folder(tmp_path):
    return init(tmp_path / "w").folder


def reply(process, screen, answer):
    """Type an answer; INTERRUPT is what Ctrl-C sends."""
    if answer is INTERRUPT:
        process.send_signal(signal.SIGINT)
    else:
        os.write(screen, answer)


def in_terminal(words, answers):
    """Run the command in a real terminal, give one answer a question, and return the exit status and all that was shown."""
    screen, theirs = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, *words],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        # in the background of a shell interrupts are ignored, and a child inherits that
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 (no threads run here)
    )
    os.close(theirs)
    shown, waiting = "", list(answers)
    while select.select([screen], [], [], 20)[0]:
        try:
            part = os.read(screen, 4096).decode()
        except OSError:
            break
        shown += part
        if waiting and part.endswith(("? ", "] ")):
            reply(process, screen, waiting.pop(0))
    os.close(screen)
    return process.wait(), shown


def test_a_terminal_is_asked_and_the_answers_stand_in_the_map(folder):
    answers = [b"\n", b"A busy week\n", b"\n", b"the end\n", b"I am done by \x1b[Afive\n", b"us\n"]
    status, shown = in_terminal(["new", "mine", "--template", "renewal", "--workspace", str(folder)], answers)
    found = load_map(folder / "maps" / "mine.journey.yaml")
    assert status == 0
    assert "Who is this about? [economic-buyer]" in shown
    assert "What does success mean to them, in their words?" in shown
    assert (found.persona, found.scenario.name, found.scenario.starts) == (
        "economic-buyer",
        "A busy week",
        "I notice the date",
    )
    assert (found.scenario.ends, found.success[0].says, found.owner.team) == ("the end", "I am done by [Afive", "us")


def test_the_end_of_input_keeps_the_rest_and_an_interrupt_writes_nothing(folder):
    status, _ = in_terminal(["new", "ended", "--workspace", str(folder)], [b"Nora\n", b"\x04"])
    assert (status, load_map(folder / "maps" / "ended.journey.yaml").persona) == (0, "nora")
    status, shown = in_terminal(["new", "broken-off", "--workspace", str(folder)], [b"Nora\n", INTERRUPT])
    assert (status, "interrupted" in shown) == (130, True)
    assert sorted(path.name for path in (folder / "maps").iterdir()) == ["ended.journey.yaml"]


@pytest.mark.parametrize("option", ["--quiet", "--json"])
def test_a_terminal_that_wants_quiet_or_json_is_not_asked(folder, option):
    status, shown = in_terminal(["new", "mine", option, "--workspace", str(folder)], [])
    assert (status, "?" in shown) == (0, False)


def test_a_script_is_never_asked(folder, capsys):
    result = subprocess.run(
        [*COMMAND, "new", "mine", "--workspace", str(folder)], input=b"x\n" * 9, capture_output=True, check=False
    )
    assert (result.returncode, b"?" in result.stdout + result.stderr) == (0, False)
    assert load_map(folder / "maps" / "mine.journey.yaml").persona == ""
    assert main(["new", "mine", "--template", "nothing", "--workspace", str(folder)]) == 2
    said = capsys.readouterr()
    assert "there is no template 'nothing'" in said.err
    assert "saas-onboarding" in said.err


def test_templates_are_listed_and_shown(capsys):
    assert main(["templates", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)["templates"]
    assert {
        "name": "renewal",
        "kind": "map",
        "about": "the half year before a contract ends, by the person who pays",
    } in listed
    assert main(["templates"]) == 0
    assert all(one["name"] in capsys.readouterr().out for one in listed[:1])
    assert main(["templates", "renewal"]) == 0
    assert read_map(capsys.readouterr().out).id == "renewal"
    assert main(["templates", "renewal", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["content"]["map"] == "renewal"


def test_an_unknown_template_to_show_ends_with_the_nearest(capsys):
    assert main(["templates", "renewall"]) == 2
    assert "Did you mean 'renewal'?" in capsys.readouterr().err


def test_lint_reads_the_settings_of_the_workspace(folder, capsys):
    main(["new", "mine", "-q", "--workspace", str(folder)])
    (folder / "wayline.toml").write_text('wayline = 1\n[lint]\nno-owner = "error"\n')
    capsys.readouterr()
    assert main(["lint", "mine", "--workspace", str(folder)]) == 1
    assert "error: nobody answers for this map" in capsys.readouterr().out
    assert Path(folder / "maps" / "mine.journey.yaml").is_file()
