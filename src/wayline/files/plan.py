"""Plans of experiments (`NAME.plan.yaml`): written locked, read back, and tested against their own hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wayline.documents import read_text
from wayline.errors import InputError
from wayline.files.cursor import Cursor, refusal
from wayline.files.journey import only_document
from wayline.files.journey_shape import VERSION
from wayline.files.shape import ID, Day, Key, ListOf, Name, Number, Record, Shape, Text
from wayline.files.write import in_order
from wayline.files.yaml_text import Layout, block_text

SUFFIX = ".plan.yaml"
RANDOMISED = "randomised"
Plan = dict[str, Any]


def _part(name: str, means: str, **keys: tuple[Shape, str]) -> Key:
    record = Record(name, {key: Key(shape, says) for key, (shape, says) in keys.items()}, means=means)
    return Key(record, means, required=True)


PLAN = Record(
    "plan",
    {
        "wayline": Key(VERSION, "the version of the format: 1", required=True),
        "plan": Key(ID, "the id of the plan", required=True),
        "map": Key(ID, "the map whose step it is about", required=True),
        "step": Key(ID, "the step that is brought about more often", required=True),
        "claim": _part(
            "claim",
            "what was known before: no proof, but a reason to try",
            rung=(Number(whole=True), "its place on the ladder of evidence"),
            says=(Text(), "the claim in words"),
            effect=(Number(), "the difference of success among held-out subjects"),
            low=(Number(), "its lower limit"),
            high=(Number(), "its upper limit"),
            held_out=(Number(whole=True), "how many subjects it was reported on"),
            steps_tried=(Number(whole=True), "steps that were tried"),
            combinations_tried=(Number(whole=True), "combinations of event, count and days that were tried"),
            events=(Text(), "the version of the event log"),
        ),
        "design": Key(Text(), "how subjects come into an arm", required=True),
        "unit": Key(Text(), "what is put into an arm", required=True),
        "arms": _part(
            "arms",
            "what is done in each arm",
            treatment=(Text(), "what is done for those it is tried with"),
            control=(Text(), "what is done for the others"),
        ),
        "estimand": Key(Text(), "the difference that is asked for", required=True),
        "window": _part(
            "window",
            "what counts when, in days from a subject's start",
            exposure_days=(Number(), "up to here the step is to be reached"),
            outcome_days=(Number(), "so long after that the outcome counts; absent: to the end of the path"),
            clock=(Text(), "the property of events that counts the days"),
        ),
        "metric": _part(
            "metric",
            "what success is",
            outcome=(Text(), "the selector of success, or leave"),
            reached=(Text(), "the state that all who are compared have reached"),
            version=(Text(), "a hash of all that defines the metric"),
        ),
        "segment": Key(Text(), "the trait that is held, and by which arms may be balanced"),
        "baseline": Key(Number(), "success of all who were compared, before", required=True),
        "per_arm": Key(Number(1, whole=True), "how many subjects each arm needs", required=True),
        "smallest_visible": Key(Number(0), "the smallest difference that is likely to be seen", required=True),
        "level": Key(Number(0), "the level of the interval", required=True),
        "power": Key(Number(0), "the chance to see a difference of that size", required=True),
        "looks": Key(Number(1, whole=True), "how often the result is looked at, the planned end included", required=True),
        "verdicts": Key(ListOf(Name()), "what the result may be called", required=True),
        "start": Key(Day(), "the first day on which a subject may be put into an arm", required=True),
        "locked": _part("lock", "when it was locked, and the hash of all else", at=(Text(), "the time"), hash=(Text(), "sha256 of the plan")),
    },
    means="An experiment as it was planned before its start.",
)  # fmt: skip


def plan_text(plan: Plan) -> str:
    """The text of a plan, its keys in the order of the format."""
    return block_text(in_order(plan, PLAN), 0, Layout()) + "\n"


def read_plan(path: Path | str) -> Plan:
    """The plan of a file. Raises InputError with every problem, each with line and column."""
    text = read_text(Path(path), error=InputError)
    document = only_document(text, str(path), PLAN)
    at = Cursor.top(document)
    PLAN.read(at)
    if at.problems:
        raise refusal(InputError, str(path), "plan", at.problems)
    return dict(document.data)


def digest(plan: Mapping[str, Any]) -> str:
    """The hash of a plan: of all that is in it but the hash. Layout and comments of the file do not matter, every value does."""
    lock = {key: value for key, value in plan["locked"].items() if key != "hash"}
    return fingerprint({**plan, "locked": lock})


def fingerprint(value: Any) -> str:
    """sha256 of plain data, whatever the order of its keys."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
