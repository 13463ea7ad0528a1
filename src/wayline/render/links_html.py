"""A number on the map leads to what is known of it: the same address in a page without scripts and in the panel of one with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol

from wayline.render.markup import Child, Markup, el
from wayline.views.shape import Figure

_UNFIT = re.compile(r"[^\w-]+")


class Explained(Protocol):
    """What a number means, in sentences, and the SQL that returns it."""

    @property
    def says(self) -> str: ...
    @property
    def sql(self) -> str: ...


Explanations = Mapping[str, Mapping[str, Explained]]


def address(element: str, measure: str) -> str:
    """The place on the page where a number is explained."""
    return f"n-{_UNFIT.sub('_', element)}-{_UNFIT.sub('_', measure)}"


def place(element: str) -> str:
    """The place on the page where an element is told in words."""
    return f"w-{_UNFIT.sub('_', element)}"


def number(element: str, figure: Figure, *shown: Child, class_: str = "num") -> Markup:
    """The number as a link to what is known of it."""
    return el("a", *shown, href=f"#{address(element, figure['measure'])}", class_=class_)
