"""How much of real logs does a draft explain, beside the graphs of other tools at equal size?

    python -m benchmarks.draft_against_peers --peers benchmarks/.venv/bin/python

`--peers` is an interpreter that has retentioneering and pm4py (AGPL: a bench tool, never a dependency). Writes the tables of
docs/reference/draft.md between its marks. Logs that are absent are left out, and the page says so.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import wayline
from wayline.bindings.conditions import Names
from wayline.measures.draft.connections import choose_kinds, needs
from wayline.workspace.drafting import Drafted, log_walk

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "draft.md"
EDGE = "\0edge"
SIZES = {"OULAD": (8, 12), "Olist": (8, 10), "clickstream": (20, 30, 60), "MSNBC": (60, 150), "weblog": (20, 60)}
ROLES = ROOT / "tests" / "reference" / "roles"
# log → folder, files
LOGS = {
    "OULAD": ("oulad_churn", ("events.csv.gz",)),
    "Olist": ("olist", ("orders.csv.gz", "order_reviews.csv.gz")),
    "clickstream": ("clickstream_ecom_synthetic", ("events.csv.gz",)),
    "MSNBC": ("msnbc_clickstream", ("clicks.csv.gz",)),
    "weblog": ("weblog", ("requests.csv.gz",)),
}
WEBLOG = (
    "wayline: 1\ntable: events\nsource: blog\ncolumns: {person_id: visitor_id, occurred_at: timestamp, event: path}\n"
)


@dataclass(frozen=True)
class Log:
    """Paths as pairs: every direct succession between two events, by path; `alone`: paths of one event."""

    walk: object
    names: list[str]
    learned: int


@dataclass(frozen=True)
class Graph:
    """What a map or graph has: the step of each event name, pairs of steps, and names that may follow anything (leaves).

    `gathered`: its beginnings are gathered by a step of its own, which the path comes to by one more line.
    """

    step_of: dict[str, str]
    pairs: frozenset[tuple[str, str]]
    leaves: frozenset[str] = frozenset()
    gathered: bool = False

    @property
    def steps(self) -> int:
        return len(set(self.step_of.values())) + bool(self.leaves) + self.gathered

    @property
    def lines(self) -> int:
        return len(self.pairs) + self.gathered

    @property
    def size(self) -> int:
        return self.steps + self.lines


def coverage(log: Log, graph: Graph, late: bool, tested: str = "") -> tuple[float, float]:
    """(transitions, paths): the share of direct successions between events on the graph, and of paths that have no event and no
    succession beside it. Beginnings and ends are tested where `tested` names them."""
    walk, ids = log.walk, {step: n for n, step in enumerate(sorted(set(graph.step_of.values())))}
    ids[EDGE] = len(ids)
    step = np.array([ids.get(graph.step_of.get(name, ""), -1) for name in log.names])
    is_leave = np.array([name in graph.leaves for name in log.names])
    drawn = np.zeros((len(ids), len(ids)), dtype=bool)
    for a, b in graph.pairs:
        drawn[ids[a], ids[b]] = True
    same = ~walk.firsts[1:]
    path, one, other = walk.path[1:][same], walk.act[:-1][same], walk.act[1:][same]
    fine = (step[one] >= 0) & (is_leave[other] | ((step[other] >= 0) & drawn[step[one], step[other]]))
    if "beginnings" in tested:
        begins = walk.act[walk.firsts]
        path = np.concatenate((path, walk.path[walk.firsts]))
        fine = np.concatenate((fine, (step[begins] >= 0) & drawn[-1, step[begins]]))
    if "ends" in tested:
        ends = walk.act[walk.lasts]
        path = np.concatenate((path, walk.path[walk.lasts]))
        fine = np.concatenate((fine, is_leave[ends] | ((step[ends] >= 0) & drawn[step[ends], -1])))
    bad = np.zeros(walk.paths, dtype=bool)
    bad[walk.path[(step[walk.act] < 0) & ~is_leave[walk.act]]] = True
    bad[path[~fine]] = True
    looked = path >= log.learned if late else path < log.learned
    return float(fine[looked].mean()), float(1 - (bad[log.learned :] if late else bad[: log.learned]).mean())


def of_edges(edges: Iterable[tuple[str, str]]) -> Graph:
    pairs = frozenset((a, b) for a, b in edges)
    return Graph({name: name for pair in pairs for name in pair if name != EDGE}, pairs)


def peer_graph(log: Log, graphs: list, size: int, tested: str) -> Graph:
    """The graph of a peer that explains most of the learned paths among those of at most this size: its most favourable setting."""
    candidates = [of_edges([])]
    for edges in graphs:
        ranked = sorted(edges, key=lambda edge: (-edge[2], edge[0], edge[1]))
        if any(edge[2] for edge in ranked):
            candidates += [of_edges((a, b) for a, b, _ in ranked[:n]) for n in range(1, len(ranked) + 1) if n <= size]
        else:
            candidates.append(of_edges((a, b) for a, b, _ in ranked))
    fitting = {graph.pairs: graph for graph in candidates if graph.size <= size}
    return max(fitting.values(), key=lambda graph: tuple(reversed(coverage(log, graph, False, tested))))


def with_edges(graph: Graph, drafted: Drafted, *, ends: bool) -> Graph:
    """The map with its beginnings, and its ends too: the last steps and the leaves; the end after leaves is one of its lines."""
    ids, plan = [step.id for step in drafted.draft.steps], drafted.draft.plan
    edges = {(EDGE, ids[n]) for n in plan.begins} | ({(ids[n], EDGE) for n in plan.last} if ends else set())
    return Graph(graph.step_of, graph.pairs | edges, graph.leaves, gathered=drafted.draft.arrival is not None)


def own_graph(log: Log, drafted: Drafted) -> Graph:
    names = Names({"event": {name: n for n, name in enumerate(log.names)}})
    step_of = {log.names[n]: step.id for step in drafted.draft.steps for n in names.matching("event", step.act.bind)}
    ids = [step.id for step in drafted.draft.steps]
    leaves = {log.names[n] for act, _ in drafted.draft.leaves for n in names.matching("event", act.bind)}
    return Graph(step_of, frozenset((ids[a], ids[b]) for a, b in drafted.draft.plan.pairs), frozenset(leaves))


@dataclass(frozen=True)
class Transitions:
    """All transitions with START and END (methods as in docs/reference/counting.md): path, kind, and how kinds are spelt."""

    path: np.ndarray
    kind: np.ndarray
    names: list[str]

    def code(self, pair: tuple[str, str]) -> int:
        return self.names.index(pair[0]) * len(self.names) + self.names.index(pair[1])


def all_transitions(log: Log) -> Transitions:
    walk, edge = log.walk, len(log.names)
    kinds = edge + 1
    origin = np.where(walk.firsts, edge, np.concatenate(([edge], walk.act[:-1])))
    path = np.concatenate((walk.path, walk.path[walk.lasts]))
    pairs = np.concatenate((origin * kinds + walk.act, walk.act[walk.lasts] * kinds + edge))
    return Transitions(path, pairs.astype(np.int64), [*log.names, EDGE])


def covered(log: Log, moves: Transitions, kinds: Iterable[int], late: bool) -> tuple[float, float]:
    """(transitions, paths), START and END tested too."""
    looked = moves.path >= log.learned if late else moves.path < log.learned
    fine = np.isin(moves.kind[looked], sorted(kinds))
    bad = np.unique(moves.path[looked][~fine])
    paths = log.walk.paths - log.learned if late else log.learned
    return float(fine.mean()), 1 - len(bad) / paths


def our_kinds(log: Log, moves: Transitions, size: int) -> list[int]:
    """What the draft's choice of connections takes, START and END being steps too."""
    early = moves.path < log.learned
    kinds, dense = np.unique(moves.kind[early], return_inverse=True)
    known = needs(moves.path[early], dense, len(kinds))
    return [int(kinds[kind]) for kind in choose_kinds(known, size)]


def peer_kinds(log: Log, moves: Transitions, graphs: list, size: int) -> list[int]:
    """The graph of at most this size that explains most learned paths, of all that a peer's settings give."""
    best: tuple[float, float, list[int]] = (-1.0, -1.0, [])
    for edges in graphs:
        ranked = sorted(edges, key=lambda edge: (-edge[2], edge[0], edge[1]))
        if len(ranked) > size and not any(edge[2] for edge in ranked):
            continue
        kinds = [moves.code((a, b)) for a, b, _ in ranked[:size]]
        transitions, paths = covered(log, moves, kinds, late=False)
        best = max(best, (paths, transitions, kinds))
    return best[2]


def choice_rows(name: str, log: Log, found: dict[str, list]) -> list[str]:
    moves, rows = all_transitions(log), []
    for size in SIZES[name]:
        sets = {"wayline": our_kinds(log, moves, size)} | {
            tool: peer_kinds(log, moves, graphs, size) for tool, graphs in found.items()
        }
        for tool, kinds in sets.items():
            cells = [f"{value:.3f}" for late in (False, True) for value in covered(log, moves, kinds, late)]
            cells = cells if kinds else ["–"] * 4
            rows.append(f"| {name}, {size} | {tool} | {len(kinds)} | {' | '.join(cells)} |")
    return rows


def peers(python: str, log: Log, folder: Path) -> dict[str, list]:
    path, walk = folder / "learned.csv", log.walk.until(log.learned)
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(("subject", "event", "ts"))
        rows.writerows(zip(walk.path.tolist(), (log.names[n] for n in walk.act), range(len(walk.act)), strict=True))
    run = [python, str(ROOT / "benchmarks" / "peer_graphs.py"), str(path)]
    environment = {**os.environ, "RETENTIONEERING_NO_TRACK": "1", "PYTHONPATH": ""}
    said = subprocess.run(run, capture_output=True, text=True, check=True, env=environment).stdout
    return json.loads(said.strip().splitlines()[-1])


def workspace_of(name: str, folder: Path) -> wayline.Workspace | None:
    data, files = LOGS[name]
    source = next(
        (up / "shared" / "data" / data for up in ROOT.parents if (up / "shared" / "data" / data).is_dir()), None
    )
    if source is None:
        return None
    workspace = wayline.init(folder / name)
    roles = ROLES / f"{name.lower()}.roles.yaml"
    if name == "weblog":
        roles = folder / "weblog.roles.yaml"
        roles.write_text(WEBLOG, encoding="utf-8")
    wayline.import_files(workspace, [source / file for file in files], roles=roles)
    return workspace


def compared(name: str, folder: Path, python: str) -> tuple[list[str], ...]:
    """Rows of the tables for one log."""
    workspace = workspace_of(name, folder)
    if workspace is None:
        return [f"| {name} | not there |"], [], [], [], []
    begun = time.perf_counter()
    drafted = wayline.draft(workspace, output=folder / f"{name}.journey.yaml")
    seconds = time.perf_counter() - begun
    findings = [finding.severity for _, finding in wayline.lint([drafted.file], workspace)]
    walk, names = log_walk(workspace, drafted.draft.unit)
    log = Log(walk, names, drafted.draft.learned)
    found, own = peers(python, log, folder), own_graph(log, drafted)
    inner = {tool: [[edge for edge in edges if EDGE not in edge] for edges in graphs] for tool, graphs in found.items()}
    endless = {
        tool: [[edge for edge in edges if edge[1] != EDGE] for edges in graphs] for tool, graphs in found.items()
    }
    rows = _sized(name, log, own, inner, "")
    begun = _sized(name, log, with_edges(own, drafted, ends=False), endless, "beginnings")
    ended = _sized(name, log, with_edges(own, drafted, ends=True), found, "beginnings, ends")
    return choice_rows(name, log, found), rows, begun, ended, [_draft_row(name, drafted, findings, seconds)]


def _sized(name: str, log: Log, own: Graph, found: dict[str, list], tested: str) -> list[str]:
    graphs = {"wayline draft": own} | {
        tool: peer_graph(log, of_tool, own.size, tested) for tool, of_tool in found.items()
    }
    return [_row(name, tool, log, graph, tested) for tool, graph in graphs.items()]


def _row(name: str, tool: str, log: Log, graph: Graph, tested: str) -> str:
    cells = [f"{value:.3f}" for late in (False, True) for value in coverage(log, graph, late, tested)]
    cells = cells if graph.pairs else ["–"] * 4
    return f"| {name} | {tool} | {graph.steps} + {graph.lines} = {graph.size} | {' | '.join(cells)} |"


def _draft_row(name: str, drafted: Drafted, findings: list[str], seconds: float) -> str:
    draft = drafted.draft
    steps, lines = len(draft.steps), len(draft.plan.kinds)
    if draft.arrival:
        steps, lines = steps + 1, lines + len(draft.plan.begins)
    size = f"{steps} steps, {lines} connections, {len(draft.leaves)} leaves"
    cells = [
        f"{part[key]['value']:.3f}"
        for part in (draft.in_time, draft.out_of_time)
        for key in ("transitions", "paths_so_far")
    ]
    errors = f"{findings.count('error')} / {findings.count('warning')} / {findings.count('info')}"
    return f"| {name} | {draft.unit} | {size} | {' | '.join(cells)} | {errors} | {seconds:.1f} |"


def write(page: Path, mark: str, lines: list[str]) -> None:
    text = page.read_text(encoding="utf-8")
    begin, end = f"<!-- {mark} -->", f"<!-- end of {mark} -->"
    body = "\n".join(lines)
    page.write_text(
        re.sub(f"{re.escape(begin)}.*?{re.escape(end)}", lambda _: f"{begin}\n{body}\n{end}", text, flags=re.DOTALL),
        encoding="utf-8",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", default=sys.executable, help="an interpreter with retentioneering and pm4py")
    parser.add_argument("--logs", nargs="+", default=list(LOGS), choices=list(LOGS))
    args = parser.parse_args()
    heads = {
        "equal number": "| log, transitions | tool | drawn | transitions | paths | transitions later | paths later |",
        "equal size": "| log | tool | steps + connections | transitions | paths | transitions later | paths later |",
        "begun": "| log | tool | steps + connections | transitions | paths | transitions later | paths later |",
        "begun and ended": "| log | tool | steps + connections | transitions | paths | transitions later | paths later |",
        "drafted files": "| log | unit | the drafted file | transitions | paths so far | transitions later | paths so far later "
        "| lint errors / warnings / infos | seconds |",
    }
    tables: dict[str, list[str]] = {mark: [head, "|---" * (head.count("|") - 1) + "|"] for mark, head in heads.items()}
    with tempfile.TemporaryDirectory() as folder:
        for name in args.logs:
            for mark, rows in zip(heads, compared(name, Path(folder), args.peers), strict=True):
                print("\n".join(rows), flush=True)
                tables[mark].extend(rows)
    if args.logs == list(LOGS):
        for mark, rows in tables.items():
            write(PAGE, mark, rows)


if __name__ == "__main__":
    main()
