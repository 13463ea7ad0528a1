"""The same functions from Python: `import wayline` in a notebook."""

import json
import subprocess
import sys

import pytest

import wayline
from command_line import EVENTS, MAP, write


@pytest.fixture
def trial(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("WAYLINE_WORKSPACE", raising=False)
    workspace = wayline.init("w")
    write("w/maps/trial.journey.yaml", MAP)
    write("events.csv", EVENTS)
    wayline.import_files(workspace, ["events.csv"])
    return workspace


def test_every_public_name_is_there():
    for name in wayline.__all__:
        assert getattr(wayline, name) is not None
    assert set(wayline.__all__) <= set(dir(wayline))
    with pytest.raises(AttributeError):
        wayline.no_such_name  # noqa: B018


def test_a_notebook_measures_explains_and_keeps(trial):
    found = wayline.measure(trial, "trial", wayline.Asked(segment="plan"))
    assert found.plain()["segments"]["pro"]["subjects"] == 2
    assert "SELECT" in wayline.explain(trial, "trial", "sign-up", "reached").sql
    assert wayline.subjects(trial, "trial", "sign-up", "left").subjects == ("ben",)
    assert [stop.event for stop in wayline.path(trial, "ben")] == ["signup", "help", "cancel"]
    wayline.keep(trial, found, wayline.Asked())
    wayline.keep(trial, found, wayline.Asked())
    assert wayline.changes(trial, "trial").moved == ()
    assert wayline.render(trial, "trial", "map.html").file.is_file()
    assert not wayline.doctor(trial).is_broken


def test_the_view_of_an_analyst_stays_inside(trial):
    outside, inside = wayline.view(trial, "trial"), wayline.view(trial, "trial", inside=True)
    assert "130500" not in json.dumps(outside)
    assert json.dumps(outside) != json.dumps(inside)


def test_what_cannot_be_met_is_a_product_error_with_a_code(trial):
    for call, code in (
        (lambda: wayline.measure(trial, "nope"), "not-found"),
        (lambda: wayline.measure(trial, "trial", wayline.Asked(since="x")), "input"),
        (lambda: wayline.open_workspace("nowhere"), "workspace"),
        (lambda: wayline.import_files(trial, ["nowhere.csv"]), "input"),
    ):
        with pytest.raises(wayline.ProductError) as caught:
            call()
        assert caught.value.code == code


HEAVY = ("deltalake", "duckdb", "numba", "numpy", "pyarrow", "ruamel.yaml", "scipy")


def loaded_by(*words):
    """Which of the heavy packages a command loads."""
    code = f"import sys; from wayline.cli.main import main; main({list(words)!r}); print(*(m for m in {HEAVY!r} if m in sys.modules))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return said.stdout.splitlines()[-1].split()


def test_help_does_not_wait_for_the_parts_that_measure():
    assert loaded_by("--help") == []
    code = f"import sys, wayline; print(*(m for m in {HEAVY!r} if m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "\n"


def test_whoever_works_on_maps_does_not_wait_for_the_parts_that_measure(trial, tmp_path):
    at = ("--workspace", str(trial.folder))
    own = str(trial.folder / "maps" / "trial.journey.yaml")
    for words in (("lint", "trial", *at), ("templates", *at), ("new", "begun", *at), ("diff", own, own, *at)):
        assert loaded_by(*words) == ["ruamel.yaml"]


def test_measuring_and_reading_wait_for_nothing_that_writes_tables_or_compiles(trial):
    at = ("--workspace", str(trial.folder))
    assert loaded_by("sources", *at) == ["duckdb", "ruamel.yaml"]
    assert loaded_by("measure", "trial", *at) == ["duckdb", "numpy", "ruamel.yaml"]
    assert loaded_by("explain", "trial", "first-import", "reached", *at) == ["duckdb", "numpy", "ruamel.yaml"]
