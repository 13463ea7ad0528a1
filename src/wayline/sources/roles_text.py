"""Roles as the text of a roles file. Reading it back gives the same roles; writing them twice gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from wayline.sources.raw import ReadOptions
from wayline.sources.role_model import ROLES, Cells, Either, Moment, Question, Roles, Scale, Value, Word
from wayline.sources.role_values import may_be_word

Plain = str | int | float | bool | Sequence["Plain"] | dict[str, "Plain"]

_REASON_COLUMN = 34
# in this order for ever: a digest of the written roles tells whether a file was loaded before
_READ = (
    "delimiter", "encoding", "decimal", "quote", "header", "sheet", "shape", "dates", "zone", "database", "table", "query", "incremental",
)  # fmt: skip
_BESIDE = ("milestones", "questions", "same_as")
_BARE = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"
_KEYWORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf"})


def roles_text(roles: Roles | Sequence[Roles], *, head: Sequence[str] = ()) -> str:
    """The YAML of the roles of one table, or of several as documents one after another.

    `head` stands at the top as comments; a role with a reason carries it as a comment at the end of its line.
    """
    tables = (roles,) if isinstance(roles, Roles) else tuple(roles)
    comments = [f"# {line}".rstrip() for line in head]
    return "\n".join([*comments, *"\n---\n".join("\n".join(_lines(table)) for table in tables).split("\n")]) + "\n"


def plain_roles(roles: Roles) -> dict[str, Plain]:
    """The roles as JSON-ready data, in the shape of the file."""
    settings: dict[str, Plain] = {"source": roles.source, "file": roles.file, "read": _plain_read(roles.read)}
    told = {role: said for role in ROLES[roles.table] if (said := _plain_role(roles, role)) is not None}
    columns: dict[str, Plain] = {role: said for role, said in told.items() if role not in _BESIDE}
    plain: dict[str, Plain] = {
        "wayline": 1,
        "table": roles.table,
        **{name: said for name, said in settings.items() if said},
    }
    if columns:
        plain["columns"] = columns
    plain.update({role: said for role, said in told.items() if role in _BESIDE})
    if roles.traits is not None:
        plain["traits"] = list(roles.traits)
    if roles.drop:
        plain["drop"] = list(roles.drop)
    return plain


def _plain_read(read: ReadOptions) -> dict[str, Plain]:
    said: dict[str, Plain] = {}
    for name in _READ:
        if getattr(read, name):
            said[name] = getattr(read, name)
    if read.missing:
        said["missing"] = list(read.missing)
    return said


def _plain_role(roles: Roles, role: str) -> Plain | None:
    if role == "milestones":
        return {each.event: _plain_moment(each.at) for each in roles.milestones} or None
    if role == "questions":
        return {each.column: _plain_question(each) for each in roles.questions} or None
    if role == "same_as":
        return {"person_id": list(roles.same_as)} if roles.same_as else None
    if role == "position":
        return roles.position or None
    if role in roles.times:
        return _plain_moment(roles.times[role])
    if role == "score" and role in roles.values and roles.score != Scale():
        return {"column": _plain_value(roles.values[role], role), **_plain_scale(roles.score)}
    return _plain_value(roles.values[role], role) if role in roles.values else None


def _plain_value(value: Value, role: str) -> Plain:
    match value:
        case Word(text):
            return {"literal": text}
        case Either(name):
            return name
        case Cells((column,)):
            return {"column": column} if may_be_word(role, column) else column
        case Cells(columns, joiner):
            usual = " " if role == "event" else "-"
            return list(columns) if joiner == usual else {"columns": list(columns), "join": joiner}


def _plain_moment(moment: Moment) -> Plain:
    said: dict[str, Plain] = {"column": moment.column}
    texts = {"format": moment.format, "unit": moment.unit, "from": moment.origin}
    said.update({name: text for name, text in texts.items() if text})
    if moment.origin_column:
        said["from"] = {"column": moment.origin_column}
    return said if len(said) > 1 else moment.column


def _plain_question(question: Question) -> dict[str, Plain]:
    asks: dict[str, Plain] = {"asks": question.asks} if question.asks else {}
    return {"kind": question.kind, **_plain_scale(question.scale), **asks}


def _plain_scale(scale: Scale) -> dict[str, Plain]:
    said: dict[str, Plain] = {}
    for name, end in (("min", scale.low), ("max", scale.high)):
        if end is not None:
            said[name] = int(end) if end == int(end) else end
    if scale.no_answer:
        said["no_answer"] = [
            int(code) if code.isdecimal() and str(int(code)) == code else code for code in scale.no_answer
        ]
    if scale.is_reversed:
        said["reversed"] = True
    return said


def _lines(roles: Roles) -> Iterator[str]:
    for key, said in plain_roles(roles).items():
        if key in ("columns", "milestones", "questions") and isinstance(said, dict):
            yield f"{key}:" + _comment(f"{key}:", roles.reasons.get(key, ""))
            for role, value in said.items():
                yield _commented(f"  {_scalar(role)}: {_flow(value)}", roles.reasons.get(role, ""))
        else:
            yield _commented(f"{key}: {_flow(said)}", roles.reasons.get(key, ""))


def _commented(line: str, reason: str) -> str:
    return line + _comment(line, reason)


def _comment(line: str, reason: str) -> str:
    return f"{' ' * max(2, _REASON_COLUMN - len(line))}# {reason}" if reason else ""


def _flow(value: Plain) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_scalar(key)}: {_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, str):
        return _scalar(value)
    if isinstance(value, Sequence):
        return "[" + _joined(value) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _joined(values: Iterable[Plain]) -> str:
    return ", ".join(map(_flow, values))


def _scalar(text: str) -> str:
    """A text bare where YAML reads it as that text, else in double quotes."""
    is_bare = text[:1] in _BARE and all(letter in _BARE or letter.isdecimal() or letter in "-./" for letter in text[1:])
    if text and is_bare and text.lower() not in _KEYWORDS:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(_escape(letter) for letter in escaped) + '"'


def _escape(letter: str) -> str:
    if letter.isprintable():
        return letter
    code = ord(letter)
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"
