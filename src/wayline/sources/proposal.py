"""A proposal of roles while it is made: what was decided, on which numbers, and what speaks against being sure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from wayline.sources.profile import Profile
from wayline.sources.raw import ReadOptions
from wayline.sources.role_model import Cells, Milestone, Moment, Question, Roles, Scale, TableKind, Value, Word


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a role was given, with the numbers seen."""

    role: str
    column: str
    said: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """Proposed roles. `sure`: one reading is clearly best. `doubts` say why not, `assumed` what was taken for granted."""

    roles: Roles
    sure: bool
    reasons: tuple[Reason, ...]
    assumed: tuple[str, ...]
    doubts: tuple[str, ...] = ()


@dataclass
class Draft:
    """Roles in the making. A column has at most one role."""

    table: TableKind
    profile: Profile
    values: dict[str, Value] = field(default_factory=dict)
    times: dict[str, Moment] = field(default_factory=dict)
    position: str = ""
    milestones: tuple[Milestone, ...] = ()
    questions: tuple[Question, ...] = ()
    score: Scale = field(default_factory=Scale)
    traits: tuple[str, ...] | None = None
    same_as: tuple[str, ...] = ()
    reasons: list[Reason] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def give(self, role: str, column: str, said: str) -> None:
        """A role to one column."""
        self.values[role] = Cells((column,))
        self.note(role, column, said)

    def note(self, role: str, column: str, said: str) -> None:
        self.taken.add(column)
        self.reasons.append(Reason(role, column, said))

    def doubt(self, said: str) -> None:
        self.doubts.append(said)

    def finished(self, source: str, read: ReadOptions) -> Proposal:
        roles = Roles(
            table=self.table,
            source=source,
            read=read,
            values=self.values,
            times=self.times,
            position=self.position,
            milestones=self.milestones,
            questions=self.questions,
            score=self.score,
            traits=self.traits,
            same_as=self.same_as,
            reasons=_comments(self.reasons),
        )
        assumed = [_summary(roles), *self.assumed]
        return Proposal(roles, not self.doubts, tuple(self.reasons), tuple(assumed), tuple(self.doubts))


def _summary(roles: Roles) -> str:
    """The roles in one line, as the import says what it took them to be."""
    given: dict[str, list[str]] = {}
    for role, column in roles.columns():
        given.setdefault(role, []).append(column)
    said = [f"{role} = {', '.join(columns[:8])}{' …' if len(columns) > 8 else ''}" for role, columns in given.items()]
    said += [f"{role} is always '{value.text}'" for role, value in roles.values.items() if isinstance(value, Word)]
    return f"a table of {roles.table}: {'; '.join(said)}"


def _comments(reasons: list[Reason]) -> Mapping[str, str]:
    comments: dict[str, str] = {}
    for reason in reasons:
        comments[reason.role] = f"{comments[reason.role]}; {reason.said}" if reason.role in comments else reason.said
    return comments
