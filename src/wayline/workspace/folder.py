"""A workspace as a folder: made, found, its settings, and what lies in it."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from wayline.errors import NotFoundError, WorkspaceError
from wayline.files.journey import SUFFIX, load_map
from wayline.files.persona import SUFFIX as PERSONA_SUFFIX
from wayline.files.persona import load_persona
from wayline.findings import nearest
from wayline.maps.model import JourneyMap, Persona

if TYPE_CHECKING:
    from wayline.events.log import EventLog

SETTINGS = "wayline.toml"
VARIABLE = "WAYLINE_WORKSPACE"
LOG = "event-log"
VERSION = 1
_SETTINGS_TEXT = """# A Wayline workspace: maps/, personas/ and roles/ are text and belong in version control, event-log/ does not.
wayline = {version}
zone = "{zone}"    # times without a zone are read in this one, and dates on the command line begin at its midnight

# [lint]                 # how grave a rule of `wayline lint` is here: "error", "warning", "info" or "off"
# no-owner = "error"

# [stale]                # from when on a change matters, for `wayline stale`
# coverage_lost = 0.05

# [watch]                # what `wayline watch MAP` watches, all within one budget
# budget = "2/quarter"
# rules = [{{map = "shop", element = "payment", measure = "reached", segment = "platform"}}]

# [smallest_change]      # from when on a change is interesting, for `wayline changes` and `wayline compare`; a map may say otherwise
# nps = 5
"""


@dataclass(frozen=True)
class Workspace:
    """An open workspace. `zone` is an IANA zone name; `lint_table`, `stale_table`, `smallest_table` and `watch_table` are the tables `[lint]`, `[stale]`, `[smallest_change]` and `[watch]` of its settings, as they stand there."""

    folder: Path
    zone: str = "UTC"
    lint_table: Any = field(default_factory=dict, compare=False)
    stale_table: Any = field(default_factory=dict, compare=False)
    smallest_table: Any = field(default_factory=dict, compare=False)
    watch_table: Any = field(default_factory=dict, compare=False)

    @property
    def log(self) -> EventLog:
        """The event log of this workspace."""
        from wayline.events.log import EventLog  # noqa: PLC0415 # whoever lints or begins a map need not wait for DuckDB

        return EventLog.open(self.folder / LOG)

    def map_path(self, name: str) -> Path:
        """The file of a map, given as a path, as a name in `maps/`, or as the map's id. NotFoundError lists what there is."""
        as_path = Path(name)
        if as_path.suffix == ".yaml" or as_path.is_file():
            if as_path.is_file():
                return as_path
            inside = self.folder / "maps" / name
            if inside.is_file():
                return inside
            raise NotFoundError(f"there is no file {name}", hint=self._maps_hint())
        named = self.folder / "maps" / f"{name}{SUFFIX}"
        if named.is_file():
            return named
        for path in self.map_files():
            if _own_name(path) == name:
                return path
        known = [path.name.removesuffix(SUFFIX) for path in self.map_files()]
        raise NotFoundError(f"there is no map '{name}'.{nearest(name, known)}", hint=self._maps_hint())

    def map_files(self) -> list[Path]:
        """The journey files in `maps/`, by name."""
        return sorted((self.folder / "maps").glob(f"*{SUFFIX}"))

    def map_names(self) -> set[str]:
        """Every name that means a map here: of its file, and its id."""
        files = self.map_files()
        return {path.name.removesuffix(SUFFIX) for path in files} | {
            name for path in files if (name := _own_name(path))
        }

    def persona_names(self) -> set[str]:
        """The personas that `personas/` has a file for."""
        return {path.name.removesuffix(PERSONA_SUFFIX) for path in self.folder.glob(f"personas/*{PERSONA_SUFFIX}")}

    def map(self, name: str) -> JourneyMap:
        """The map of that name. Raises NotFoundError, MapError."""
        return load_map(self.map_path(name))

    def persona(self, journey: JourneyMap) -> Persona | None:
        """The persona that a map is drawn for, where `personas/` has it. Raises MapError where its file is not valid."""
        return self._persona(journey.persona)

    def overlays(self, journey: JourneyMap) -> dict[str, Persona]:
        """The other personas that a map names, as far as `personas/` has them. Raises MapError where a file is not valid."""
        found = {name: self._persona(name) for name in journey.overlays}
        return {name: persona for name, persona in found.items() if persona is not None}

    def _persona(self, name: str) -> Persona | None:
        path = self.folder / "personas" / f"{name}{PERSONA_SUFFIX}"
        return load_persona(path) if name and path.is_file() else None

    def _maps_hint(self) -> str:
        known = ", ".join(path.name.removesuffix(SUFFIX) for path in self.map_files())
        return (
            f"Maps in {self.folder / 'maps'}: {known}"
            if known
            else f"{self.folder / 'maps'} holds no map; `wayline new NAME` makes one"
        )


def _own_name(path: Path) -> str:
    """The id that a map's file gives it; "" where none is found. A broken file is no answer here: opening it says what is wrong."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    named = (line.partition("#")[0].strip() for line in lines if line.startswith("map:"))
    return next((text.removeprefix("map:").strip().strip("\"'") for text in named), "")


def init(folder: Path | str = ".", *, zone: str = "UTC") -> Workspace:
    """Make a workspace. Raises WorkspaceError where there is one already, or the folder cannot be written."""
    folder = Path(folder)
    check_zone(zone)
    if (folder / SETTINGS).exists():
        raise WorkspaceError(
            f"{folder.resolve()} is a workspace already", hint=f"Its settings are in {folder / SETTINGS}"
        )
    try:
        for name in ("maps", "personas", "roles"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        ignore = folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text(f"{LOG}/\n", encoding="utf-8")
        (folder / SETTINGS).write_text(_SETTINGS_TEXT.format(version=VERSION, zone=zone), encoding="utf-8")
    except OSError as error:
        raise WorkspaceError(f"cannot make a workspace in {folder}: {error.strerror}") from error
    return open_workspace(folder)


def open_workspace(folder: Path | str | None = None) -> Workspace:
    """The workspace in `folder`; without one, of WAYLINE_WORKSPACE, else the nearest from the current folder upwards.

    Raises WorkspaceError that says how to make one.
    """
    found = find_workspace(folder)
    if found is None:
        here = Path.cwd()
        raise WorkspaceError(
            f"no workspace: neither {here} nor a folder above it has a {SETTINGS}",
            hint=f"`wayline init` makes one here; or name one with --workspace DIR or {VARIABLE}",
        )
    return found


def find_workspace(folder: Path | str | None = None) -> Workspace | None:
    """As open_workspace, but None where neither a folder is named nor one is found upwards."""
    given = folder if folder is not None else os.environ.get(VARIABLE) or None
    if given is not None:
        found = Path(given)
        if not (found / SETTINGS).is_file():
            raise WorkspaceError(
                f"{found} is no workspace: it has no {SETTINGS}", hint=f"`wayline init {found}` makes one"
            )
        return _settled(found.resolve())
    here = Path.cwd()
    for candidate in (here, *here.parents):
        if (candidate / SETTINGS).is_file():
            return _settled(candidate)
    return None


def _settled(folder: Path) -> Workspace:
    path = folder / SETTINGS
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WorkspaceError(f"{path} cannot be read: {error}") from error
    version = settings.get("wayline", VERSION)
    if version != VERSION:
        raise WorkspaceError(
            f"{path} says version {version}; this Wayline knows version {VERSION}",
            hint="Upgrade Wayline, or mend the file",
        )
    zone = settings.get("zone", "UTC")
    if not isinstance(zone, str):
        raise WorkspaceError(f"{path}: zone is {zone!r}; expected a zone name such as Europe/Berlin")
    tables = [settings.get(name, {}) for name in ("lint", "stale", "smallest_change", "watch")]
    return Workspace(folder, check_zone(zone), *tables)


def check_zone(zone: str) -> str:
    """The zone's name, if there is such a zone. Raises WorkspaceError."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise WorkspaceError(
            f"'{zone}' is no time zone", hint="Expected an IANA name such as Europe/Berlin, America/Sao_Paulo or UTC"
        ) from error
    return zone
