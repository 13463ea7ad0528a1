"""Which answers stand behind which element: voice selectors as SQL, one answer a subject and question. Described here, run by `paths`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wayline.bindings.conditions import condition_text, property_text
from wayline.bindings.log import Stored, belonging, subject_text
from wayline.bindings.sql_text import Plan, literal, one_of
from wayline.bindings.traits import ALWAYS, level_at
from wayline.maps.model import JourneyMap
from wayline.maps.selector import Selector, VoiceSelector

# every kind that carries a score → the measure that takes it; kinds not named here are ratings
MEASURES = {"nps": "nps", "csat": "csat", "ces": "ces"}
RATING = "rating"
_OWN_COLUMNS = (
    "kind",
    "question",
    "asks",
    "score",
    "scale_min",
    "scale_max",
    "weight",
    "text",
    "language",
    "solicited",
)
# conditions on properties may fall back to columns that events have and voice has not
_ABSENT = {"channel": "INTEGER", "direction": "INTEGER", "campaign": "INTEGER", "referrer": "INTEGER", "currency": "INTEGER",
           "amount": "DOUBLE"}  # fmt: skip
_SEEN = "arrival, occurred_at, subject, person, account, object, session, answer_id, kind, question, score, scale_min, scale_max, weight"


@dataclass(frozen=True, slots=True)
class Voiced:
    """An element with voice of its own. `number` names it in the facts, `place` among its kind; the whole map has the id ``."""

    number: int
    id: str
    kind: str
    place: int
    selectors: tuple[VoiceSelector, ...]


def voiced(journey: JourneyMap) -> tuple[Voiced, ...]:
    """The whole map, and every stage and step, that has voice selectors; a stage has those of its steps."""
    found: list[tuple[str, str, int, tuple[VoiceSelector, ...]]] = [("", "whole", 0, journey.voice)]
    position = {step.id: number for number, step in enumerate(journey.steps)}
    for number, stage in enumerate(journey.stages):
        its = tuple(dict.fromkeys(selector for step in stage.steps for selector in _hashable(step.voice)))
        found.append((stage.id, "stage", number, tuple(each.selector for each in its)))
        found += [(step.id, "step", position[step.id], step.voice) for step in stage.steps]
    return tuple(Voiced(n, *each) for n, each in enumerate(each for each in found if each[3]))


@dataclass(frozen=True, slots=True)
class VoiceQuestion:
    """Which answers are asked for: times in microseconds since the epoch; `where` and `segment` as of the paths."""

    since: int | None = None
    until: int | None = None
    as_of: int | None = None
    where: Selector | None = None
    segment: str = ""


@dataclass(frozen=True, slots=True)
class _Once:
    """A selector that is the same as another if it is written alike."""

    text: str
    selector: VoiceSelector

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Once) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)


def _hashable(selectors: Sequence[VoiceSelector]) -> list[_Once]:
    return [_Once(repr(selector), selector) for selector in selectors]


def owned_queries(plan: Plan, stored: Stored, unit: str) -> None:
    """Add the queries up to `owned_voice`: what was said, with the subject who said it, NULL where nobody is named."""
    known = stored.known("WHERE")
    plan.add(
        "current_voice",
        f"SELECT * FROM {stored.relation('voice')}{known}\nQUALIFY row_number() OVER (PARTITION BY arrival ORDER BY load DESC) = 1",
        "rows of voice that hold",
        kept=False,
    )
    source = "current_voice"
    if "identities" in stored.filled:
        joined = (
            "SELECT v.* REPLACE (coalesce(j.canonical, v.person) AS person)\n"
            "FROM current_voice v LEFT JOIN joined j ON j.person = v.person"
        )
        plan.add("identified_voice", joined, "voice with joined identities", kept=False)
        source = "identified_voice"
    if "members" in stored.filled:
        plan.add("belonging_voice", belonging(source), "voice with the account its person belonged to then", kept=False)
        source = "belonging_voice"
    absent = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in _ABSENT.items())
    owner = subject_text(unit, stored.names)
    plan.add(
        "owned_voice", f"SELECT *, {owner} AS subject, {absent} FROM {source}", f"who speaks is the {unit}", kept=False
    )


def asked_text(elements: Sequence[Voiced], stored: Stored) -> str:
    """SQL for the list of numbers of the elements whose selectors a row of `owned_voice` meets."""
    arms = ", ".join(
        f"CASE WHEN {' OR '.join(f'({_meets(s, stored)})' for s in each.selectors)} THEN {each.number} END"
        for each in elements
    )
    return f"list_filter([{arms}], lambda number: number IS NOT NULL)"


def answer_queries(plan: Plan, stored: Stored, journey: JourneyMap, asked: VoiceQuestion) -> None:
    """Add the queries from `owned_voice` to `voice_answers` and `voice_reached`.

    `voice_answers`: one row an element, subject and question, and one for every anonymous answer: element, measure, subject,
    respondent (the subject, else the reply), score, scale_min, scale_max, weight, occurred_at, level. `voice_reached`: the subjects that
    came to the element: element, subject, level. `where`: the query `kept` exists; `segment`: `starts` and `levels` do.
    """
    elements, segment = voiced(journey), asked.segment
    plan.add("asked_voice", _asked(elements, stored, asked), "scored answers in the window")
    if segment:
        plan.add(
            "voice_levels", _levels(plan, journey, segment, is_known=_has_levels(plan)), f"{segment} of who answered"
        )
    plan.add("voice_answers", _answers(asked), "one answer a subject and question, the latest")
    plan.add("voice_reached", _reached(elements), "who came to an element that has voice", kept=False)


def voice_text(name: str) -> str:
    """SQL for a property of a row of voice as text: under its own name, else the canonical column."""
    if name == "source":
        return f"coalesce({property_text(name)}, (SELECT any_value(n.name) FROM names n WHERE n.kind = 'source' AND n.no = source))"
    if name in _OWN_COLUMNS:
        return f"coalesce({property_text(name)}, CAST({name} AS VARCHAR))"
    return property_text(name)


def _meets(selector: VoiceSelector, stored: Stored) -> str:
    parts = [
        _named(column, names) for column, names in (("kind", selector.kind), ("question", selector.question)) if names
    ]
    if selector.source:
        parts.append(one_of("source", stored.names.matching("source", selector.source)))
    parts += [condition_text(voice_text(name), condition) for name, condition in selector.where.items()]
    return " AND ".join(parts) if parts else "TRUE"


def _named(column: str, patterns: Sequence[str]) -> str:
    tests = [f"{column} = {literal(p)}" for p in patterns]
    tests += [f"{column} GLOB {literal(p)}" for p in patterns if any(sign in p for sign in "*?[")]
    return f"coalesce({' OR '.join(tests)}, FALSE)"


def _asked(elements: Sequence[Voiced], stored: Stored, asked: VoiceQuestion) -> str:
    tests = ["score IS NOT NULL", "isfinite(score)", "coalesce(score BETWEEN scale_min AND scale_max, TRUE)"]
    if asked.since is not None:
        tests.append(f"occurred_at >= {asked.since}")
    if asked.until is not None:
        tests.append(f"occurred_at < {asked.until}")
    if asked.as_of is not None:
        tests.append(f"(occurred_at IS NULL OR occurred_at <= {asked.as_of})")
    own_level = f"nullif({voice_text(asked.segment)}, '')" if asked.segment else "CAST(NULL AS VARCHAR)"
    own_match = _own_match(asked.where, stored) if asked.where is not None else "TRUE"
    return (
        f"SELECT {_SEEN},\n  {own_level} AS own_level, {own_match} AS own_match,\n  {asked_text(elements, stored)} AS elements\n"
        f"FROM owned_voice WHERE {' AND '.join(tests)}"
    )


def _own_match(where: Selector, stored: Stored) -> str:
    """Whether an answer of nobody that is known from events is kept: by what the answer itself says."""
    if where.event or where.channel or where.direction or where.nth or where.within:
        return "FALSE"
    asked = [*where.where.items(), *where.segment.items()]
    tests = [one_of("source", stored.names.matching("source", where.source))] if where.source else []
    return " AND ".join(tests + [condition_text(voice_text(name), condition) for name, condition in asked]) or "TRUE"


def _has_levels(plan: Plan) -> bool:
    return any(query.name == "levels_history" for query in plan.queries)


def _levels(plan: Plan, journey: JourneyMap, segment: str, *, is_known: bool) -> str:
    """The level of each answer: its subject's at the first touch; off the map what the answer says, else what held at the time."""
    if not is_known:
        return "SELECT arrival, coalesce(own_level, '(none)') AS level FROM asked_voice"
    plan.add(
        "speaking",
        f"SELECT arrival, coalesce(occurred_at, {-ALWAYS}) AS occurred_at, person, account, object, session FROM asked_voice",
        kept=False,
    )
    plan.add(
        "said_levels", level_at("levels_history", "speaking", journey.unit), f"{segment} as it held at each answer"
    )
    return (
        "SELECT a.arrival, CASE WHEN s.subject IS NOT NULL THEN coalesce(l.level, '(none)')\n"
        "  ELSE coalesce(a.own_level, h.level, '(none)') END AS level\n"
        "FROM asked_voice a LEFT JOIN starts s ON s.subject = a.subject LEFT JOIN levels l ON l.arrival = s.arrival\n"
        "LEFT JOIN said_levels h ON h.arrival = a.arrival"
    )


def _answers(asked: VoiceQuestion) -> str:
    arms = " ".join(f"WHEN {literal(kind)} THEN {literal(measure)}" for kind, measure in MEASURES.items())
    level = "l.level" if asked.segment else "CAST(NULL AS VARCHAR)"
    join = " JOIN voice_levels l ON l.arrival = a.arrival" if asked.segment else ""
    kept = (
        " WHERE a.subject IN (SELECT subject FROM kept) OR (own_match AND (a.subject IS NULL OR a.subject NOT IN "
        "(SELECT subject FROM walked WHERE subject IS NOT NULL)))"
        if asked.where is not None
        else ""
    )
    return f"""SELECT element, measure, subject, CASE WHEN subject IS NULL THEN hash(answer_id) ELSE hash(subject) END AS respondent,
  score, scale_min, scale_max, weight, occurred_at, level
FROM (SELECT a.*, {level} AS level, unnest(a.elements) AS element, CASE a.kind {arms} ELSE '{RATING}' END AS measure
      FROM asked_voice a{join}{kept})
WHERE NOT (measure = 'nps' AND scale_max = 10 AND score <> floor(score))
QUALIFY subject IS NULL OR row_number() OVER (
  PARTITION BY element, measure, kind, question, subject ORDER BY occurred_at DESC NULLS LAST, arrival DESC) = 1"""


def _reached(elements: Sequence[Voiced]) -> str:
    tables = {
        "whole": "subjects WHERE {place} = 0",
        "step": "step_facts WHERE step = {place}",
        "stage": "stage_facts WHERE stage = {place}",
    }
    return "\nUNION ALL ".join(
        f"SELECT {each.number} AS element, subject, level FROM {tables[each.kind].format(place=each.place)}"
        for each in elements
    )
