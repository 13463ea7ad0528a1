"""Join the entries in `changes/` into `CHANGELOG.md`: `python -m tools.changelog VERSION DATE`."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def main(version: str, date: str, root: Path = ROOT) -> None:
    """Move every entry under a heading of its own, the newest release first."""
    entries = entries_of(root)
    if not entries:
        sys.exit("changes/ holds no entry")
    changelog = root / "CHANGELOG.md"
    head, mark, releases = changelog.read_text(encoding="utf-8").partition("\n## ")
    told = "\n".join(f"- {path.read_text(encoding='utf-8').strip()}" for path in entries)
    changelog.write_text(f"{head.rstrip()}\n\n## {version} ({date})\n\n{told}\n{mark}{releases}", encoding="utf-8")
    for path in entries:
        path.unlink()


def entries_of(root: Path = ROOT) -> list[Path]:
    """The entries that wait, in the order of their numbers."""
    return sorted((root / "changes").glob("[0-9]*.md"))


if __name__ == "__main__":
    main(*sys.argv[1:3])
