"""The tables of results as Markdown. Standard library only."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

from benchmarks.cold import Run
from benchmarks.compare_jobs import OWN
from benchmarks.jobs.definitions import TITLES
from benchmarks.jobs.expected import differences
from benchmarks.results import Result

TITLE = """# How fast, and how much memory

Written by `python -m benchmarks.run`; the questions, the data and what is equal between the tools are in [benchmarks/README.md](../../benchmarks/README.md).
Every run is a cold process, imports included. Compare ratios of one table, not single seconds: runs of one machine differ by a fifth, and more when it is busy.
Wayline starts from its event log, which `import` has coded and ordered once; the others start from the Parquet file in every run.
"""
HEADINGS = {
    "jobs": "Six jobs, tool by tool",
    "measure": "`measure` of a map of twelve steps",
    "import": "`import`",
    "increments": "A day appended",
    "segments": "Sixty steps, twenty segments",
    "memory": "With little memory",
    "growth": "Growth",
    "giant": "One customer with all events",
    "singles": "Each event a customer of its own",
}
RAN = (
    "| what | runs | seconds: min / median / max | of {first} | peak MB | the same answer |\n|---|---|---|---|---|---|"
)
TOOLS = "| tool | " + " | ".join(TITLES) + " |\n|---|" + "---|" * len(TITLES)
JOBS = "| job | tool | runs | seconds: min / median / max | of Wayline's | peak MB | the same answer | known figures |\n|---|---|---|---|---|---|---|---|"
ADDED = RAN.format(first="the first").replace("\n", " CPU seconds |\n") + "---|"
IMPORTED = "| file | runs | seconds: min / median / max | rows a second | peak MB |\n|---|---|---|---|---|"
GROWN = "| events | import, s | rows a second | peak MB | `measure`, s | peak MB | Polars, s | the same answer |\n|---|---|---|---|---|---|---|---|"


def report(results: list[Result]) -> str:
    """The whole page, one heading a part."""
    parts = [TITLE]
    for part, heading in HEADINGS.items():
        mine = [one for one in results if one.part == part]
        if mine:
            parts += [f"## {heading}", *_section(part, mine)]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _section(part: str, results: list[Result]) -> Iterable[str]:
    if part == "jobs":
        yield "\n".join(f"- **{job}**: {title}." for job, title in TITLES.items())
        yield f"The row `{OWN}` is a user's own code over the event log (`benchmarks/jobs/by_wayline.py`): no command prints these six. Short cells: median seconds / peak MB."
        yield "![Seconds of each tool at each job](benchmarks-jobs.svg)"
    if part == "growth":
        yield "![Seconds and memory against the number of events](benchmarks-growth.svg)"
        yield "\n".join([GROWN, *map(grown_row, results)])
        yield "\n\n".join(where(one) for one in results)
        return
    for one in results:
        yield f"### {one.events:,} events"
        yield where(one)
        yield from _tables(part, one)


def _tables(part: str, one: Result) -> list[str]:
    if part == "jobs":
        return ["\n".join([TOOLS, *overview_rows(one)]), "\n".join([JOBS, *job_rows(one)])]
    if part == "import":
        return ["\n".join([IMPORTED, *imported_rows(one)])]
    if part == "increments":
        worked = [f" {median(run.cpu for run in runs):.2f} |" for runs in one.rows.values()]
        return ["\n".join([ADDED, *map(str.__add__, ran_rows(one.rows), worked)])]
    first = next(iter(one.rows))
    return ["\n".join([RAN.format(first=f"{first}'s" if part == "measure" else "the first"), *ran_rows(one.rows)])]


def where(one: Result) -> str:
    """Where and when, how busy the machine was, and which log."""
    loads = [run.load for runs in one.rows.values() for run in runs]
    busy = f"load average before a run {min(loads):.1f} to {max(loads):.1f}" if loads else "no run"
    return f"{one.day}; {one.machine}; {busy}; checksum of the log `{one.checksum}`."


def overview_rows(one: Result) -> list[str]:
    """A row a tool: median seconds / peak MB of each job; a dash where the tool has nothing near it."""
    tools = dict.fromkeys(name.split(" ", 1)[1] for name in one.rows)
    rows = [[tool, *(_short(one.rows.get(f"{job} {tool}", [])) for job in TITLES)] for tool in tools]
    together = one.rows.get(f"{''.join(TITLES)} {OWN}", [])
    if together:
        rows.append([f"**{OWN}, all six in one process**", _short(together), *[""] * (len(TITLES) - 1)])
    return [f"| {' | '.join(row)} |" for row in rows]


def _short(runs: list[Run]) -> str:
    if not runs:
        return "–"
    return "failed" if runs[-1].failed else f"{median(seconds(runs)):.2f} / {peak(runs)}"


def job_rows(one: Result) -> list[str]:
    """A row a job and tool, as seconds and as a ratio to Wayline's at that job."""
    rows = []
    for name, runs in one.rows.items():
        job, tool = name.split(" ", 1)
        own = one.rows.get(f"{job} {OWN}", runs)
        label = job if len(job) == 1 else "all"
        rows.append(f"| {label} | {tool} | {' | '.join([*_cells(runs, own), _expected(one.events, runs)])} |")
    return rows


def _expected(events: int, runs: list[Run]) -> str:
    found = [differences(events, run.shown) for run in runs if not run.failed]
    if not found or found[0] is None:
        return "–"
    wrong = sorted({text for each in found for text in each or []})
    return f"**{'; '.join(wrong)}**" if wrong else "yes"


def ran_rows(rows: dict[str, list[Run]]) -> list[str]:
    """A row each, as seconds and as a ratio to the first; answers against the first that answered the same question."""
    own = next(iter(rows.values()))
    return [f"| {name} | {' | '.join(_ran_cells(runs, rows, own))} |" for name, runs in rows.items()]


def _ran_cells(runs: list[Run], rows: dict[str, list[Run]], own: list[Run]) -> list[str]:
    asked = set(runs[-1].digests)
    alike = [each for each in rows.values() if asked & set(each[-1].digests)]
    cells = _cells(runs, alike[0] if alike else runs, own)
    return cells if len(alike) > 1 else [*cells[:-1], "–"]


def _cells(runs: list[Run], own: list[Run], beside: list[Run] | None = None) -> list[str]:
    if runs[-1].failed:
        return ["–", runs[-1].failed.replace("|", "/"), "–", "–", "–"]
    base = own if beside is None else beside
    ratio = "–" if base[-1].failed else f"{median(seconds(runs)) / median(seconds(base)):.2f}"
    return [str(len(runs)), spread(runs), ratio, peak(runs), same(runs, own)]


def same(runs: list[Run], own: list[Run]) -> str:
    """Which parts of the answer equal those of `own`, in every run."""
    known = own[-1].digests
    if own[-1].failed:
        return "nothing to compare"
    parts = [name for name in known if name in runs[-1].digests]
    differ = [name for name in parts if any(run.digests.get(name) != known[name] for run in runs)]
    if differ:
        return f"**no: {', '.join(differ)}**"
    return "all parts" if len(parts) == len(known) else f"{', '.join(parts) or 'none'} (it has no more)"


def imported_rows(one: Result) -> list[str]:
    """A row a file format."""
    rows = []
    for suffix, runs in one.rows.items():
        if runs[-1].failed:
            rows.append(f"| {suffix} | – | {runs[-1].failed} | – | – |")
        else:
            rate = one.events / median(seconds(runs))
            rows.append(f"| {suffix} | {len(runs)} | {spread(runs)} | {rate:,.0f} | {peak(runs)} |")
    return rows


def grown_row(one: Result) -> str:
    """A row a size, from the three things that `growth` runs."""
    loaded, measured, witness = one.rows.values()
    rate = "–" if loaded[-1].failed else f"{one.events / median(seconds(loaded)):,.0f}"
    cells = [
        f"{one.events:,}",
        _seconds(loaded),
        rate,
        peak(loaded),
        _seconds(measured),
        peak(measured),
        _seconds(witness),
    ]
    return f"| {' | '.join([*cells, 'failed' if witness[-1].failed else same(witness, measured)])} |"


def _seconds(runs: list[Run]) -> str:
    return runs[-1].failed.replace("|", "/") or f"{median(seconds(runs)):.2f}"


def seconds(runs: list[Run]) -> list[float]:
    return [run.seconds for run in runs]


def spread(runs: list[Run]) -> str:
    found = seconds(runs)
    return f"{min(found):.2f} / {median(found):.2f} / {max(found):.2f}"


def peak(runs: list[Run]) -> str:
    return f"{max(run.peak_mb for run in runs):,.0f}"
