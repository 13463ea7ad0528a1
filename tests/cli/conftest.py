"""A command line, and a workspace in the current folder."""

import os

import pytest

from command_line import EVENTS, MAP, CommandLine, write
from database_server import postgres, shop  # noqa: F401


@pytest.fixture
def wayline(capsys, monkeypatch, tmp_path):
    monkeypatch.delenv("WAYLINE_WORKSPACE", raising=False)
    monkeypatch.delenv("WAYLINE_DEBUG", raising=False)
    monkeypatch.chdir(tmp_path)
    return CommandLine(capsys)


@pytest.fixture
def workspace(wayline, tmp_path):
    """An empty workspace; it is the current folder."""
    folder = tmp_path / "w"
    wayline.done("init", folder)
    os.chdir(folder)
    return folder


@pytest.fixture
def trial(wayline, workspace):
    """The worked example of the contract, imported without a roles file."""
    write("maps/trial.journey.yaml", MAP)
    wayline.load("events.csv", EVENTS)
    return workspace
