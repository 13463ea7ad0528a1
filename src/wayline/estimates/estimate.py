"""A number with its interval and the sample it rests on, or the reason why there is none."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

Show = Literal["normal", "grey", "hidden"]

LEVEL = 0.95
POWER = 0.8
NORMAL_FROM = 30
GREY_FROM = 10
NO_SUBJECTS = "no subjects"


@dataclass(frozen=True, slots=True)
class Estimate:
    """One number of a map: `value` in `unit`, from `count` among `n` subjects, with an interval at `level`.

    A refused number has `value`, `low` and `high` None and says in `refused` what is lacking. `missing` counts subjects
    without the datum, `tied` those whose order rests on equal times. `window` (since, until) says which paths were counted.
    `extra` holds what stands beside the value, such as quartiles.
    """

    value: float | None
    count: int
    unit: str
    n: int
    low: float | None = None
    high: float | None = None
    level: float = LEVEL
    method: str = ""
    window: tuple[str | None, str | None] | None = None
    missing: int = 0
    tied: int = 0
    basis: str = "measured"
    show: Show = "normal"
    refused: str | None = None
    extra: Mapping[str, object] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """The estimate as JSON-ready data: Python numbers, never NaN; extras stand beside the fixed keys."""
        fixed = {
            "value": self.value,
            "count": self.count,
            "n": self.n,
            "low": self.low,
            "high": self.high,
            "level": self.level,
            "method": self.method,
            "unit": self.unit,
            "basis": self.basis,
            "missing": self.missing,
            "tied": self.tied,
            "show": self.show,
            "refused": self.refused,
        }
        return {key: plain_value(value) for key, value in {**fixed, **self.extra}.items()}


_PLAIN = (int, str, bool)


def plain_value(value: object) -> Any:
    """Numpy scalars and arrays as Python values, also inside mappings and sequences; numbers that are not finite as None."""
    if value is None or type(value) in _PLAIN:  # nearly all; the other tests would take longer than the measure
        return value
    if isinstance(value, Mapping):
        return {str(key): plain_value(inner) for key, inner in value.items()}
    if isinstance(value, Estimate):
        return value.plain()
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain_value(inner) for inner in value]
    if isinstance(value, np.generic):
        return plain_value(value.item())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def show_for(n: int) -> Show:
    """How a number from `n` subjects may be shown: in full from 30, in grey from 10, below that hidden."""
    if n >= NORMAL_FROM:
        return "normal"
    return "grey" if n >= GREY_FROM else "hidden"


def refuse(
    reason: str,
    *,
    unit: str,
    n: int = 0,
    count: int = 0,
    method: str = "",
    missing: int = 0,
    tied: int = 0,
    level: float = LEVEL,
    extra: Mapping[str, object] | None = None,
) -> Estimate:
    """An estimate without a value; `reason` says what is lacking."""
    return Estimate(
        value=None,
        count=count,
        unit=unit,
        n=n,
        level=level,
        method=method,
        missing=missing,
        tied=tied,
        show=show_for(n),
        refused=reason,
        extra=extra or {},
    )
