"""Compile every kernel and keep it: `python -m wayline.paths.fold.warm`, which a large import or measuring starts beside itself."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial

from wayline.bindings.conditions import Names
from wayline.bindings.log import Stored
from wayline.events.connection import in_memory
from wayline.events.tables import empty_select
from wayline.maps.model import Handoff, JourneyMap, Stage, Step, Window
from wayline.maps.selector import Selector, Within
from wayline.paths.facts import Question, plan_facts
from wayline.paths.fold.compiled import Entered
from wayline.paths.fold.machine import write
from wayline.paths.ready import COMPILING, kernel_folder, say_ready

DAY = 86_400
EVENTS = ("a", "b", "c", "d", "e")


def build() -> None:
    """Compile every kernel, write them down, and see in another process that they run: one that crashes is never used."""
    os.environ[COMPILING] = "1"
    Entered.built = {}  # before any kernel is imported
    warm()
    kernel_folder().mkdir(parents=True, exist_ok=True)
    write({name: (kernel.code, kernel.kinds) for name, kernel in Entered.built.items()}, kernel_folder())
    subprocess.run([sys.executable, "-m", "wayline.paths.fold.warm", "check"], check=True)
    say_ready()


def warm() -> None:
    """Fold a log of a few events under maps that together ask for everything that a kernel does."""
    named, asked, nth = Selector(event=("a",)), Selector(event=("a",), channel=("web",)), Selector(event=("b",), nth=1)
    within = Selector(event=("c",), within=Within("one", DAY))
    _fold(_journey(named, (nth, within)), Question())
    _fold(_journey(asked, (nth, within)), Question(since=0))
    _fold(_journey(named, (Selector(event=("b",)),)), Question(), late=None)
    from wayline.paths.fold.going_on import call_each  # noqa: PLC0415 - as `_fold` says

    call_each()


def _fold(journey: JourneyMap, question: Question, late: int | None = 9) -> None:
    from wayline.paths.folding import Folding, fold  # noqa: PLC0415 - what kernels become is settled when they are imported

    stored = _stored(late)
    with in_memory() as con:
        planned = plan_facts(con, stored, journey, question)
        fold(Folding(con, planned.plan, stored, planned.journey, planned.scope, strict=False))


def _journey(first: Selector, second: tuple[Selector, ...]) -> JourneyMap:
    one = Step("one", bind=(first,))
    two = Step("two", bind=second, times=("one",))
    window = Window(id="call", after="one", opens="0d", closes="2d", bind=(Selector(event=("c",)),))
    handoff = Handoff("pass-on", "sales", "care", after="one", within="1d", bind=(Selector(event=("c",)),))
    stages = (Stage("first", steps=(one,), windows=(window,), handoffs=(handoff,)), Stage("second", steps=(two,)))
    return JourneyMap(id="warm", unit="person", leaves=(Selector(event=("d",)),), stages=stages)


def _stored(late: int | None) -> Stored:
    codes = {"event": {name: code for code, name in enumerate(EVENTS)}, "channel": {"web": 0}}
    return Stored(partial(_relation, late), frozenset({"events"}), Names(codes), clocks={0: "time"})


def _relation(late: int | None, table: str) -> str:
    """Events of three subjects, a day apart, one of them `late`: it arrived long after it happened."""
    if table != "events":
        return f"({empty_select(table)})"
    day = "n" if late is None else f"CASE n WHEN {late} THEN 1 ELSE n END"
    return (
        f"(SELECT x.* REPLACE (CAST(n AS BIGINT) AS arrival, CAST({day} AS BIGINT) * {DAY} AS occurred_at, "
        "CAST(n % 3 AS INTEGER) AS person, CAST(n % 5 AS INTEGER) AS event, 0 AS channel, 0 AS source) "
        f"FROM (SELECT range AS n FROM range(24)) LEFT JOIN ({empty_select('events')}) x ON TRUE)"
    )


if __name__ == "__main__":
    warm() if sys.argv[1:] == ["check"] else build()
