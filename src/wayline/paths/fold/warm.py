"""Compile every kernel and keep it: `python -m wayline.paths.fold.warm`, which a large import or measuring starts beside itself."""

from __future__ import annotations

import subprocess
import sys

from wayline.bindings.conditions import Names
from wayline.bindings.log import Stored
from wayline.events.connection import in_memory
from wayline.events.tables import empty_select
from wayline.maps.model import Handoff, JourneyMap, Stage, Step, Window
from wayline.maps.selector import Selector, Within
from wayline.paths.facts import Question, plan_facts
from wayline.paths.fold.compiled import Entered
from wayline.paths.fold.machine import write
from wayline.paths.folding import Folding, fold
from wayline.paths.ready import kernel_folder, say_ready

DAY = 86_400
EVENTS = ("a", "b", "c", "d")


def build() -> None:
    """Compile every kernel, write them down, and see in another process that they run: one that crashes is never used."""
    Entered.built = {}
    warm()
    kernel_folder().mkdir(parents=True, exist_ok=True)
    write({name: (kernel.code, kernel.kinds) for name, kernel in Entered.built.items()}, kernel_folder())
    subprocess.run([sys.executable, "-m", "wayline.paths.fold.warm", "check"], check=True)
    say_ready()


def warm() -> None:
    """Fold a log of a few events under maps that together ask for everything that a kernel does."""
    for selector, since in ((Selector(event=("a",)), None), (Selector(event=("a",), channel=("web",)), 0)):
        with in_memory() as con:
            planned = plan_facts(con, _stored(), _journey(selector), Question(since=since))
            fold(Folding(con, planned.plan, _stored(), planned.journey, planned.scope, strict=False))


def _journey(first: Selector) -> JourneyMap:
    second = (Selector(event=("b",), nth=1), Selector(event=("c",), within=Within("one", DAY)))
    one = Step("one", bind=(first,))
    two = Step("two", bind=second, times=("one",))
    window = Window(id="call", after="one", opens="0d", closes="2d", bind=(Selector(event=("c",)),))
    handoff = Handoff("pass-on", "sales", "care", after="one", within="1d", bind=(Selector(event=("c",)),))
    stages = (Stage("first", steps=(one,), windows=(window,), handoffs=(handoff,)), Stage("second", steps=(two,)))
    return JourneyMap(id="warm", unit="person", leaves=(Selector(event=("d",)),), stages=stages)


def _stored() -> Stored:
    codes = {"event": {name: code for code, name in enumerate(EVENTS)}, "channel": {"web": 0}}
    return Stored(_relation, frozenset({"events"}), Names(codes), clocks={0: "time"})


def _relation(table: str) -> str:
    if table != "events":
        return f"({empty_select(table)})"
    # one subject is out of order
    rows = "SELECT range AS n FROM range(24)"
    return (
        f"(SELECT x.* REPLACE (CAST(n AS BIGINT) AS arrival, CAST(CASE n WHEN 9 THEN 1 ELSE n END AS BIGINT) * {DAY} AS occurred_at, "
        "CAST(n % 3 AS INTEGER) AS person, CAST(n % 4 AS INTEGER) AS event, 0 AS channel, 0 AS source) "
        f"FROM ({rows}) LEFT JOIN ({empty_select('events')}) x ON TRUE)"
    )


if __name__ == "__main__":
    warm() if sys.argv[1:] == ["check"] else build()
