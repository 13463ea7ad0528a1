"""Which engine computes path facts: SQL, which is the definition, or the fold, which gives the same of a large log in less time."""

from __future__ import annotations

import os
from typing import Literal

from wayline.errors import InputError
from wayline.paths.ready import is_installed, is_ready, prepare

FOLD_FROM = 2_000_000  # events; below that the compiler takes longer to load than SQL to count
ENGINE = "WAYLINE_ENGINE"


def engine(events: int) -> Literal["sql", "fold"]:
    """The engine for a log of so many events; `WAYLINE_ENGINE=sql|fold` overrules. Raises InputError for another word.

    Nobody waits for a compiler: a large log is counted by SQL until the kernels are ready, which another process sees to.
    """
    wanted = os.environ.get(ENGINE, "")
    if wanted in ("sql", "fold"):
        return "fold" if wanted == "fold" else "sql"
    if wanted:
        raise InputError(f"{ENGINE}={wanted}: the engines are sql and fold")
    if events < FOLD_FROM or not is_installed():
        return "sql"
    if is_ready():
        return "fold"
    prepare()
    return "sql"


def make_ready(events: int) -> None:
    """Have kernels compiled for a log of so many events, if they will be wanted; nobody waits for it."""
    if events >= FOLD_FROM and os.environ.get(ENGINE, "") != "sql":
        prepare()
