"""mermaid `journey` diagrams, read by mermaid's own grammar and leniently beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from wayline.files.foreign.converted import Converted, unreadable
from wayline.files.foreign.map_draft import MapDraft

RAW_SCORE = "mermaid score: "
MOST_STATEMENTS = 10_000
UNSECTIONED = "before-sections"
_HEADER = re.compile(r"\s*journey\b\s*", re.IGNORECASE)
_KEYWORD = re.compile(r"\s*(title|section)\s(.*)", re.IGNORECASE)
_ACCESSIBLE = re.compile(r"\s*(accTitle|accDescr)\s*:\s*(.*)", re.IGNORECASE)
_DESCRIBED = re.compile(r"\s*accDescr\s*\{", re.IGNORECASE)
_FENCE = re.compile(r"^\s{0,3}(```+|~~~+)\s*([^\s`]*)")


@dataclass(frozen=True, slots=True)
class Task:
    """`name: score: actors`. `score` is None where what stands there (`raw`) is no number."""

    name: str
    score: float | None
    actors: tuple[str, ...] = ()
    raw: str = ""
    line: int = 0


@dataclass(slots=True)
class Section:
    """A section with its tasks; the name is None for tasks that come before any section."""

    name: str | None
    tasks: list[Task] = field(default_factory=list)


@dataclass(slots=True)
class Diagram:
    """One journey diagram as it is written."""

    title: str | None = None
    acc_title: str | None = None
    acc_descr: str | None = None
    front_matter: str | None = None
    sections: list[Section] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)


def is_mermaid(text: str) -> bool:
    """Whether the text is a journey diagram."""
    return _opening(_lines(text)) is not None


def _lines(text: str) -> list[str]:
    """The lines without `%%{init}%%` directives, which may span several."""
    plain = re.sub(r"\r\n?", "\n", text.removeprefix("\ufeff"))
    return _without_directives(plain).split("\n")


def _without_directives(text: str) -> str:
    """The text without `%%{ … }%%`; line breaks in them stay, so that lines keep their numbers."""
    parts, at = [], 0
    while (start := text.find("%%{", at)) >= 0 and (end := text.find("}%%", start)) >= 0:
        parts += [text[at:start], "\n" * text.count("\n", start, end)]
        at = end + 3
    return "".join([*parts, text[at:]])


def fenced(text: str) -> list[str]:
    """The mermaid journeys in the code blocks of a Markdown text."""
    found: list[list[str]] = []
    fence = ""
    for line in text.split("\n"):
        opening = _FENCE.match(line)
        if fence and opening and opening[1].startswith(fence) and not opening[2]:
            fence = ""
        elif fence:
            found[-1].append(line)
        elif opening:
            fence = opening[1]
            found.append([] if opening[2].lower() == "mermaid" else ["no diagram"])
    return [inside for inside in map("\n".join, found) if is_mermaid(inside)]


def parse(text: str, path: str = "") -> Diagram:
    """The diagram of a text. Raises InputError where no line says `journey`."""
    lines = _lines(text)
    opening = _opening(lines)
    if opening is None:
        raise unreadable(path, "no line begins with `journey`: this is no mermaid journey")
    first, front = opening
    made = Diagram(front_matter=front)
    rest = _HEADER.sub("", lines[first], count=1)
    for count, (line, statement) in enumerate(_statements([rest, *lines[first + 1 :]], first + 1)):
        if count > MOST_STATEMENTS:
            raise unreadable(path, f"more than {MOST_STATEMENTS:,} statements; this is no map", line=line)
        _take(made, statement, line)
    return made


def _opening(lines: list[str]) -> tuple[int, str | None] | None:
    """(index of the line that says `journey`, front matter)."""
    start, front = 0, None
    while start < len(lines) and not lines[start].strip():
        start += 1
    if start < len(lines) and lines[start].strip() == "---":
        end = next((n for n in range(start + 1, len(lines)) if lines[n].strip() == "---"), None)
        if end is None:
            return None
        front, start = "\n".join(lines[start + 1 : end]), end + 1
    for n in range(start, len(lines)):
        if _HEADER.match(lines[n]):
            return n, front
        if lines[n].strip() and not lines[n].lstrip().startswith(("%%", "#")):
            return None
    return None


def _statements(lines: list[str], first: int) -> Iterator[tuple[int, str]]:
    """(line, statement): comments are gone, `;` has parted, and a description in braces is one statement."""
    n = 0
    while n < len(lines):
        start = n
        if _DESCRIBED.match(lines[n]):
            while n + 1 < len(lines) and "}" not in lines[n]:
                n += 1
            yield first + start, "\n".join(lines[start : n + 1])
        else:
            bare = re.split("%%|#", lines[n], maxsplit=1)[0]
            yield from ((first + start, part) for part in bare.split(";") if part.strip())
        n += 1


def _take(made: Diagram, statement: str, line: int) -> None:
    if _DESCRIBED.match(statement):
        made.acc_descr = statement.partition("{")[2].partition("}")[0].strip()
    elif found := _ACCESSIBLE.fullmatch(statement):
        if found[1].lower() == "acctitle":
            made.acc_title = found[2].strip()
        else:
            made.acc_descr = found[2].strip()
    elif found := _KEYWORD.fullmatch(statement):
        _named(made, found[1].lower(), found[2].strip(), line)
    else:
        _task(made, statement, line)


def _named(made: Diagram, keyword: str, text: str, line: int) -> None:
    if keyword == "title":
        made.title = text
        return
    if ":" in text:
        made.problems.append((line, f"a section name may not contain a colon: {text}"))
    made.sections.append(Section(text.partition(":")[0].strip()))


def _task(made: Diagram, statement: str, line: int) -> None:
    name, colon, rest = (part.strip() for part in statement.partition(":"))
    if not colon or not name:
        said = "a task without a name" if colon else "neither title, section nor task"
        made.problems.append((line, f"{said}: {statement.strip()}"))
        return
    pieces = [piece.strip() for piece in rest.split(":")]
    actors = tuple(one.strip() for one in pieces[1].split(",") if one.strip()) if len(pieces) > 1 else ()
    if len(pieces) > 2:
        made.problems.append((line, f"what follows a third colon is dropped: {':'.join(pieces[2:])}"))
    score = _number(pieces[0])
    if score is None:
        made.problems.append((line, f"score not a number ({pieces[0]})"))
    elif not 1 <= score <= 5:
        made.problems.append((line, f"score outside 1 to 5 ({pieces[0]})"))
    if not made.sections:
        made.sections.append(Section(None))
    made.sections[-1].tasks.append(Task(name, score, actors, pieces[0], line))


def _number(text: str) -> float | None:
    """The number that the text is, else None. An empty score is 0 to mermaid, and no number to a reader."""
    if not re.fullmatch(r"[-+]?(\d{1,12}(\.\d{0,12})?|\.\d{1,12})", text, re.ASCII):
        return None
    value = float(text)
    return int(value) if value.is_integer() else value


def read(text: str, path: str = "") -> Converted:
    """A map of a diagram: sections are stages, tasks are steps, scores 1 … 5 are valences -2 … 2, actors stand in a lane.

    Raises InputError.
    """
    found = parse(text, path)
    draft = MapDraft(path)
    draft.set(title=found.title or "", description=found.acc_descr or "")
    if found.acc_title:
        draft.set(scenario={"name": found.acc_title})
        draft.say("kept", "accTitle is kept as the name of the scenario")
    if found.acc_descr:
        draft.say("kept", "accDescr is kept as the description")
    if found.front_matter and found.front_matter.strip():
        draft.say("lost", "the front matter configures mermaid's drawing and is no part of the journey", line=1)
    tasks = []
    for section in found.sections:
        if section.name is None:
            draft.stage("", name=UNSECTIONED)
            draft.say("assumed", "tasks before the first section became a stage without a title")
        else:
            draft.stage(section.name)
        tasks += [(_step(draft, task), task.actors) for task in section.tasks]
    draft.actors(tasks)
    for line, problem in found.problems:
        draft.say("wrong", problem, line=line)
    if tasks:
        draft.say("assumed", "scores from 1 to 5 became valences from -2 to 2; nobody has checked these feelings")
    if not found.sections:
        draft.stage("", name=UNSECTIONED)
        draft.say("wrong", "the diagram has neither sections nor tasks")
    return draft.converted()


def _step(draft: MapDraft, task: Task) -> str:
    step = draft.step(task.name)
    if task.score is None:
        draft.card("feeling", step=step, metric=RAW_SCORE + task.raw)
    else:
        draft.card("feeling", step=step, valence=task.score - 3)
    return step
