"""Rows of a voice table: one score or text a row (long form), or one for every question of a respondent (wide form)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from wayline.events.stage import VOICE
from wayline.sources.chunk import Chunk, Notes, accepted_rows, rejected_rows
from wayline.sources.moments import Moments, moments_of
from wayline.sources.raw import RawBatch
from wayline.sources.role_model import SCALES, SOLICITED, Question, Roles, Scale, Value
from wayline.sources.sheet import VIEW, Sheet, kept, quoted, registered

if TYPE_CHECKING:
    import duckdb

_TEXTS = ("person_id", "account_id", "session_id", "object_type", "object_id", "voice_id", "language")
_SEEN = "voice_seen"
_NO_TEXT, _NO_NUMBER = "NULL::VARCHAR", "NULL::DOUBLE"


def voice_chunk(con: duckdb.DuckDBPyConnection, batch: RawBatch, sheet: Sheet, roles: Roles, zone: str) -> Chunk:
    """What the rows of one batch say."""
    registered(con, batch, sheet)
    moments = moments_of(
        con, sheet, {role: roles.times[role] for role in ("occurred_at",) if role in roles.times}, zone
    )
    seen = con.sql(_rows_sql(sheet, roles, moments)).to_arrow_table()
    accepted = accepted_rows(seen)
    con.register(_SEEN, accepted)
    answers = con.sql(_answers_sql(is_scored=bool(roles.questions) or "score" in roles.values)).to_arrow_table()
    notes = Notes()
    moments.say(accepted, notes)
    _say(accepted, answers, roles, notes)
    said = answers.filter(answers["is_kept"]).select(VOICE.names).cast(VOICE)
    return Chunk(batch.rows, {"voice": said}, rejected_rows(batch, seen), tuple(notes.findings))


def _rows_sql(sheet: Sheet, roles: Roles, moments: Moments) -> str:
    """One row a respondent or reply, its answers as a list."""
    cells = [f"{sheet.value(roles.values.get(role))} AS {role}" for role in (*_TEXTS, "answer_id")]
    weight = roles.values.get("weight")
    cells += [f"{sheet.value(weight)} AS weight_text", f"{sheet.number(weight) if weight else _NO_NUMBER} AS weight"]
    cells += [f"{sheet.json(kept(sheet, roles))} AS properties", f"{sheet.hash()} AS row_hash"]
    cells += [f"[{', '.join(_answers(sheet, roles))}] AS answers", *moments.cells()]
    timed = "occurred_at" in roles.times
    failed = moments.bad("occurred_at") if timed else "false"
    said = moments.complaint("occurred_at") if timed else "''"
    return f"""
WITH cells AS (SELECT row, line, {", ".join(cells)} FROM {VIEW}),
times AS (SELECT {", ".join(["*", *moments.micros()])} FROM cells)
SELECT row, line, {", ".join(_TEXTS)}, weight, properties, row_hash, answers, {"occurred_at_us" if timed else "NULL::BIGINT"} AS occurred_at,
  answer_id, CASE WHEN weight IS NULL THEN weight_text END AS bad_weight,
  CASE WHEN {failed} THEN 'bad-time' END AS rule, CASE WHEN {failed} THEN {said} END AS message
  {"".join(", " + column for column in moments.noted())}
FROM times"""


def _answers(sheet: Sheet, roles: Roles) -> list[str]:
    if roles.questions:
        return [_question(sheet, k, question) for k, question in enumerate(roles.questions)]
    return [_reply(sheet, roles)]


def _question(sheet: Sheet, k: int, question: Question) -> str:
    cell = sheet.text(question.column)
    is_open = question.is_open
    low, high = _ends(question.kind, question.scale)
    return _answer(
        k=str(k),
        kind=quoted(question.kind),
        solicited="true",
        question=quoted(question.column),
        asks=quoted(question.asks) if question.asks else _NO_TEXT,
        given=_NO_TEXT if is_open else cell,
        number=_NO_NUMBER if is_open else sheet.number(question.cells),
        unanswered=_no_answer(sheet, question.cells, question.scale),
        low=_real(low),
        high=_real(high),
        turned=str(question.scale.is_reversed).lower(),
        text=cell if is_open else _NO_TEXT,
    )


def _reply(sheet: Sheet, roles: Roles) -> str:
    values, kind = roles.values, sheet.value(roles.values["kind"])
    score = values.get("score")
    solicited = (
        f"lower({sheet.value(values['solicited'])}) IN ('true', 'yes', '1', 't', 'y')"
        if "solicited" in values
        else _is_solicited(kind)
    )
    return _answer(
        k="0",
        kind=kind,
        solicited=solicited,
        question=sheet.value(values.get("question")),
        asks=sheet.value(values.get("asks")),
        given=sheet.value(score),
        number=sheet.number(score) if score else _NO_NUMBER,
        unanswered=_no_answer(sheet, score, roles.score) if score else "false",
        low=_end(sheet, values.get("scale_min"), roles.score.low, kind, 0),
        high=_end(sheet, values.get("scale_max"), roles.score.high, kind, 1),
        turned=str(roles.score.is_reversed).lower(),
        text=sheet.value(values.get("text")),
    )


def _answer(**fields: str) -> str:
    return "{" + ", ".join(f"'{name}': {sql}" for name, sql in fields.items()) + "}"


def _is_solicited(kind: str) -> str:
    return f"{kind} IN ({', '.join(map(quoted, sorted(SOLICITED)))})"


def _ends(kind: str, scale: Scale) -> tuple[float | None, float | None]:
    usual = SCALES.get(kind, (None, None))
    return (usual[0] if scale.low is None else scale.low, usual[1] if scale.high is None else scale.high)


def _end(sheet: Sheet, column: Value | None, said: float | None, kind: str, end: int) -> str:
    if column is not None:
        return sheet.number(column)
    if said is not None:
        return _real(said)
    usual = " ".join(f"WHEN {quoted(name)} THEN {_real(scale[end])}" for name, scale in SCALES.items())
    return f"CASE {kind} {usual} END"


def _real(number: float | None) -> str:
    return _NO_NUMBER if number is None else f"{number!r}::DOUBLE"


def _no_answer(sheet: Sheet, value: Value, scale: Scale) -> str:
    """SQL of whether the cell is a code for no answer; `98` is also met by `98.0`."""
    if not scale.no_answer:
        return "false"
    texts = f"trim({sheet.value(value)}) IN ({', '.join(map(quoted, scale.no_answer))})"
    numbers = [code for code in scale.no_answer if code.replace(".", "", 1).lstrip("+-").isdecimal()]
    also = f" OR {sheet.number(value)} IN ({', '.join(numbers)})" if numbers else ""
    return f"coalesce({texts}{also}, false)"


def _answers_sql(*, is_scored: bool) -> str:
    """Answers one by one, with what became of each. A row that was to bring a score, and brings neither score nor text, says nothing."""
    fate = """CASE WHEN given IS NULL OR unanswered THEN 'none' WHEN number IS NULL THEN 'bad' WHEN low IS NULL OR high IS NULL THEN 'no scale'
    WHEN number NOT BETWEEN low AND high THEN 'off scale' ELSE 'score' END"""
    silent = "fate <> 'score' AND text IS NULL" if is_scored else "false"
    plain = ", ".join(
        name
        for name in VOICE.names
        if name not in ("kind", "solicited", "question", "asks", "score", "scale_min", "scale_max", "text")
    )
    return f"""
WITH single AS (SELECT {plain}, unnest(answers, recursive := true) FROM {_SEEN}),
judged AS (SELECT *, {fate} AS fate FROM single)
SELECT {plain}, kind, solicited, question, asks, text, given, fate, NOT ({silent}) AS is_kept,
  CASE WHEN fate = 'score' THEN CASE WHEN turned THEN low + high - number ELSE number END END AS score,
  CASE WHEN fate = 'score' THEN low END AS scale_min, CASE WHEN fate = 'score' THEN high END AS scale_max
FROM judged ORDER BY row, k"""


def _say(accepted: pa.Table, answers: pa.Table, roles: Roles, notes: Notes) -> None:
    notes.texts(
        "bad-weight",
        "warning",
        "weights that are no number; the answers are kept without weight",
        accepted["bad_weight"],
    )
    if "occurred_at" in roles.times:
        untimed = pc.is_null(accepted["occurred_at"])
        notes.count("no-time", "info", "answers without a time; they belong to no window", untimed)
    if not (roles.questions or "score" in roles.values):
        return
    notes.count("no-answer", "info", "questions without an answer; left out", _fallen(answers, "none"))
    for fate, rule, message in (
        ("off scale", "off-scale", "answers outside of their scale; they are no scores"),
        ("bad", "bad-score", "answers that are no number; they are no scores"),
        ("no scale", "no-scale", "scores without a scale (min and max); they are no scores"),
    ):
        fallen = answers.filter(_is(answers, fate))
        notes.texts(rule, "warning", message, fallen["given"])


def _is(answers: pa.Table, fate: str) -> pa.ChunkedArray:
    return pc.equal(answers["fate"], fate)


def _fallen(answers: pa.Table, fate: str) -> pa.ChunkedArray:
    return pc.and_(_is(answers, fate), pc.invert(answers["is_kept"]))
