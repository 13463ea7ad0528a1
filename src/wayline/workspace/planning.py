"""From a claim on rung 3 to the plan of an experiment, locked before it starts; and whether a plan still is what was locked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from wayline.errors import InputError, NotFoundError
from wayline.estimates.estimate import LEVEL, POWER
from wayline.estimates.visible import needed_per_arm, smallest_visible
from wayline.files.plan import RANDOMISED, Plan, digest, fingerprint, plan_text, read_plan
from wayline.files.selector_text import selector_plain
from wayline.findings import nearest
from wayline.maps.duration import seconds, spoken
from wayline.maps.model import JourneyMap, Step
from wayline.views import words
from wayline.views.claims import PLANNED_FROM, claim
from wayline.views.suppress import reader
from wayline.workspace.claiming import kept_claims
from wayline.workspace.folder import Workspace

DAY = 86_400
VERDICTS = ("works", "no effect larger than the smallest visible", "harmful", "cannot tell")
_NARROWED = ("where", "since", "until")


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan and the file it was written to; `plain()` is the JSON of `wayline plan --json`."""

    file: Path
    plan: Plan

    def plain(self) -> dict[str, Any]:
        return {"file": str(self.file), "hash": self.plan["locked"]["hash"], "plan": self.plan}


@dataclass(frozen=True, slots=True)
class PlanCheck:
    """Whether a plan is what was locked. `problems`: why it is not, in sentences; none where it is."""

    plan: Plan
    problems: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.problems

    def plain(self) -> dict[str, Any]:
        locked = self.plan["locked"]
        return {"plan": self.plan["plan"], "hash": locked["hash"], "locked_at": locked["at"], "start": str(self.plan["start"]),
                "holds": self.holds, "problems": list(self.problems)}  # fmt: skip


def plan(
    workspace: Workspace,
    name: str,
    step: str,
    output: Path | str,
    *,
    treatment: str,
    start: str,
    visible: float | None = None,
    per_arm: int | None = None,
    now: datetime | None = None,
) -> Planned:
    """Write the plan of an experiment on a step whose kept claim predicts, locked by a hash.

    `treatment`: what is done for those it is tried with. `start`: its first day, which must lie ahead. `visible`: the difference of the share that succeeds that it should be able to
    see (the smallest interesting change of the answer unless said otherwise), or `per_arm` subjects in each arm. Raises
    InputError for a claim below rung 3, a day that is over, and a file that is there; NotFoundError for a step without a kept claim.
    """
    journey, now = workspace.map(name), now or datetime.now(UTC)
    record, found = _claim(workspace, journey, step)
    share = record["found"]["succeeded"] / record["found"]["subjects"]
    visible = _asked_size(share, visible, per_arm, float(record["found"]["smallest"]))
    n = per_arm or needed_per_arm(share, visible)
    if not treatment.strip():
        raise InputError(
            "a plan says what is done in the treatment arm", hint='For example --treatment "a call on day 21"'
        )
    made = _plan(journey, record, found, treatment.strip(), _first_day(start, workspace.zone, now)) | {
        "baseline": share,
        "per_arm": n,
        "smallest_visible": smallest_visible(share, n),
        "locked": {"at": now.isoformat(timespec="seconds")},
    }
    made["locked"]["hash"] = digest(made)
    target = Path(output)
    try:
        with target.open("x", encoding="utf-8") as file:  # a locked plan is never written over
            file.write(plan_text(made))
    except FileExistsError as error:
        raise InputError(f"{target} is there; a plan is not written over", hint="Name another file with -o") from error
    except OSError as error:
        raise InputError(f"cannot write {target}: {error.strerror}") from error
    return Planned(target, made)


def check_plan(workspace: Workspace | None, path: Path | str) -> PlanCheck:
    """Whether the plan of a file is what was locked, before its start, and its metric still what the map says. Raises InputError.

    Without a workspace, or where it has no such map, the metric is not looked at.
    """
    read = read_plan(path)
    locked = read["locked"]
    problems = []
    if digest(read) != locked["hash"]:
        problems.append("the plan was changed after it was locked: its hash is no longer that of its content")
    if str(read["start"]) <= str(locked["at"])[:10]:
        problems.append(f"it was locked on {str(locked['at'])[:10]}, not before its start on {read['start']}")
    known = {one.id for one in _steps(workspace, str(read["map"]))}
    if workspace is not None and known:
        problems += _changed(workspace.map(str(read["map"])), read)
    return PlanCheck(read, tuple(problems))


def _steps(workspace: Workspace | None, name: str) -> tuple[Step, ...]:
    try:
        return tuple(workspace.map(name).steps) if workspace is not None else ()
    except NotFoundError:
        return ()


def _changed(journey: JourneyMap, read: Plan) -> list[str]:
    step = next((one for one in journey.steps if one.id == read["step"]), None)
    if step is None:
        return [f"the map has no step '{read['step']}' any more"]
    if _version(step, read["metric"], read["window"]) != read["metric"]["version"]:
        return ["the metric changed since: the map binds the step to other events, or outcome and window are others"]
    return []


def _claim(workspace: Workspace, journey: JourneyMap, name: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The kept answer that the map is drawn with at this step, and what it says of the step."""
    ids = [step.id for step in journey.steps]
    if name not in ids:
        raise NotFoundError(f"the map has no step '{name}'.{nearest(name, ids)}", hint=f"Steps: {', '.join(ids)}")
    step = journey.steps[ids.index(name)]
    kept = kept_claims(workspace, journey.id).moments
    told = claim(step, journey, kept, replace(reader(journey.unit), inside=True))
    if told is None:
        raise NotFoundError(
            f"nothing is kept of what '{name}' goes with", hint=f"`wayline moments {journey.id} --landmark 14d --keep` tests the steps and keeps the answer"
        )  # fmt: skip
    if told["rung"] < PLANNED_FROM:
        said = told["verb"] if told["rung"] else "no visible effect"
        raise InputError(
            f"the claim of '{name}' is on rung {told['rung']} ('{said}'); an experiment is planned from rung {PLANNED_FROM} ('predicts')",
            hint="More subjects may confirm it: `wayline moments --json` says how many",
        )
    landmark = step.milestone.landmark if step.milestone else ""
    record = [one for one in kept if not landmark or one["found"]["landmark_days"] == seconds(landmark) / DAY][-1]
    return record, next(one for one in record["found"]["steps"] if one["step"] == name)


def _asked_size(share: float, visible: float | None, per_arm: int | None, smallest: float) -> float:
    if visible is not None and per_arm is not None:
        raise InputError("--visible and --per-arm settle each other", hint="Give one of them")
    if per_arm is not None and per_arm < 1:
        raise InputError(f"{per_arm} subjects in each arm are none")
    if not 0 < share < 1:
        raise InputError("everyone compared has the same outcome: no experiment could be sized on it")
    if visible is not None and not 0 < visible < 1:
        raise InputError(f"--visible is a difference of shares between 0 and 1, not {visible:g}")
    return smallest if visible is None else visible


def _first_day(text: str, zone: str, now: datetime) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"--start '{text}' is no day", hint="Expected a date such as 2026-01-31") from error
    today = now.astimezone(ZoneInfo(zone)).date()
    if day <= max(today, now.date()):
        raise InputError(f"--start {day} is not ahead: a plan is locked before the experiment starts", hint="Choose tomorrow or later")  # fmt: skip
    return day.isoformat()


def _plan(journey: JourneyMap, record: Mapping[str, Any], found: Mapping[str, Any], treatment: str, start: str) -> Plan:
    asked, days = record["asked"], record["found"]["landmark_days"]
    step = next(one for one in journey.steps if one.id == found["step"])
    difference, half = found["held_out"]["held_risk_difference"], found["held_out"]
    one, many = words.nouns(journey.unit)
    by = spoken(days * DAY)
    window = {"exposure_days": days} | {key: asked[old] for key, old in (("outcome_days", "horizon_days"), ("clock", "clock")) if old in asked}  # fmt: skip
    metric = {"outcome": asked["outcome"]} | ({"reached": asked["reached"]} if "reached" in asked else {})
    narrowed = "; ".join(f"{key} {asked[key]}" for key in _NARROWED if key in asked)
    return {
        "wayline": 1,
        "plan": f"{journey.id}-{step.id}",
        "map": journey.id,
        "step": step.id,
        "claim": {
            "rung": found["rung"],
            "says": f"'{step.title or step.id}' within {by} predicts {found['sign']} success",
            "effect": difference["value"],
            "low": difference["low"],
            "high": difference["high"],
            "held_out": half["reached"] + half["others"],
            "steps_tried": len(record["found"]["steps"]),
            "combinations_tried": record["found"]["combinations"],
            "events": f"version {record['version']}",
        },
        "design": RANDOMISED,
        "unit": journey.unit,
        "arms": {
            "treatment": treatment,
            "control": "as now",
        },
        "estimand": f"share of {many} with the outcome in the treatment arm less that in the control arm, each {one} counted in the arm it was put into"
        + (f", of those with {narrowed}" if narrowed else ""),
        "window": window,
        "metric": metric | {"version": _version(step, metric, window)},
        **({"segment": asked["segment"]} if "segment" in asked else {}),
        "level": LEVEL,
        "power": POWER,
        "looks": 1,
        "verdicts": list(VERDICTS),
        "start": start,
    }  # fmt: skip


def _version(step: Step, metric: Mapping[str, Any], window: Mapping[str, Any]) -> str:
    """A hash of what defines the metric: outcome, state, window, and the events that stand behind the step."""
    said = {key: value for key, value in metric.items() if key != "version"}
    return fingerprint([said, dict(window), [selector_plain(selector) for selector in step.bind]])
