"""Seconds and memory of importing the log from Parquet and from CSV into a new workspace, each a cold process.

python -m benchmarks.import_files EVENTS_FILE WORKSPACE
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from benchmarks.cold import Run, run
from benchmarks.milestones import MAP_ID, ROLES, map_text


def import_files(python: str, folder: Path, suffixes: list[str], runs: int) -> dict[str, list[Run]]:
    """Format → its runs. The workspace of the last Parquet import stays, as `ws`, to be measured."""
    found: dict[str, list[Run]] = {suffix: [] for suffix in suffixes}
    for _ in range(runs):
        for suffix in suffixes:
            workspace = folder / ("ws" if suffix == "parquet" else f"ws-{suffix}")
            shutil.rmtree(workspace, ignore_errors=True)
            command = [python, "-m", "benchmarks.import_files", str(folder / f"events.{suffix}"), str(workspace)]
            found[suffix].append(run(command))
    return found


def main() -> None:
    import wayline  # noqa: PLC0415 - the process that starts others must stay small
    from benchmarks.answers import hand_back  # noqa: PLC0415

    file, folder = Path(sys.argv[1]), Path(sys.argv[2])
    workspace = wayline.init(folder)
    (folder / "maps" / f"{MAP_ID}.journey.yaml").write_text(map_text(), encoding="utf-8")
    roles = folder / "roles" / "events.roles.yaml"
    roles.write_text(ROLES, encoding="utf-8")
    done = wayline.import_files(workspace, [file], roles=roles).files[0]
    hand_back({"rows": [done.rows, done.accepted, done.rejected, done.skipped]})


if __name__ == "__main__":
    main()
