"""Seconds and memory of importing the log from Parquet and from CSV into a new workspace, each a cold process.

python -m benchmarks.import_files WORKSPACE EVENTS_FILE [CUSTOMERS_FILE]

A workspace that is there already is added to; an empty EVENTS_FILE adds the customers alone.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from benchmarks.cold import Run, run
from benchmarks.milestones import ROLES, customer_roles, maps


def import_files(python: str, folder: Path, suffixes: list[str], runs: int) -> dict[str, list[Run]]:
    """Format → its runs, of the events alone. Each has a workspace of its own."""
    found: dict[str, list[Run]] = {suffix: [] for suffix in suffixes}
    for _ in range(runs):
        for suffix in suffixes:
            workspace = folder / f"ws-{suffix}"
            shutil.rmtree(workspace, ignore_errors=True)
            found[suffix].append(imported(python, workspace, folder / f"events.{suffix}"))
    return found


def imported(python: str, workspace: Path, *files: Path) -> Run:
    """One import into a new or a growing workspace."""
    return run([python, "-m", "benchmarks.import_files", str(workspace), *map(str, files)], limit=4 * 3600)


def main(folder: str, events: str, customers: str = "") -> None:
    import wayline  # noqa: PLC0415 - the process that starts others must stay small
    from benchmarks.answers import hand_back  # noqa: PLC0415

    workspace = wayline.open_workspace(folder) if Path(folder).exists() else begun(Path(folder))
    roles = Path(folder) / "roles"
    counted = []
    if events:
        done = wayline.import_files(workspace, [Path(events)], roles=roles / "events.roles.yaml").files[0]
        counted = [done.rows, done.accepted, done.rejected, done.skipped]
    if customers:
        import pyarrow.parquet  # noqa: PLC0415

        traits = [name for name in pyarrow.parquet.read_schema(customers).names if name != "customer_id"]
        (roles / "customers.roles.yaml").write_text(customer_roles(traits), encoding="utf-8")
        wayline.import_files(workspace, [Path(customers)], roles=roles / "customers.roles.yaml")
    hand_back({"rows": counted})


def begun(folder: Path) -> object:
    """A new workspace with the maps that are asked for."""
    import wayline  # noqa: PLC0415

    workspace = wayline.init(folder)
    for name, text in maps().items():
        (folder / "maps" / f"{name}.journey.yaml").write_text(text, encoding="utf-8")
    (folder / "roles" / "events.roles.yaml").write_text(ROLES, encoding="utf-8")
    return workspace


if __name__ == "__main__":
    main(*sys.argv[1:])
