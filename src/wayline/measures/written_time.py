"""How a time stands in what Wayline hands out."""

from __future__ import annotations

from datetime import UTC, datetime


def written_time(moment: int | None) -> str | None:
    """Microseconds since the epoch as ISO 8601 in UTC, `2026-01-09T12:00:00Z`."""
    if moment is None:
        return None
    seconds, micro = divmod(moment, 1_000_000)
    shown = datetime.fromtimestamp(seconds, UTC).replace(microsecond=micro, tzinfo=None).isoformat()
    return f"{shown}Z"
