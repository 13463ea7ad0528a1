"""What runs found, kept as JSON beside the page so that parts can run on different nights. Standard library only."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.cold import ROOT, Run

KEPT = ROOT / "benchmarks" / "results.json"


@dataclass(frozen=True)
class Result:
    """One part at one size. `rows`: what was run → its runs; `events` is what the log holds, `checksum` what it is."""

    part: str
    events: int
    checksum: str
    day: str
    machine: str
    rows: dict[str, list[Run]]

    @property
    def key(self) -> str:
        return f"{self.part} {self.events}"


def read(path: Path = KEPT) -> list[Result]:
    """All results that are kept, by part and size."""
    if not path.exists():
        return []
    found = json.loads(path.read_text(encoding="utf-8")).values()
    results = [
        Result(**one | {"rows": {name: [Run(**r) for r in runs] for name, runs in one["rows"].items()}})
        for one in found
    ]
    return sorted(results, key=lambda one: (one.part, one.events))


def keep(results: list[Result], path: Path = KEPT) -> None:
    """Add results; one of the same part and size is replaced."""
    kept = {one.key: asdict(one) for one in [*read(path), *results]}
    path.write_text(json.dumps(dict(sorted(kept.items())), indent=1) + "\n", encoding="utf-8")
