"""Which columns say whose row it is: names that say so and content that behaves so, or content alone."""

from __future__ import annotations

from collections.abc import Sequence

from wayline.sources import column_name as names
from wayline.sources.profile import Column
from wayline.sources.proposal import Draft
from wayline.sources.role_model import Word

KINDS = (
    ("person_id", names.PERSON),
    ("account_id", names.ACCOUNT),
    ("session_id", names.SESSION),
    ("object_id", names.OBJECT),
)
# The order in which a row's traits find their owner.
OWNERS = ("object_id", "session_id", "person_id", "account_id")


def give_keys(draft: Draft, *, unique: bool = False) -> None:
    """Keys by their names, supported by content. `unique`: one row a key is expected (people), else rows that repeat it (events)."""
    for role, kind in KINDS:
        fitting = [
            column
            for column in draft.profile.without(draft.taken)
            if names.is_id_of(column.name, kind) and _can_be_key(column)
        ]
        fitting = _settled(draft, fitting)
        if not fitting:
            continue
        best = min(fitting, key=lambda column: _rank(column, unique=unique))
        draft.give(role, best.name, _said(best))
        if role == "object_id":
            draft.values["object_type"] = Word(names.thing(best.name))
        if len(fitting) > 1 and role != "object_id":
            others = ", ".join(f"'{column.name}'" for column in fitting if column is not best)
            draft.doubt(f"{role}: '{best.name}' was taken, {others} could be it as well")


def _settled(draft: Draft, fitting: list[Column]) -> list[Column]:
    """Without levels that only carry the name of a thing (`Contract`: monthly, yearly), and without addresses beside an id."""
    fitting = [
        column
        for column in fitting
        if not names.is_bare(column.name) or column.distinct > max(2, 0.02 * len(column.there))
    ]
    addresses = [column for column in fitting if all("@" in value for value in column.there[:50])]
    if not addresses or len(addresses) == len(fitting):
        return fitting
    if draft.table == "people" and not draft.same_as:
        draft.same_as = tuple(column.name for column in addresses)
        for column in addresses:
            draft.note("same_as", column.name, f"{column.distinct:,} addresses beside the id")
    return [column for column in fitting if column not in addresses]


def guess_key(draft: Draft) -> None:
    """A key where no name alone decides: a person's bare name over few values, else the column with most different values that repeat."""
    named = [column for column in draft.profile.without(draft.taken) if _is_person(column)]
    if len(named) == 1:
        draft.give("person_id", named[0].name, f"its name says so; {_said(named[0])}")
        return
    fitting = [
        column
        for column in draft.profile.without(draft.taken)
        if _can_be_key(column) and column.is_repeated and not column.time
    ]
    fitting = [column for column in fitting if column.distinct * 1.5 <= len(column.there) and not _is_measure(column)]
    if not fitting:
        draft.doubt("no column says whose row it is (person_id, account_id, object_id or session_id)")
        return
    ranked = sorted(fitting, key=lambda column: -column.distinct)
    best = ranked[0]
    draft.give("person_id", best.name, f"most different values that repeat: {_said(best)}")
    if len(ranked) > 1 and best.distinct < 10 * ranked[1].distinct:
        draft.doubt(f"person_id: '{best.name}' was taken for its many values, but no name says so")


def owner_column(draft: Draft) -> Column | None:
    """The column whose values own the row, and so its traits."""
    for role in OWNERS:
        value = draft.values.get(role)
        if value is not None:
            return next(column for column in draft.profile if (column.name,) == getattr(value, "columns", ()))
    return None


def _can_be_key(column: Column) -> bool:
    return (
        column.distinct > 0
        and not column.is_prose
        and (not column.is_number or column.is_integer)
        and not _is_time(column)
    )


def _is_person(column: Column) -> bool:
    return names.is_id_of(column.name, names.PERSON) and _can_be_key(column)


def _is_time(column: Column) -> bool:
    return column.time is not None and not column.time.unit


def _is_measure(column: Column) -> bool:
    return column.is_number and not column.is_integer


def _rank(column: Column, *, unique: bool) -> tuple[bool, float]:
    fits = column.is_unique if unique else column.is_repeated
    return (not fits, -column.filled)


def _said(column: Column) -> str:
    each = len(column.there) / column.distinct
    return (
        f"{column.distinct:,} values, {each:.1f} rows each"
        if not column.is_unique
        else f"{column.distinct:,} values, one row each"
    )


def unnamed(draft: Draft) -> Sequence[Column]:
    return draft.profile.without(draft.taken)
