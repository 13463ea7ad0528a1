"""A whole map or persona as a new text: keys in the order of the model, short things on one line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wayline.files.yaml_text import Layout, block_text

_SELECTOR = ("event", "channel", "direction", "source", "where", "nth", "within", "segment")
# the key that holds something -> the order of the keys inside it; "" is the document itself
_ORDER: dict[str, tuple[str, ...]] = {
    "": (
        "wayline", "map", "id", "name", "title", "description", "state", "based_on", "grade", "language", "unit", "persona",
        "overlays", "scenario", "success", "job", "quote", "picture", "goals", "needs", "hopes", "fears", "behaviour",
        "motivations", "channels", "demographics", "keeps_awake", "makes_smile", "basis", "bind", "evidence", "leaves", "owner",
        "sponsor", "review", "stages", "lanes", "connections", "cards", "voice", "tags",
    ),
    "scenario": ("name", "from", "until", "expectations"),
    "success": ("says", "measure", "milestone", "target"),
    "owner": ("team", "member"),
    "review": ("every", "on", "last"),
    "stages": ("id", "title", "goal", "description", "team", "owner", "target", "done_when", "expect", "steps", "windows", "handoffs"),
    "steps": (
        "id", "title", "goal", "description", "touchpoint", "touchpoints", "milestone", "owner", "target", "bind", "expect",
        "times", "voice",
    ),
    "windows": ("id", "title", "team", "channel", "why", "after", "opens", "closes", "bind"),
    "handoffs": ("id", "title", "from", "to", "why", "after", "within", "data", "bind"),
    "lanes": ("id", "title", "kind", "side"),
    "cards": (
        "id", "lane", "step", "stage", "until", "text", "valence", "arousal", "word", "basis", "severity", "channel", "owner",
        "metric", "status", "image", "alt", "link", "evidence",
    ),
    "connections": ("from", "to"),
    "touchpoint": ("channel", "kind", "name", "owner"),
    "touchpoints": ("channel", "kind", "name", "owner"),
    "milestone": ("truth", "why", "kind", "controller", "expected"),
    "bind": _SELECTOR,
    "leaves": _SELECTOR,
}  # fmt: skip


def write(data: Mapping[str, Any]) -> str:
    """The text of a new document. Keys that the model does not know follow the known ones, as they came.

    >>> write({"title": "Trial", "wayline": 1, "stages": [{"title": "Start", "id": "start"}]}).splitlines()
    ['wayline: 1', 'title: Trial', 'stages:', '  - id: start', '    title: Start']
    """
    return block_text(in_order(data), 0, Layout()) + "\n" if data else "{}\n"


def in_order(value: Any, key: str = "") -> Any:
    """The same data with the keys of every mapping in the order of the model; `key` is what holds the value."""
    if isinstance(value, Mapping):
        ranks = {name: rank for rank, name in enumerate(_ORDER.get(key, ()))}
        names = sorted(value, key=lambda name: ranks.get(name, len(ranks)))
        return {name: in_order(value[name], name) for name in names}
    if isinstance(value, list | tuple):
        return [in_order(item, key) for item in value]
    return value
