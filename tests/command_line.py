"""The command line as a person or a script uses it: words in, exit code and two streams out. And the worked example of the contract."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

import wayline
from wayline.cli.main import main

EVENTS = """customer,when,what,plan
ana,2026-01-01T09:00:00Z,signup,pro
ana,2026-01-02T09:00:00Z,import,pro
ana,2026-01-02T10:00:00Z,import,pro
ana,2026-01-05T09:00:00Z,report,pro
ben,2026-01-01T10:00:00Z,signup,free
ben,2026-01-03T10:00:00Z,help,free
ben,2026-01-04T10:00:00Z,cancel,free
cho,2026-01-02T08:00:00Z,signup,pro
cho,2026-01-02T08:30:00Z,report,pro
cho,2026-01-04T08:30:00Z,import,pro
cho,2026-01-06T08:30:00Z,report,pro
dia,2026-01-09T12:00:00Z,signup,free
eve,2026-01-03T07:00:00Z,import,free
fay,2026-01-03T07:00:00Z,help,free
"""

MAP = """wayline: 1
map: trial
title: My trial
unit: person                   # person | account | object:TYPE | session
leaves: [{event: cancel}]      # how a subject is lost; without it nobody is ever counted as lost
stages:
  - id: start
    title: Start
    steps:
      - {id: sign-up, title: I sign up, bind: {event: signup}}
      - id: first-import
        title: I bring my data
        bind: {event: import}
        expect: {converted: {at_least: 0.6, within: 7d}}     # a promise that `wayline check` tests on the interval
  - id: value
    title: See value
    steps:
      - {id: first-report, title: I see a report, milestone: {}, bind: {event: report}}
# connections: [{from: sign-up, to: first-import}, …]   when present it replaces the default, each step to the next
voice: [{kind: nps}]           # voice that belongs to the whole map; a step has its own `voice:` list of selectors
"""

ROLES = """wayline: 1
table: events                  # events | voice | people | accounts
source: shop
read: {delimiter: ",", encoding: utf-8, decimal: ".", dates: "%Y-%m-%dT%H:%M:%SZ", zone: UTC, missing: ["", "NULL"]}
columns:                       # role: column. Unnamed columns become properties; `drop: [COLUMN...]` leaves some out
  person_id: customer
  occurred_at: when
  event: what
traits: [plan]                 # columns that describe the subject; kept with the time from which they hold
"""


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    status: int
    out: str
    err: str

    @property
    def json(self):
        """Standard output as the one JSON document that it must be."""
        return json.loads(self.out)


class CommandLine:
    """`wayline` in this process."""

    def __init__(self, capsys):
        self._capsys = capsys

    def __call__(self, *words) -> Said:
        self._capsys.readouterr()
        try:
            status = main([str(word) for word in words])
        except SystemExit as end:  # help was asked for
            status = int(end.code or 0)
        out, err = self._capsys.readouterr()
        assert status in {0, 1, 2, 3, 130}
        assert "Traceback" not in out + err
        assert "fault in Wayline" not in err, err
        if status == 2:
            assert out == "", "a request that cannot be met says why on standard error only"
            assert err.startswith("wayline: "), err
        return Said(status, out, err)

    def done(self, *words) -> Said:
        """A command that must succeed."""
        said = self(*words)
        assert said.status == 0, said.err
        return said

    def refused(self, *words) -> str:
        """A command that cannot be met; what it said."""
        said = self(*words)
        assert said.status == 2, (said.status, said.out, said.err)
        return said.err

    def load(self, name: str, text: str | bytes, *words) -> dict:
        """Writes a file and imports it; the report on it, whose rows must add up."""
        write(name, text)
        report = self.done("import", name, "--json", *words).json
        for file in report["files"]:
            assert file["rows"] == file["accepted"] + file["rejected"] + file["skipped"], file
        return report["files"][0] | {"version": report["version"]}

    def measured(self, *words) -> dict:
        return self.done("measure", *words, "--json").json


def environment(**variables: str) -> dict[str, str]:
    """Variables for a process of its own that runs this source tree."""
    return {**os.environ, "PYTHONPATH": str(Path(wayline.__file__).parents[1]), **variables}


def write(name: str, content: str | bytes) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def a_map(*events: str, unit: str = "person", head: str = "", name: str = "m") -> str:
    """A map of one stage with a step for each event, and a stage after it."""
    steps = "\n".join(
        f"      - {{id: s{n}, title: Step {n}, bind: {{event: {json.dumps(event)}}}}}" for n, event in enumerate(events)
    )
    return f"wayline: 1\nmap: {name}\ntitle: A map\nunit: {unit}\n{head}\nstages:\n  - id: only\n    title: Only\n    steps:\n{steps}\n"
