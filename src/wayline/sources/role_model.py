"""What the columns of one table mean, as immutable values. Knows nothing of YAML, files or rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal as OneOf

from wayline.errors import RolesError
from wayline.findings import nearest
from wayline.sources.raw import ReadOptions

TableKind = OneOf["events", "voice", "people", "accounts"]
TABLES: tuple[TableKind, ...] = ("events", "voice", "people", "accounts")

KEYS = ("person_id", "account_id", "object_id", "session_id")
TIMES = ("occurred_at", "received_at", "valid_from")

# What may be said of each table, in the order in which it is written.
ROLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "events": (
            *KEYS,
            "object_type",
            "occurred_at",
            "position",
            "milestones",
            "event",
            "event_id",
            "channel",
            "direction",
            "referrer",
            "campaign",
            "amount",
            "currency",
            "received_at",
        ),
        "voice": (
            *KEYS,
            "object_type",
            "occurred_at",
            "voice_id",
            "answer_id",
            "kind",
            "solicited",
            "question",
            "asks",
            "score",
            "scale_min",
            "scale_max",
            "weight",
            "text",
            "language",
            "questions",
        ),
        "people": ("person_id", "account_id", "object_id", "object_type", "session_id", "valid_from", "same_as"),
        "accounts": ("account_id", "valid_from"),
    }
)
KINDS = ("nps", "csat", "ces", "rating", "review", "ticket", "mail", "call", "interview", "post", "note")
SOLICITED = frozenset({"nps", "csat", "ces", "rating", "interview"})
SCORED = frozenset({"nps", "csat", "ces", "rating"})
SCALES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {"nps": (0.0, 10.0), "csat": (1.0, 5.0), "ces": (1.0, 7.0)}
)
JOINERS: Mapping[str, str] = MappingProxyType({"event": " "})


@dataclass(frozen=True, slots=True)
class Cells:
    """The text of one column, or of several joined by `joiner`."""

    columns: tuple[str, ...]
    joiner: str = "-"


@dataclass(frozen=True, slots=True)
class Word:
    """The same text in every row."""

    text: str


@dataclass(frozen=True, slots=True)
class Either:
    """A column if the table has one of that name, else the word itself (`object_type: order`)."""

    name: str


Value = Cells | Word | Either


@dataclass(frozen=True, slots=True)
class Moment:
    """A column that holds a time. `unit` with an origin makes it a distance from there, without one an epoch (s, ms, us)."""

    column: str
    format: str = ""
    unit: str = ""
    origin: str = ""
    origin_column: str = ""


@dataclass(frozen=True, slots=True)
class Milestone:
    event: str
    at: Moment


@dataclass(frozen=True, slots=True)
class Scale:
    """From the worst to the best answer. Codes in `no_answer`, and codes outside, are no scores."""

    low: float | None = None
    high: float | None = None
    no_answer: tuple[str, ...] = ()
    is_reversed: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A column of a survey in wide form."""

    column: str
    kind: str
    scale: Scale = Scale()
    asks: str = ""

    @property
    def is_open(self) -> bool:
        """Answered in words: a kind without a scale of its own, and none given."""
        return self.kind not in SCORED and self.scale.low is None and self.scale.high is None

    @property
    def cells(self) -> Cells:
        return Cells((self.column,))


@dataclass(frozen=True, slots=True)
class Roles:
    """The roles of one table. `traits` None = every column that has no role (people and accounts) or no column (events).

    `places` (line and column of each role in its file) and `reasons` (why it was proposed) say where the roles come from; they are no part
    of what the roles are.
    """

    table: TableKind
    source: str = ""
    file: str = ""
    read: ReadOptions = field(default_factory=ReadOptions)
    values: Mapping[str, Value] = field(default_factory=dict)
    times: Mapping[str, Moment] = field(default_factory=dict)
    position: str = ""
    milestones: tuple[Milestone, ...] = ()
    questions: tuple[Question, ...] = ()
    score: Scale = Scale()
    traits: tuple[str, ...] | None = None
    drop: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    path: str = field(default="", compare=False)
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict, compare=False)
    reasons: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def clock(self) -> OneOf["time", "position"]:
        """Whether events carry times, or only an order."""
        return "position" if self.position else "time"

    def columns(self) -> Iterator[tuple[str, str]]:
        """(role, column) for every column that the roles name; a column with several roles comes several times."""
        for role, value in self.values.items():
            if isinstance(value, Cells):
                yield from ((role, column) for column in value.columns)
        moments = [*self.times.items(), *(("milestones", milestone.at) for milestone in self.milestones)]
        for role, moment in moments:
            yield from ((role, column) for column in (moment.column, moment.origin_column) if column)
        if self.position:
            yield "position", self.position
        yield from (("questions", question.column) for question in self.questions)
        for role, names in (("traits", self.traits or ()), ("drop", self.drop), ("same_as", self.same_as)):
            yield from ((role, column) for column in names)


def bound(roles: Roles, columns: Iterable[str]) -> Roles:
    """The roles with every `Either` decided by the columns that are there.

    Raises RolesError for a column that is not there, with what is there, and for one that stands twice.
    """
    there = tuple(columns)
    _check_no_doubles(roles, there)
    keys = {column for key in KEYS if isinstance(cells := roles.values.get(key), Cells) for column in cells.columns}
    # a column that is a key already cannot be the type of the things it names: `object_id: order, object_type: order`
    words = tuple(column for column in there if column not in keys)
    decided = {role: _decided(value, words) for role, value in roles.values.items()}
    roles = replace(roles, values=decided)
    for role, column in roles.columns():
        if column not in there:
            raise RolesError(
                f"{place_text(roles, role)}{role}: there is no column '{column}'.{nearest(column, there)}",
                hint=f"The columns are: {', '.join(there)}",
            )
    return roles


def place_text(roles: Roles, role: str) -> str:
    """`file:line:column: ` of a role, or an empty string for roles that come from no file."""
    line, column = roles.places.get(role, (0, 0))
    return f"{roles.path}:{line}:{column}: " if line else ""


def _decided(value: Value, there: tuple[str, ...]) -> Value:
    if not isinstance(value, Either):
        return value
    return Cells((value.name,)) if value.name in there else Word(value.name)


def _check_no_doubles(roles: Roles, there: tuple[str, ...]) -> None:
    doubles = sorted({column for column in there if there.count(column) > 1})
    if doubles:
        raise RolesError(
            f"{roles.path + ': ' if roles.path else ''}the column '{doubles[0]}' stands {there.count(doubles[0])} times in the table.",
            hint=f"Give each column a name of its own. The columns are: {', '.join(there)}",
        )
