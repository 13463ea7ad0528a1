"""The names of the measures that an expectation may promise something about, and what their numbers are."""

from __future__ import annotations

SHARES = (
    "reached",
    "converted",
    "left",
    "open",
    "repeats",
    "returns",
    "skips",
    "skipped_for_good",
    "hit",
    "on_time",
    "csat",
)
TIMES = ("time_to_next", "time_in_stage", "time_to_value")
COUNTS = ("now", "touches")
SCORES = ("nps", "ces", "rating", "emotion")
OF_STEP = (
    "reached", "converted", "left", "open", "time_to_next", "time_to_value", "repeats", "returns", "skips", "skipped_for_good",
    "now", "touches", "nps", "csat", "ces", "rating", "emotion",
)  # fmt: skip
OF_STAGE = ("reached", "converted", "left", "open", "time_in_stage", "now")
