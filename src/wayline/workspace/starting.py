"""A new map to begin with: every key that matters, in the order in which a team thinks of it."""

from __future__ import annotations

import re
from pathlib import Path

from wayline.errors import InputError
from wayline.files.journey import SUFFIX
from wayline.workspace.folder import Workspace

TEMPLATES = ("blank",)

_BLANK = """wayline: 1
map: {id}
title: {title}
state: current
unit: person                     # or account, object:TYPE, session: whatever owns a path
# persona: NAME                  # exactly one; its file is personas/NAME.persona.yaml
scenario: {{name: "", from: "", until: ""}}
success:
  - says: ""                     # in the customer's own words: what does success mean to them?
# leaves: [{{event: cancel}}]      # how a customer is lost; without it nobody is ever counted as lost
owner: {{team: ""}}
review: {{every: 90d}}
stages:
  - id: begin
    title: Begin
    goal: ""                     # what do they want done at this point?
    steps:
      - {{id: first-step, title: I take the first step}}      # bind: {{event: NAME}} says which events stand behind it
      - {{id: next-step, title: I go on}}
  - id: value
    title: See value
    steps:
      - {{id: first-value, title: I get what I came for, milestone: {{}}}}
lanes:
  - {{id: doing, kind: action, side: customer}}
  - {{id: feeling, kind: emotion, side: customer}}
  - {{id: backstage, kind: backstage, side: backstage}}
cards: []
"""


def new(workspace: Workspace | None, name: str, *, template: str = "blank", output: Path | str | None = None) -> Path:
    """Write a new map. Raises InputError where the name is no id, the template unknown, or the file there already."""
    if template not in TEMPLATES:
        raise InputError(
            f"there is no template '{template}'", hint=f"Templates in this version: {', '.join(TEMPLATES)}"
        )
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name):
        raise InputError(
            f"'{name}' cannot name a map",
            hint="Expected letters, digits, '-', '_' and '.', beginning with a letter or digit",
        )
    if output is None and workspace is None:
        raise InputError("a new map needs a workspace or -o FILE", hint="`wayline init` makes a workspace here")
    target = Path(output) if output is not None else workspace.folder / "maps" / f"{name}{SUFFIX}"  # type: ignore[union-attr]
    text = _BLANK.format(id=name, title=name.replace("-", " ").replace("_", " ").strip().capitalize())
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise InputError(f"{target} is there already", hint="Choose another name, or another file with -o") from error
    except OSError as error:
        raise InputError(f"cannot write {target}: {error.strerror}") from error
    return target
