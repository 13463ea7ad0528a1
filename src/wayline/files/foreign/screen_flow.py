"""Screen flows (easy-user-journey-map, Markdown): numbered screens, each with the action that leaves it."""

from __future__ import annotations

import re

from wayline.files.foreign.converted import Converted, unreadable
from wayline.files.foreign.map_draft import MapDraft
from wayline.files.foreign.markdown_blocks import Heading, Item, blocks, plain

_FLOW = re.compile(r"user flow", re.IGNORECASE)


def is_screen_flow(text: str) -> bool:
    """Whether a heading says `User flow`."""
    return any(isinstance(one, Heading) and _FLOW.fullmatch(one.text.strip()) for one in blocks(text))


def read(text: str, path: str = "") -> Converted:
    """A map of one stage: a screen is a step and its touchpoint, actions that leave it are what the customer does. Raises InputError."""
    draft = MapDraft(path)
    section, step, before = "", "", ""
    seen: set[str] = set()
    stage = ""
    for one in blocks(text):
        if isinstance(one, Heading):
            section = one.text.strip().casefold()
            if one.level == 1:
                draft.set(title=plain(one.text))
        elif section == "description" and not isinstance(one, Item):
            draft.set(description="\n".join(filter(None, (draft.face.get("description", ""), plain(one.text)))))
        elif section == "user flow" and isinstance(one, Item):
            stage = stage or draft.stage("User flow")
            if one.level == 0 or not step:
                before = plain(one.text)
                step = draft.step(before, stage=stage, touchpoint={"name": before})
                if before in seen:
                    draft.say(
                        "assumed",
                        f"'{before}' occurs again: a step of its own, although the flow may loop",
                        line=one.line,
                    )
                seen.add(before)
            else:
                draft.card("doing", step=step, text=plain(one.text))
        elif plain(one.text):
            draft.say("lost", f"text under '{section or 'no heading'}'", line=one.line)
    if not step:
        raise unreadable(path, "no numbered screens below the heading `User flow`")
    draft.say("assumed", "each screen became a step; say in the customer's words what they do there")
    return draft.converted()
