"""Times as people give them on the command line, in the workspace's zone."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from wayline.errors import InputError

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment(text: str, zone: str, option: str) -> int:
    """Microseconds since the epoch of an ISO 8601 time; a date is its midnight, a time without zone takes `zone`. InputError."""
    try:
        when = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise InputError(
            f"{option} '{text}' is no time",
            hint="Expected ISO 8601, for example 2026-01-31 or 2026-01-31T18:00:00+01:00",
        ) from error
    if when.tzinfo is None:
        when = when.replace(tzinfo=ZoneInfo(zone))
    span = when - EPOCH
    return (span.days * 86_400 + span.seconds) * 1_000_000 + span.microseconds
