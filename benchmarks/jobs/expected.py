"""What the jobs must find in a known log, by its number of rows. Standard library only."""

from __future__ import annotations

import json
from typing import Any

Short = dict[str, dict[str, Any]]

# 977,747: the log of the trial from which the jobs come
EXPECTED: dict[int, Short] = {
    977_747: {
        "a": {"pairs": 4951, "transitions": 957_747, "sum of medians, s": 1_115_555_645.8},
        "b": {
            "customers": [20000, 12253, 8576, 7308, 5538, 4324, 2976, 2208, 1710, 921, 321, 97],
            "medians, s": [
                129645.7, 170745.4, 4368.4, 26337.2, 86466.1, 260592.4,
                537530.5, 684928.7, 1213203.6, 17408316.9, 5329154.2,
            ],
        },
        "c": {
            "rows": 68_049,
            "closed": 48_049,
            "days": 231_443,
            "closed by milestone": [12352, 8806, 7551, 110, 0],
            "medians, s": [128411, 168631, 4436, 5840437],
        },
        "d": {"variants": 19_738, "top three": [51, 21, 13], "sum of the top": 362},
        "e": {
            "segments": {
                "EDU": [507, 0.18576, 0.09296],
                "ENT": [1059, 0.38118, 0.18019],
                "MID": [2436, 0.30523, 0.12849],
                "SMB": [4776, 0.25702, 0.10920],
            }
        },
        "f": {
            "sum of n": 977_747,
            "sum of customers": 368_112,
            "sum of repeats": 193_128,
            "sum of back_again": 85_390,
            "sum of steps_back": 2_255,
            "sum of medians, s": 8_000_782.1,
        },
    },
    # the generated log of a million events (generate.py)
    980_550: {"a": {"pairs": 4952, "transitions": 960550, "sum of medians, s": 1322317181.7},
 "b": {"customers": [20000, 12223, 8617, 7330, 5559, 4353, 2948, 2179, 1680, 919, 296, 81],
       "medians, s": [130355.9, 172595.7, 4364.1, 26686.5, 87488.3, 264415.3, 502814.0, 702938.0, 1172073.8, 17340862.4,
                      4932865.7]},
 "c": {"rows": 68126,
       "closed": 48126,
       "days": 226066,
       "closed by milestone": [12320, 8847, 7603, 92, 0],
       "medians, s": [129507, 169052, 4438, 5175135]},
 "d": {"variants": 19789, "top three": [34, 16, 14], "sum of the top": 311},
 "e": {"segments": {"MID": [2401, 0.30455, 0.14531],
                    "SMB": [4810, 0.24769, 0.10936],
                    "ENT": [1060, 0.36782, 0.19526],
                    "EDU": [556, 0.20176, 0.07004]}},
 "f": {"sum of n": 980550,
       "sum of customers": 370313,
       "sum of repeats": 193190,
       "sum of back_again": 85669,
       "sum of steps_back": 2238,
       "sum of medians, s": 6832294.7}},
    9_896_569: {"a": {"pairs": 5127, "transitions": 9_696_569, "sum of medians, s": 1_366_757_095.1}},
}  # fmt: skip


def differences(rows: int, shown: Short) -> list[str] | None:
    """In which figures an answer differs from what is expected of a log of so many rows; None where nothing is known."""
    known = EXPECTED.get(rows)
    if known is None:
        return None
    return [
        f"{job}, {name}: {_text(value)} instead of {_text(known[job][name])}"
        for job, figures in shown.items()
        for name, value in figures.items()
        if name in known.get(job, {}) and value != known[job][name]
    ]


def _text(value: Any) -> str:
    return json.dumps(value)
