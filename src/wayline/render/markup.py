"""HTML that is escaped by construction: text is escaped unless it is markup that this module built."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

_UNIT = re.compile(r"(?<=\d) (?=%|(?:days?|h|min|s)\b)")
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_VOID = frozenset({"br", "col", "img", "link", "meta", "line", "circle", "rect", "path", "polygon", "use", "input"})

Child = str | int | None


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def text(value: Child) -> Markup:
    """The value as HTML text; characters that no page may hold become `�`, a number stays with its unit."""
    if isinstance(value, Markup):
        return value
    plain = _UNFIT.sub("\ufffd", "" if value is None else str(value))
    return Markup(escape(_UNIT.sub("\N{NO-BREAK SPACE}", plain)))


def join(children: Iterable[Child]) -> Markup:
    return Markup("".join(text(child) for child in children))


def el(name: str, /, *children: Child, **attributes: Child | bool | float) -> Markup:
    """An element. `class_` and `aria_label` become `class` and `aria-label`; None and False leave an attribute out."""
    head = name + "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Markup(f"<{head}>" if name in ("br", "col", "img", "link", "meta", "input") else f"<{head}/>")
    return Markup(f"<{head}>{join(children)}</{name}>")


def _attribute(key: str, value: Child | bool | float) -> str:
    if value is None or value is False:
        return ""
    name = {"view_box": "viewBox", "aspect": "preserveAspectRatio"}.get(key, key.rstrip("_").replace("_", "-"))
    return f" {name}" if value is True else f' {name}="{text(str(value))}"'


def said(value: str, name: str = "span", **attributes: Child | bool) -> Markup:
    """Words from a map or its data: isolated, so that their direction and their marks end where they end."""
    return el(name, value, dir="auto", **attributes)


def some(condition: object, child: Markup) -> Markup:
    """The child where the condition holds, else nothing."""
    return child if condition else Markup("")
