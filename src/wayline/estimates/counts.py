"""Plain counts: whole numbers without an interval, because nothing is inferred from them."""

from __future__ import annotations

from collections.abc import Mapping

from wayline.estimates.estimate import Estimate, show_for


def count_of(
    count: int,
    *,
    n: int,
    unit: str = "subjects",
    missing: int = 0,
    tied: int = 0,
    extra: Mapping[str, object] | None = None,
) -> Estimate:
    """A number of things seen among `n` subjects; its value is the count itself."""
    return Estimate(
        value=int(count),
        count=int(count),
        unit=unit,
        n=int(n),
        method="count",
        missing=missing,
        tied=tied,
        show=show_for(n),
        extra=extra or {},
    )
