"""What every tool hands back, so that equal work can be proved. Standard library only.

An answer is plain data by part; two tools did the same work where the digests of a part are equal. Times are whole half
milliseconds: the log has whole ones, and a median lies on one or halfway between two.
"""

from __future__ import annotations

import hashlib
import json
import resource
import sys
from typing import Any

START, END = "START", "END"


def halves(milliseconds: float) -> int:
    """Milliseconds as whole half milliseconds."""
    return round(2 * milliseconds)


def digests(answer: dict[str, Any]) -> dict[str, str]:
    """A digest of each part of an answer."""
    return {
        name: hashlib.sha256(json.dumps(part, sort_keys=True).encode()).hexdigest()[:12]
        for name, part in answer.items()
    }


def hand_back(answer: dict[str, Any], **more: Any) -> None:
    """Print the digests and this process's peak memory, for the process that started it."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    json.dump({"digests": digests(answer), "peak_mb": peak, **more}, sys.stdout)
