"""Roles of an events table from its content: when, who, what, and what describes whom."""

from __future__ import annotations

import re

from wayline.sources import column_name as names
from wayline.sources.profile import Column, Profile, rises_within, varying_share
from wayline.sources.proposal import Draft
from wayline.sources.propose_keys import give_keys, guess_key, owner_column
from wayline.sources.role_model import KEYS, Milestone, Moment, Word

MOST_EVENTS = 300
MOST_LEVELS = 50
FEW_TIMES = 0.7
_PARTS = frozenset({"unit", "tax", "id", "freight", "shipping"})
_DIRECTIONS = frozenset({"inbound", "outbound", "internal"})


def looks_like_events(seen: Profile) -> bool:
    """Whether rows have a time, or a position within a key, and something repeats."""
    times = _time_columns(seen)
    if times and any(_is_key_name(column) for column in seen):
        return True
    if times and not any(column.is_prose for column in seen):
        return any(column.is_repeated and not column.time for column in seen)
    return any(
        names.has_word(column.name, names.POSITION) and column.is_integer and _rises_in_some(column, seen)
        for column in seen
    )


def propose_events(draft: Draft) -> None:
    times = _time_columns(draft.profile)
    draft.taken |= {column.name for column in times}
    give_keys(draft)
    _give_event_id(draft)
    if not any(key in draft.values for key in KEYS):
        guess_key(draft)
    if _is_wide(draft, times):
        _give_milestones(draft, times)
    else:
        _give_time(draft, times)
        _give_event(draft)
    _give_rest(draft)
    _give_traits(draft)


def _is_key_name(column: Column) -> bool:
    return any(names.is_id_of(column.name, kind) for kind in (names.PERSON, names.ACCOUNT, names.SESSION, names.OBJECT))


def _rises_in_some(column: Column, seen: Profile) -> bool:
    return any(
        rises_within(column, key)[0] > 0.9 for key in seen if key is not column and key.is_repeated and not key.is_prose
    )


def _time_columns(seen: Profile) -> list[Column]:
    found = [
        column
        for column in seen
        if column.time and (not column.time.unit or names.has_word(column.name, names.HAPPENED))
    ]
    return [column for column in found if not _is_plain_number(column)]


def _is_plain_number(column: Column) -> bool:
    """Digits that only happen to fit `%Y%m%d`."""
    is_digits = column.time is not None and column.time.format in ("%Y%m%d", "%Y%m%d%H%M%S")
    return is_digits and not names.has_word(column.name, names.HAPPENED)


def _is_wide(draft: Draft, times: list[Column]) -> bool:
    """Several times a row, and one row a key."""
    if len(times) < 3:
        return False
    keys = [column for column in draft.profile if _is_key_name(column)]
    return any(column.is_unique for column in keys)


def _give_milestones(draft: Draft, times: list[Column]) -> None:
    met = [column for column in times if not names.has_word(column.name, names.PLANNED)]
    events = names.milestone_names([column.name for column in met])
    draft.milestones = tuple(
        Milestone(event, _moment(draft, column)) for event, column in zip(events, met, strict=True)
    )
    for event, column in zip(events, met, strict=True):
        draft.note(event, column.name, f"{len(column.there):,} of {draft.profile.rows:,} rows have this time")
    draft.doubt(
        f"{len(met)} columns hold times, one row a key: each was taken for a milestone; the names of the events are ours"
    )
    for column in times:
        if column not in met:
            draft.doubt(f"'{column.name}' sounds planned, not done, and makes no event")
    unique = next((column for column in draft.profile if column.is_unique and _is_key_name(column)), None)
    if unique is not None and not any(
        getattr(value, "columns", ()) == (unique.name,) for value in draft.values.values()
    ):
        draft.give("object_id", unique.name, f"{unique.distinct:,} values, one row each")
        draft.values["object_type"] = Word(names.thing(unique.name))


def _give_time(draft: Draft, times: list[Column]) -> None:
    if not times:
        _give_position(draft)
        return
    ranked = sorted(times, key=_time_rank)
    best = ranked[0]
    draft.times["occurred_at"] = _moment(draft, best)
    form = best.time.spoken if best.time else ""
    share = best.time.share if best.time else 0.0
    draft.note(
        "occurred_at", best.name, f"{round(share * len(best.there)):,} of {draft.profile.rows:,} cells are {form}"
    )
    if share < FEW_TIMES:
        draft.doubt(
            f"occurred_at: only {share:.0%} of the values of '{best.name}' are {form}; the others would be rejected"
        )
    if len(ranked) > 1 and _time_rank(ranked[0])[:2] == _time_rank(ranked[1])[:2]:
        draft.doubt(f"occurred_at: '{best.name}' was taken, {_listed(ranked[1:])} hold times as well")
    for other in ranked[1:]:
        if names.has_word(other.name, names.RECEIVED) and "received_at" not in draft.times:
            draft.times["received_at"] = _moment(draft, other)
            draft.note("received_at", other.name, "its name says when the row came in")


def _time_rank(column: Column) -> tuple[bool, bool, float]:
    late = names.has_word(
        column.name,
        names.PLANNED
        | names.RECEIVED
        | frozenset({"updated", "modified", "sent", "valid", "birth", "birthday", "end"}),
    )
    return (late, not names.has_word(column.name, names.HAPPENED), -column.filled)


def _moment(draft: Draft, column: Column) -> Moment:
    form = column.time
    assert form is not None, "only time columns become moments"
    if form.rival:
        draft.doubt(
            f"'{column.name}': every cell fits {form.format} and {form.rival}; which comes first, day or month? Correct `format` if it is the other"
        )
    return form.moment(column.name)


def _give_position(draft: Draft) -> None:
    owner = owner_column(draft)
    for column in draft.profile.without(draft.taken):
        if owner is None or not column.is_integer or column.filled < 1:
            continue
        share, keys = rises_within(column, owner)
        if keys and share >= 0.95:
            draft.position = column.name
            draft.note("position", column.name, f"no times; it rises from row to row in {share:.0%} of {keys:,} keys")
            draft.assumed.append(f"'{column.name}' gives an order, no times: durations are refused")
            return
    draft.doubt("no column holds times, and none an order; say occurred_at or position")


def _give_event_id(draft: Draft) -> None:
    for column in draft.profile.without(draft.taken):
        if column.is_unique and " ".join(names.words(column.name)) in names.ROW_ID:
            draft.give("event_id", column.name, f"{column.distinct:,} values, none twice")
            return


def _give_event(draft: Draft) -> None:
    ranked = sorted(_event_columns(draft), key=lambda found: -found[0])
    if not ranked:
        draft.values["event"] = Word(_literal_name(draft))
        draft.doubt("event: no column names what happened; say `event: {literal: NAME}` or a column")
        return
    score, best = ranked[0]
    draft.give("event", best.name, f"{best.distinct} names over {len(best.there):,} rows")
    rivals = [column for rival, column in ranked[1:] if score - rival < 2]
    is_named = names.has_word(best.name, names.EVENT)
    is_alone = not rivals and (names.has_word(best.name, names.LIKE_EVENT) or len(draft.profile.columns) <= 4)
    if rivals:
        draft.doubt(f"event: '{best.name}' was taken, {_listed(rivals)} could name it as well")
    elif best.distinct > MOST_EVENTS:
        draft.doubt(
            f"event: '{best.name}' has {best.distinct:,} values, more than a map can hold; is there a coarser column?"
        )
    elif not is_named and not is_alone:
        draft.doubt(f"event: '{best.name}' was taken for its {best.distinct} values, but no name says so")


def _literal_name(draft: Draft) -> str:
    if _amount_column(draft):
        return "purchase"
    timed = draft.times.get("occurred_at")
    name = names.milestone_names([timed.column])[0] if timed else "event"
    return "event" if names.has_word(name, names.HAPPENED) else name


def _event_columns(draft: Draft) -> list[tuple[float, Column]]:
    """Columns that can name what happened, with how well: by name, and by changing within a key."""
    owner = owner_column(draft)
    found = []
    for column in draft.profile.without(draft.taken):
        named = 3.0 * names.has_word(column.name, names.EVENT) + names.has_word(column.name, names.LIKE_EVENT)
        most = 0.6 * len(column.there) if named else min(MOST_EVENTS, 0.3 * len(column.there))
        few = column.distinct <= max(10, most)
        if (
            column.is_number
            or column.is_prose
            or column.filled < (0.5 if named >= 3 else 0.98)
            or not few
            or not column.there
        ):
            continue
        varies = varying_share(column, owner)[0] if owner else 1.0
        if named >= 3 or (column.distinct > 1 and varies >= 0.2):
            found.append((named + varies, column))
    return found


def _amount_column(draft: Draft) -> Column | None:
    fitting = [
        column
        for column in draft.profile.without(draft.taken)
        if column.is_number and names.has_word(column.name, names.AMOUNT)
    ]
    return next((column for column in fitting if not names.has_word(column.name, _PARTS)), None)


def _give_rest(draft: Draft) -> None:
    amount = _amount_column(draft)
    if amount is not None:
        draft.give("amount", amount.name, f"{len(amount.there):,} numbers, and its name says so")
    for column in draft.profile.without(draft.taken):
        said = " ".join(names.words(column.name))
        levels = column.levels
        if said == "currency" and all(re.fullmatch("[A-Z]{3}", level) for level in levels):
            draft.give("currency", column.name, f"{column.distinct} codes of three letters")
        elif said in ("referrer", "referer", "utm source"):
            draft.give("referrer", column.name, f"its name says so; {column.distinct:,} values")
        elif said in ("campaign", "utm campaign", "campaign name"):
            draft.give("campaign", column.name, f"its name says so; {column.distinct:,} values")
        elif said == "channel" and column.distinct <= MOST_LEVELS:
            draft.give("channel", column.name, f"its name says so; {column.distinct} values")
        elif said == "direction" and levels and set(levels) <= _DIRECTIONS:
            draft.give("direction", column.name, "inbound, outbound or internal")


def _give_traits(draft: Draft) -> None:
    owner = owner_column(draft)
    if owner is None:
        return
    found: list[str] = []
    keys = 0
    for column in draft.profile.without(draft.taken):
        varies, keys = varying_share(column, owner)
        if keys > 1 and varies <= 0.05 and _is_level(column):
            found.append(column.name)
    if found:
        draft.traits = tuple(found)
        draft.note(
            "traits",
            "",
            f"constant within '{owner.name}', few levels: " + ", ".join(_levels(draft, name) for name in found),
        )


def _is_level(column: Column) -> bool:
    few = 2 <= column.distinct <= min(MOST_LEVELS, max(2, len(column.there) // 3))
    return few and column.filled >= 0.5 and not (column.is_number and not column.is_integer) and not column.time


def _levels(draft: Draft, name: str) -> str:
    return f"{name} {next(column.distinct for column in draft.profile if column.name == name)}"


def _listed(columns: list[Column]) -> str:
    return ", ".join(f"'{column.name}'" for column in columns)
