"""Writes into an event log until it is killed. Run as a program: `crash_writer.py FOLDER`; every line on standard input starts a
writer in a process of its own, whose id is answered, and which ends only by being killed."""

from __future__ import annotations

import itertools
import os
import sys
from pathlib import Path

from event_files import chunk, incoming, load

from wayline.events import draft
from wayline.events.log import EventLog

ROWS = 40


def write_on(log: EventLog) -> None:
    """Loads a file of 40 events and some traits again and again, and takes out every third one's source."""
    draft.MOST_SMALL = 2  # parts are merged all the time
    for turn in itertools.count(log.snapshot().version):
        source = f"s{turn % 5}"
        if turn % 3 == 2 and source in {row.source for row in log.sources()}:
            log.remove_source(source)
        events = [(f"p{no % 7}", no, "view") for no in range(ROWS)]
        traits = [{"row": 1, "kind": "person", "id": "p1", "trait": "turn", "value": str(turn)}]
        load(
            log,
            incoming(
                chunk([(*event, {"event_id": f"{turn}-{event[1]}"}) for event in events], traits=traits), source=source
            ),
        )


def main() -> None:
    folder = Path(sys.argv[1])
    for _ in sys.stdin:
        pid = os.fork()
        if pid == 0:
            write_on(EventLog.open(folder))
        print(pid, flush=True)


if __name__ == "__main__":
    main()
