"""Draw the demo's sample from a copy of the Open University Learning Analytics dataset (CC BY 4.0).

    python -m tools.sample_oulad FOLDER

FOLDER holds `events.csv.gz`, `student_info.csv.gz`, `student_registration.csv.gz` and `courses.csv.gz`. The sample is a
plain random draw of whole enrolments with a fixed seed: all rows of an enrolment are in it, or none. Two events are
derived from the calendar of the presentation, not from anything a student did, and say so in their column `origin`:
`start` (day 0) and `result_Pass`, `result_Distinction`, `result_Fail` (the last day of the presentation).
"""

from __future__ import annotations

import csv
import gzip
import io
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

SEED = 20170171  # the number of the data descriptor: Sci. Data 4:170171
ENROLMENTS = 4_000
DEMO = Path(__file__).parents[1] / "src" / "wayline" / "demo" / "first-term"
# nominal first days: the true ones are not published
STARTS = {"2013B": "2013-02-01", "2013J": "2013-10-01", "2014B": "2014-02-01"}
EVENT_COLUMNS = ("code_module", "code_presentation", "id_student", "start", "day", "activity", "score", "origin")
# the order of one enrolment's events on one day is not known; this one is ours
RANK = {"register": 0, "start": 1, "unregister": 3, "result_Pass": 4, "result_Distinction": 4, "result_Fail": 4}

Row = dict[str, str]
Enrolment = tuple[str, str, str]


def main(folder: Path, target: Path = DEMO) -> None:
    """Write the two files of the demo into the folder `target`."""
    students = draw(read(folder / "student_info.csv.gz"))
    chosen = {enrolment(row) for row in students}
    recorded = by_enrolment(read(folder / "events.csv.gz", rename={"customer_id": "id_student"}), chosen)
    lengths = {
        (row["code_module"], row["code_presentation"]): int(row["module_presentation_length"])
        for row in read(folder / "courses.csv.gz")
    }
    events = [event for row in students for event in events_of(row, recorded[enrolment(row)], lengths)]
    write(target / "events.csv.gz", EVENT_COLUMNS, events)
    columns = [name for name in students[0] if name != "final_result"]
    write(target / "students.csv.gz", columns, students)
    print(f"{len(students)} enrolments, {len(events)} events")


def read(path: Path, rename: Mapping[str, str] | None = None) -> list[Row]:
    """All rows of a compressed CSV file, with some columns under other names."""
    names = rename or {}
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return [{names.get(name, name): value for name, value in row.items()} for row in csv.DictReader(file)]


def draw(rows: Sequence[Row]) -> list[Row]:
    """A random draw of enrolments, each as likely as any other, in the order of their keys."""
    drawn = random.Random(SEED).sample(sorted(rows, key=enrolment), ENROLMENTS)  # noqa: S311  # no secret in it
    return sorted(drawn, key=lambda row: (STARTS[row["code_presentation"]], enrolment(row)))


def enrolment(row: Mapping[str, str]) -> Enrolment:
    """The key of an enrolment."""
    return row["code_module"], row["code_presentation"], row["id_student"]


def by_enrolment(rows: Iterable[Row], chosen: set[Enrolment]) -> Mapping[Enrolment, list[Row]]:
    """The recorded events of the chosen enrolments."""
    found: dict[Enrolment, list[Row]] = defaultdict(list)
    for row in rows:
        if enrolment(row) in chosen:
            found[enrolment(row)].append(row)
    return found


def events_of(student: Row, recorded: Sequence[Row], lengths: Mapping[tuple[str, str], int]) -> list[Row]:
    """What was recorded of one enrolment and what the calendar adds, in order of time."""
    module, presentation, person = enrolment(student)
    days = {row["activity"]: int(row["day"]) for row in recorded}
    events = [(int(row["day"]), row["activity"], row["detail"].removeprefix("score="), "recorded") for row in recorded]
    if days.get("register", 1) <= 0 and days.get("unregister", 1) > 0:
        events.append((0, "start", "", "calendar"))
    if student["final_result"] != "Withdrawn":
        events.append((lengths[module, presentation], f"result_{student['final_result']}", "", "calendar"))
    events.sort(key=lambda event: (event[0], RANK.get(event[1], 2)))
    start = STARTS[presentation]
    return [
        dict(zip(EVENT_COLUMNS, (module, presentation, person, start, str(day), name, score, origin), strict=True))
        for day, name, score, origin in events
    ]


def write(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Write a compressed CSV file whose bytes depend on the rows alone."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(gzip.compress(text.getvalue().encode(), compresslevel=9, mtime=0))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
