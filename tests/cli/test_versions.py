"""`wayline diff` and `wayline merge`, also as git calls them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from wayline.cli.main import main

MAP = """# our shop
wayline: 1
map: shop
title: I buy shoes
stages:
  - id: buy
    steps:
      - {id: find, title: I find them, bind: {event: view}}   # the search page
      - {id: pay, title: I pay, bind: {event: pay}}
cards:
  - {lane: feeling, step: pay, valence: -1}
"""


def changed(old, new, text=MAP):
    assert old in text
    return text.replace(old, new)


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a.journey.yaml").write_text(MAP, encoding="utf-8")


def wayline(capsys, *words):
    status = main(list(words))
    said = capsys.readouterr()
    return status, said.out, said.err


# -- diff --------------------------------------------------------------------------------------------------------------


def test_diff_tells_two_files_apart_by_meaning(capsys):
    Path("b.journey.yaml").write_text(changed("valence: -1", "valence: 1"), encoding="utf-8")
    assert wayline(capsys, "diff", "a.journey.yaml", "b.journey.yaml") == (0, "emotion at I pay -1 → +1\n", "")
    assert wayline(capsys, "diff", "a.journey.yaml", "b.journey.yaml", "--exit-code")[0] == 1
    status, out, _ = wayline(capsys, "diff", "a.journey.yaml", "b.journey.yaml", "--json")
    found = json.loads(out)
    assert status == 0
    assert found["different"] is True
    assert [one["text"] for one in found["sentences"]] == ["emotion at I pay -1 → +1"]
    assert found["changes"] == [
        {"op": "set", "at": ["cards", {"lane": "feeling", "step": "pay"}, "valence"], "value": 1, "was": -1}
    ]


def test_layout_and_comments_are_no_difference(capsys):
    Path("b.journey.yaml").write_text(changed("# our shop\n", ""), encoding="utf-8")
    assert wayline(capsys, "diff", "a.journey.yaml", "b.journey.yaml", "--exit-code") == (
        0,
        "No difference in meaning.\n",
        "",
    )


def test_a_future_map_is_compared_with_the_one_it_is_based_on(capsys):
    future = changed(
        "title: I buy shoes",
        "title: I buy shoes\nstate: future\nbased_on: a",
        changed("title: I pay", "title: I pay later"),
    )
    Path("b.journey.yaml").write_text(future, encoding="utf-8")
    assert wayline(capsys, "diff", "b.journey.yaml")[1].splitlines() == [
        "state: nothing → future",
        "base: nothing → a",
        "title of step I pay later: “I pay” → “I pay later”",
    ]


REFUSED = [
    (["diff", "a.journey.yaml", "none.yaml"], "there is no file none.yaml"),
    (["diff", "a.journey.yaml", "broken.yaml"], "broken.yaml"),
    (["diff", "a.journey.yaml", "HEAD:a.journey.yaml"], "git has no HEAD:a.journey.yaml"),
    (["diff"], "which maps?"),
    (["diff", "a.journey.yaml"], "is based on no other map"),
    (["merge", "a.journey.yaml", "a.journey.yaml", "broken.yaml", "-o", "o.yaml"], "broken.yaml"),
    (["merge", "a.journey.yaml", "a.journey.yaml", "a.journey.yaml", "-o", "no/o.yaml"], "cannot write no/o.yaml"),
]


@pytest.mark.parametrize(("command", "said"), REFUSED)
def test_what_cannot_be_compared_is_refused_in_words(command, said, capsys):
    Path("broken.yaml").write_text("wayline: 1\nmap: x\nstepz: []\n", encoding="utf-8")
    status, out, err = wayline(capsys, *command)
    assert (status, out) == (2, "")
    assert said in err
    assert not Path("o.yaml").exists()


def test_with_data_in_the_workspace_a_changed_binding_says_how_many_customers_it_has(capsys):
    rows = [f"c{n},2026-01-0{1 + n % 9}T08:00:00Z,{event}" for n in range(50) for event in ("view", "pay")]
    rows += [f"c{n},2026-02-01T08:00:00Z,paid" for n in range(44)]
    Path("events.csv").write_text("\n".join(["customer,when,what", *rows]), encoding="utf-8")
    assert main(["init", "-q"]) == 0
    assert main(["import", "events.csv", "-q"]) == 0
    Path("maps/a.journey.yaml").write_text(MAP, encoding="utf-8")
    Path("maps/b.journey.yaml").write_text(changed("{event: pay}", "{event: paid}"), encoding="utf-8")
    capsys.readouterr()
    assert wayline(capsys, "diff", "a", "b")[1] == (
        "binding of I pay changed: 12 % fewer customers (50 → 44); event pay → event paid\n"
    )
    assert (
        json.loads(wayline(capsys, "diff", "a", "b", "--json")[1])["sentences"][0]["effect"]
        == "12 % fewer customers (50 → 44)"
    )


# -- merge -------------------------------------------------------------------------------------------------------------


def merged(capsys, ours, theirs, *options, base=MAP):
    for name, text in (("base", base), ("ours", ours), ("theirs", theirs)):
        Path(f"{name}.yaml").write_bytes(text.encode())
    status, out, err = wayline(capsys, "merge", "base.yaml", "ours.yaml", "theirs.yaml", "-o", "o.yaml", *options)
    return status, out, err, Path("o.yaml").read_bytes().decode()


def test_both_edits_are_in_the_file_and_comments_and_layout_of_ours_stay(capsys):
    ours = changed("# our shop", "# our own shop")
    ours = changed("title: I pay", "title: I check out", ours).replace("\n", "\r\n")
    status, _, _, text = merged(capsys, ours, changed("valence: -1", "valence: 1"))
    assert status == 0
    assert text == changed("valence: -1", "valence: 1", ours)


def test_a_conflict_keeps_ours_in_the_file_and_ends_with_one(capsys):
    ours, theirs = changed("I pay", "I check out"), changed("I pay", "I order", changed("valence: -1", "valence: 1"))
    status, _, err, text = merged(capsys, ours, theirs)
    assert status == 1
    assert text == changed("valence: -1", "valence: 1", ours)
    assert err == (
        "conflict: stages › #buy › steps › #pay › title: both changed it: "
        "base “I pay”, ours “I check out”, theirs “I order”; ours was kept\n"
    )
    status, out, err, _ = merged(capsys, ours, theirs, "--json")
    assert (status, err) == (1, "")
    assert json.loads(out)["conflicts"] == [
        {
            "at": ["stages", "#buy", "steps", "#pay", "title"],
            "reason": "changed",
            "base": "I pay",
            "ours": "I check out",
            "theirs": "I order",
        }
    ]


def test_edits_that_are_right_alone_and_wrong_together_are_a_conflict(capsys):
    theirs = MAP + "  - {lane: pains, step: find, text: Too many}\n"
    status, _, err, _ = merged(capsys, changed(MAP.splitlines()[7] + "\n", ""), theirs)
    assert status == 1
    assert "conflict: both together: line 11: there is no step 'find'" in err


def test_an_unchanged_side_leaves_the_other_byte_for_byte(capsys):
    other = changed("# the search page", "# or the start page", changed("I pay", "I check out"))
    assert merged(capsys, MAP, other)[3] == other
    assert merged(capsys, other, MAP)[3] == other


def test_comments_that_only_theirs_has_are_told(capsys):
    status, _, err, _ = merged(capsys, changed("I pay", "I check out"), f"# new\n{changed('-1', '1')}")
    assert (status, err) == (0, "note: 1 comment line(s) of THEIRS were not carried over, the first: # new\n")


def test_without_a_base_both_maps_are_joined(capsys):
    status, _, err, text = merged(capsys, MAP, changed("I pay", "I order"), base="")
    assert (status, text) == (1, MAP)
    assert "both added it: base has none" in err


# -- git ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def repository(tmp_path, root_of_source):
    """A git repository with the driver and the textconv of the guide, and a `wayline` on its path."""
    program = tmp_path / "bin" / "wayline"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m wayline.cli.main "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    folder = tmp_path / "repository"
    (folder / "maps").mkdir(parents=True)
    settings = {
        "PATH": f"{program.parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(root_of_source),
        "HOME": str(tmp_path),
        "GIT_CONFIG_NOSYSTEM": "1",
    }

    def git(*words, check=True):
        done = subprocess.run(
            ["git", *words], cwd=folder, env={**os.environ, **settings}, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0 or not check, done.stderr
        return done

    git("init", "-q", "-b", "main")
    for key, value in (
        ("user.name", "Ana"),
        ("user.email", "ana@example.org"),
        ("merge.wayline.name", "journey maps by meaning"),
        ("merge.wayline.driver", "wayline merge %O %A %B -o %A"),
        ("diff.wayline.textconv", "wayline diff --textconv"),
    ):
        git("config", key, value)
    (folder / ".gitattributes").write_text("*.journey.yaml merge=wayline diff=wayline\n", encoding="utf-8")
    commit(git, folder, MAP)
    return git, folder


@pytest.fixture
def root_of_source():
    return Path(__file__).parents[2] / "src"


def commit(git, folder, text):
    (folder / "maps" / "shop.journey.yaml").write_text(text, encoding="utf-8")
    git("add", "-A")
    git("commit", "-qm", "map")


def branches(git, folder, ours, theirs):
    git("checkout", "-qb", "other")
    commit(git, folder, theirs)
    git("checkout", "-q", "main")
    commit(git, folder, ours)
    return git("merge", "-q", "--no-edit", "other", check=False)


def test_git_joins_two_branches_that_edit_neighbouring_lines(repository):
    git, folder = repository
    done = branches(git, folder, changed("I find them", "I search"), changed("I pay", "I check out"))
    assert done.returncode == 0, done.stderr
    text = (folder / "maps" / "shop.journey.yaml").read_text(encoding="utf-8")
    assert text == changed("I find them", "I search", changed("I pay", "I check out"))


def test_git_stops_where_both_branches_changed_one_title(repository):
    git, folder = repository
    done = branches(git, folder, changed("I pay", "I order"), changed("I pay", "I check out"))
    assert done.returncode == 1
    assert "conflict: stages › #buy › steps › #pay › title" in done.stderr
    assert git("status", "--porcelain").stdout == "UU maps/shop.journey.yaml\n"
    assert (folder / "maps" / "shop.journey.yaml").read_text(encoding="utf-8") == changed("I pay", "I order")


def test_git_shows_a_difference_in_words(repository):
    git, folder = repository
    (folder / "maps" / "shop.journey.yaml").write_text(
        changed("valence: -1", "valence:  1", changed("# our shop\n", "")), encoding="utf-8"
    )
    shown = git("diff", "--unified=0").stdout.splitlines()
    assert [line for line in shown if line[0] in "+-" and line[:3] not in ("+++", "---")] == [
        "-  valence: -1",
        "+  valence: 1",
    ]


def test_a_revision_is_read_from_git(repository, monkeypatch, capsys):
    git, folder = repository
    commit(git, folder, changed("I pay", "I order"))
    monkeypatch.chdir(folder)
    told = (0, "title of step I order: “I pay” → “I order”\n", "")
    assert wayline(capsys, "diff", "HEAD~1:maps/shop.journey.yaml", "maps/shop.journey.yaml") == told
    monkeypatch.chdir(folder / "maps")
    assert wayline(capsys, "diff", "HEAD~1:shop.journey.yaml", "shop.journey.yaml") == told
