"""From path facts to purchases: touches with an amount, those of one day as one purchase."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wayline.bindings.sql_text import literal
from wayline.estimates.repeat_buying import Purchases
from wayline.paths.facts import PathFacts

Floats = NDArray[np.float64]

WEEK = 7.0  # days; the unit of time that the parameters are told in
MICROSECONDS_PER_DAY = 86_400 * 1_000_000


@dataclass(frozen=True, slots=True)
class Buyers:
    """Who bought up to a day, one place a buyer: the purchases in weeks since the first, the mean amount of the later ones (NaN
    where there is none), and how many purchases came after that day."""

    subjects: NDArray[np.int64]
    purchases: Purchases
    mean: Floats
    after: Floats

    @property
    def repeaters(self) -> int:
        return int((self.purchases.repeats > 0).sum())


@dataclass(frozen=True, slots=True)
class Bought:
    """What the purchases of a map are like. Days are counted from the epoch by the workspace's clock."""

    days: int
    refunds: int
    first_day: int
    last_day: int
    as_of_day: int
    currencies: tuple[str, ...]


def keep_purchases(facts: PathFacts, zone: str) -> Bought | None:
    """Table `buying_days` (subject, day, amount), and what it holds; None where no touch has an amount."""
    day = (
        f"datediff('day', DATE '1970-01-01', CAST(timezone({literal(zone)}, make_timestamptz(t.occurred_at)) AS DATE))"
    )
    facts.con.execute(
        "CREATE OR REPLACE TEMP TABLE buying_touches AS SELECT t.subject, "
        f"{day} AS day, w.amount, w.currency FROM (SELECT DISTINCT subject, arrival, occurred_at FROM touched "
        f"WHERE element BETWEEN 0 AND {len(facts.journey.steps) - 1}) t JOIN walked w ON w.arrival = t.arrival "
        "WHERE w.amount IS NOT NULL"
    )
    facts.con.execute(
        "CREATE OR REPLACE TEMP TABLE buying_days AS SELECT subject, day, sum(amount) AS amount FROM buying_touches "
        "WHERE amount >= 0 GROUP BY subject, day"
    )
    [(days, first, last)] = facts.rows("SELECT count(*), min(day), max(day) FROM buying_days")
    if not days:
        return None
    [(refunds,)] = facts.rows("SELECT count(*) FROM buying_touches WHERE amount < 0")
    names = facts.rows(
        "SELECT DISTINCT coalesce(n.name, '') FROM buying_touches b LEFT JOIN names n ON n.kind = 'currency' AND n.no = b.currency "
        "WHERE b.amount >= 0 ORDER BY 1"
    )
    as_of = facts.scope.as_of
    [(end,)] = facts.rows(f"SELECT {day.replace('t.occurred_at', str(as_of))}") if as_of is not None else [(last,)]
    told = [int(str(number)) for number in (days, refunds, first, last, end)]
    return Bought(*told, tuple(str(name) for (name,) in names))


def buyers(facts: PathFacts, until: int, end: int) -> Buyers:
    """Those who had bought by the end of day `until`, and how often they bought from there to `end`. Reads `buying_days`."""
    found = facts.con.execute(
        f"SELECT subject, count(*) FILTER (day <= {until}) - 1 AS repeats, max(day) FILTER (day <= {until}) - min(day) AS last, "
        f"{until} - min(day) AS watched, sum(amount) FILTER (day <= {until}) - arg_min(amount, day) AS spent, "
        f"count(*) FILTER (day > {until}) AS after FROM buying_days WHERE day <= {end} GROUP BY subject "
        f"HAVING min(day) <= {until} ORDER BY subject"
    ).fetchnumpy()
    whole = {name: np.asarray(column, dtype=np.float64) for name, column in found.items() if name != "subject"}
    repeats = whole["repeats"]
    mean = np.divide(whole["spent"], repeats, out=np.full(len(repeats), np.nan), where=repeats > 0)
    each = Purchases(repeats, whole["last"] / WEEK, whole["watched"] / WEEK, np.ones(len(repeats)))
    return Buyers(np.asarray(found["subject"], dtype=np.int64), each, mean, whole["after"])
