"""Put the airport demo's answers together from a copy of the SFO Customer Survey of 2014, 2015 and 2017 (PDDL).

    python -m tools.sample_sfo FOLDER

FOLDER holds `sfo_survey_2014.csv.gz`, `sfo_survey_2015.csv.gz` and `sfo_survey_2017.csv.gz` as published. All answers of
the three years stay, in their order, under the columns' published names; only the columns named here are kept.
Codes stay as they were given, those for "no answer" too: reading them right is what the demo shows.
"""

from __future__ import annotations

import csv
import gzip
import io
import sys
from collections.abc import Mapping
from pathlib import Path

DEMO = Path(__file__).parents[1] / "src" / "wayline" / "demo" / "airport"
YEARS = (2014, 2015, 2017)
RATINGS = (
    "Q7ROADS", "Q13GETRATE", "Q7PARK", "Q7LTPARKING", "Q7RENTAL", "Q7AIRTRAIN", "Q7SIGN", "Q14FIND", "Q14PASSTHRU", "Q10SAFE",
    "Q7WALKWAYS", "Q7SCREENS", "Q7FOOD", "Q7STORE", "Q7WIFI", "Q7ART", "Q9RESTROOM", "Q9BOARDING", "Q7ALL", "Q9ALL",
)  # fmt: skip
COLUMNS = ("interviewed", "year", "RESPNUM", "boarding_area", "problem", *RATINGS, "NETPRO", "WEIGHT")
# the README of the survey explains these codes; the others have no code book, and stay away
PROBLEM = {"1": "yes", "2": "no"}


def main(folder: Path, target: Path = DEMO) -> None:
    """Write the file of the demo into the folder `target`."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for year in YEARS:
        with gzip.open(folder / f"sfo_survey_{year}.csv.gz", "rt", encoding="utf-8", newline="") as file:
            writer.writerows(answer(year, row) for row in csv.DictReader(file))
    with (target / "answers.csv.gz").open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        packed.write(text.getvalue().encode())


def answer(year: int, row: Mapping[str, str]) -> dict[str, str]:
    """One person's answers in the demo's columns; a question that was not asked that year is empty."""
    return {
        "interviewed": f"{year}-01-01",  # nominal: the published day has no month
        "year": str(year),
        "boarding_area": row.get("BAREA") or row.get("AREA") or "",
        "problem": PROBLEM.get(row["Q15PROBLEM"], ""),
        **{name: row.get(name) or "" for name in ("RESPNUM", *RATINGS, "NETPRO", "WEIGHT")},
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
