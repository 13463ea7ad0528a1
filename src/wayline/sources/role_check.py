"""What a table needs and what contradicts itself: the rules of a roles file beyond its form."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.sources.role_entry import Entry
from wayline.sources.role_model import KEYS, SCALES, Cells, Either, Roles, Word


def check(roles: Roles, table: Entry, entries: dict[str, Entry]) -> None:
    """Raises RolesError, at the place of the role or of the table, for the first thing that is missing or contradicts another."""
    rules = {"events": _events, "voice": _voice, "people": _people, "accounts": _accounts}
    for role, problem in (*_every_table(roles), *rules[roles.table](roles)):
        raise entries[role].refusal(problem) if role in entries else table.refusal(problem)


def has_key(roles: Roles) -> bool:
    return any(key in roles.values for key in KEYS)


Problems = Iterator[tuple[str, str]]


def _every_table(roles: Roles) -> Problems:
    both = sorted(set(roles.traits or ()) & set(roles.drop))
    if both:
        yield "drop", f"drop: '{both[0]}' is listed under traits as well"
    if ("object_id" in roles.values) != ("object_type" in roles.values):
        yield "object_id", "object_id and object_type go together, such as `object_type: order`"


def _events(roles: Roles) -> Problems:
    if not has_key(roles):
        yield "", f"events need a key: one of {', '.join(KEYS)}"
    clocks = [
        name
        for name, said in (
            ("occurred_at", roles.times.get("occurred_at")),
            ("position", roles.position),
            ("milestones", roles.milestones),
        )
        if said
    ]
    if not clocks:
        yield "", "events need a time: occurred_at, or position (order only), or milestones (a column a milestone)"
    if len(clocks) > 1:
        yield clocks[1], f"say one of {' and '.join(clocks)}, not both"
    if roles.milestones and "event" in roles.values:
        yield "event", "event is left out where there are milestones: their names are the events"
    if not roles.milestones and "event" not in roles.values:
        yield "", "events need a name: `event: COLUMN`, or `event: {literal: NAME}`"


def _voice(roles: Roles) -> Problems:
    if "score" not in roles.values:
        loose = (("no_answer", roles.score.no_answer), ("reversed", roles.score.is_reversed))
        yield from (
            (name, f"{name}: belongs to a score; in wide form each question has its own")
            for name, said in loose
            if said
        )
    if roles.questions:
        yield from (
            (role, f"{role}: belongs to the long form, and this table has questions")
            for role in ("score", "question", "kind", "text")
            if role in roles.values
        )
        yield from _question_scales(roles)
        return
    if not {"score", "text"} & set(roles.values):
        yield "", "voice needs a score or a text, or `questions:` (a column a question)"
    if "kind" not in roles.values:
        yield (
            "",
            "voice needs its kind: `kind: nps` (or csat, ces, rating, review, ticket, mail, call, interview, post, note), or a column",
        )
    if "score" in roles.values and not _scale_is_known(roles):
        yield "score", "score: a score without its scale is no score; say `min: 1` and `max: 5`"


def _question_scales(roles: Roles) -> Problems:
    for question in roles.questions:
        if question.is_open:
            continue
        given = (question.scale.low, question.scale.high)
        if None in given and (given != (None, None) or question.kind not in SCALES):
            yield (
                "questions",
                f"questions: '{question.column}' needs `min` and `max`; a score without its scale is no score",
            )


def _scale_is_known(roles: Roles) -> bool:
    if {"scale_min", "scale_max"} <= set(roles.values) or None not in (roles.score.low, roles.score.high):
        return True
    match roles.values.get("kind"):
        case Word(kind) | Either(kind):
            return kind in SCALES
        case Cells():
            return True
    return False


def _people(roles: Roles) -> Problems:
    if not has_key(roles):
        yield "", "people need `person_id: COLUMN` (or object_id, session_id, account_id)"
    if roles.same_as and "person_id" not in roles.values:
        yield "same_as", "same_as says which other ids are one person, so it needs person_id"


def _accounts(roles: Roles) -> Problems:
    if "account_id" not in roles.values:
        yield "", "accounts need `account_id: COLUMN`"
