"""Job e in lifelines: pandas makes a row a customer, lifelines estimates.

python -m benchmarks.jobs.by_lifelines e EVENTS.parquet CUSTOMERS.parquet
"""

from __future__ import annotations

from lifelines import KaplanMeierFitter

from benchmarks.jobs import definitions
from benchmarks.jobs.by_pandas import lives
from benchmarks.jobs.definitions import ASKED_DAYS, DIGITS, Answer


def survival(events: str, customers: str) -> Answer:
    found = {}
    for segment, rows in lives(events, customers).groupby("segment"):
        fitted = KaplanMeierFitter().fit(rows["day"], rows["ended"])
        found[segment] = [len(rows), *(round(float(share), DIGITS) for share in fitted.predict(list(ASKED_DAYS)))]
    return {"survival": found}


JOBS = {"e": survival}

if __name__ == "__main__":
    definitions.answer_asked(JOBS)
