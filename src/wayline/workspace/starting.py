"""A new map or persona: from a template or a copy of another map, with what was answered filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from wayline.documents import read_documents, read_text
from wayline.errors import InputError, MapError, NotFoundError
from wayline.files.edit import edit
from wayline.files.filling import filled
from wayline.files.journey import SUFFIX, read_map
from wayline.files.persona import SUFFIX as PERSONA_SUFFIX
from wayline.findings import nearest
from wayline.maps.change import Change
from wayline.templates.content import BLANK, TEMPLATES, Template
from wayline.workspace.folder import Workspace

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_BLANK_PERSONA = "blank-persona"


@dataclass(frozen=True, slots=True)
class Answers:
    """What somebody said about a new map; "" where nothing was said, and the template's words stay."""

    persona: str = ""
    situation: str = ""
    starts: str = ""
    ends: str = ""
    success: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a new file is made from. `tag` is the link that the new map keeps to it."""

    name: str
    kind: str
    text: str
    tag: str = ""

    @property
    def is_template(self) -> bool:
        return self.name in TEMPLATES


@dataclass(frozen=True, slots=True)
class Started:
    """The files that were written: the map or persona, then the personas that the map names."""

    file: Path
    kind: str
    personas: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Beginning:
    """A new file that can be written: its name, its place and its template are known to be good."""

    workspace: Workspace | None
    name: str
    target: Path
    origin: Origin

    def known(self) -> Answers:
        """What the template says already to the questions that `wayline new` asks."""
        journey = read_map(self.origin.text)
        says = next((success.says for success in journey.success), "")
        scenario, owner = journey.scenario, journey.owner
        return Answers(journey.persona, scenario.name, scenario.starts, scenario.ends, says, owner.team or owner.member)

    def write(self, answers: Answers | None = None, *, today: date | None = None) -> Started:
        """Write the file, and the personas that it names and the workspace lacks. Raises InputError where it is there already."""
        if self.origin.kind == "persona":
            write_new(self.target, _named(self.origin.text, self.name))
            return Started(self.target, "persona")
        given, personas = answers or Answers(), self.workspace.persona_names() if self.workspace else set()
        persona = given.persona if given.persona in {*TEMPLATES, *personas} else slug(given.persona)
        day = today or datetime.now(UTC).date()
        text = filled(self.origin.text, _facts(self, given, persona, day))
        write_new(self.target, text)
        names = given.persona if persona != given.persona else ""
        return Started(self.target, "map", _write_personas(self.workspace, text, {persona: names}))


def new(workspace: Workspace | None, name: str, *, template: str = BLANK, output: Path | str | None = None) -> Path:
    """Write a new map, or a persona where the template is one. Raises InputError or NotFoundError as `begin` does."""
    return begin(workspace, name, template=template, output=output).write().file


def begin(
    workspace: Workspace | None, name: str, *, template: str = BLANK, output: Path | str | None = None
) -> Beginning:
    """A new file, not yet written. `template` is the name of a template, of a map in the workspace, or a file.

    Raises NotFoundError that lists the templates, InputError where the name is no id or the file there already.
    """
    origin = _origin(workspace, template)
    if not _NAME.fullmatch(name):
        raise InputError(
            f"'{name}' cannot name a {origin.kind}",
            hint="Expected letters, digits, '-', '_' and '.', beginning with a letter or digit",
        )
    if output is None and workspace is None:
        raise InputError("a new map needs a workspace or -o FILE", hint="`wayline init` makes a workspace here")
    target = Path(output) if output is not None else _place(workspace, name, origin.kind)
    if target.exists():
        raise _is_there(target)
    return Beginning(None if output is not None else workspace, name, target, origin)


def _place(workspace: Workspace | None, name: str, kind: str) -> Path:
    assert workspace is not None
    folder, suffix = ("personas", PERSONA_SUFFIX) if kind == "persona" else ("maps", SUFFIX)
    return workspace.folder / folder / f"{name}{suffix}"


def list_templates() -> tuple[Template, ...]:
    """All templates: maps, then personas."""
    return tuple(TEMPLATES.values())


def template(name: str) -> Template:
    """The template of that name. Raises NotFoundError with the nearest name and the list."""
    if name not in TEMPLATES:
        raise _no_template(name, ())
    return TEMPLATES[name]


def _origin(workspace: Workspace | None, name: str) -> Origin:
    if name in TEMPLATES:
        found = TEMPLATES[name]
        return Origin(name, found.kind, found.text(), "" if name == BLANK else f"template:{name}")
    path = Path(name)
    if path.suffix not in (".yaml", ".yml"):
        names = workspace.map_names() if workspace else set()
        if workspace is None or name not in names:
            raise _no_template(name, names)
        path = workspace.map_path(name)
    text = read_text(path, error=MapError)
    return Origin(name, "map", text, f"copy-of:{read_map(text, str(path)).id}")


def _no_template(name: str, maps: Sequence[str] | set[str]) -> NotFoundError:
    own = f"\nMaps of this workspace, which can be copied: {', '.join(sorted(maps))}" if maps else ""
    return NotFoundError(
        f"there is no template '{name}'.{nearest(name, {*TEMPLATES, *maps})}",
        hint=f"Templates: {', '.join(TEMPLATES)}{own}",
    )


def _facts(beginning: Beginning, given: Answers, persona: str, day: date) -> dict[tuple[str | int, ...], Any]:
    """Place in the map → what is to stand there."""
    origin = beginning.origin
    facts: dict[tuple[str | int, ...], Any] = {("map",): beginning.name}
    if origin.name == BLANK or not origin.is_template:
        facts[("title",)] = _in_words(beginning.name)
    said = {
        ("persona",): persona,
        ("scenario", "name"): given.situation,
        ("scenario", "from"): given.starts,
        ("scenario", "until"): given.ends,
        ("success", 0, "says"): given.success,
        ("owner", "team"): given.owner,
    }
    facts |= {place: value for place, value in said.items() if value}
    facts[("review", "last")] = day.isoformat()
    if origin.tag:
        facts[("tags",)] = origin.tag
    return facts


def _in_words(name: str) -> str:
    """`q3-SaaS_onboarding` as a title: `Q3 SaaS onboarding`. The title of a template tells its story, and stays."""
    words = re.sub(r"[-_]+", " ", name).strip()
    return words[:1].upper() + words[1:]


def slug(text: str) -> str:
    """A name for a file, made from words: `Rosa, who studies` becomes `rosa-who-studies`."""
    words = re.sub(r"[\W_]+", "-", text.lower()).strip("-")
    short = words if len(words) <= 40 else words[:41].rpartition("-")[0] or words[:40]
    return f"persona-{short}" if short in ("map", "cards") else short or ("persona" if text else "")


def _write_personas(workspace: Workspace | None, text: str, names: Mapping[str, str]) -> tuple[Path, ...]:
    """The personas that a map names and the workspace lacks: from their template, or empty with the name that was given."""
    if workspace is None:
        return ()
    journey, there = read_map(text), workspace.persona_names()
    written = []
    for persona in dict.fromkeys((journey.persona, *journey.overlays)):
        if persona in there or not (persona in TEMPLATES or names.get(persona)):
            continue
        made = TEMPLATES[persona] if persona in TEMPLATES else TEMPLATES[_BLANK_PERSONA]
        target = _place(workspace, persona, "persona")
        write_new(target, _named(made.text(), persona, names.get(persona, "")))
        written.append(target)
    return tuple(written)


def _named(text: str, name: str, called: str = "") -> str:
    """The text of a persona with an id, and with what it is called where that is known."""
    data = read_documents(text)[0].data
    changes = [Change("set", ("persona",), value=name, was=data["persona"])]
    if called:
        changes.append(Change("set", ("name",), value=called, was=data["name"]))
    return edit(text, [change for change in changes if change.value != change.was])


def write_new(target: Path, text: str) -> None:
    """Write a file that is not there yet. Raises InputError where it is, or cannot be written."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except FileExistsError as error:
        raise _is_there(target) from error
    except OSError as error:
        raise InputError(f"cannot write {target}: {error.strerror}") from error


def _is_there(target: Path) -> InputError:
    return InputError(f"{target} is there already", hint="Choose another name, or another file with -o")
