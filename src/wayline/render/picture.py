"""A map that shows itself in a notebook and can be kept as any document."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from html import escape
from pathlib import Path

from wayline.render.formats import Look, made
from wayline.views.shape import MapView


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of a map view; the last value of a notebook cell is enough to see it.

    >>> wayline.picture(workspace, "trial")                       # doctest: +SKIP
    >>> wayline.picture(workspace, "trial").save("trial.pptx")    # doctest: +SKIP
    """

    view: MapView
    dark: bool = False
    notice: str = ""

    def svg(self) -> str:
        """The picture as one self-contained SVG."""
        drawn, _ = made(self.view, ".svg", Look(dark=self.dark, notice=self.notice))
        return drawn.decode()

    def save(self, path: Path | str) -> list[str]:
        """Write it as the format of the suffix; returns what that format could not hold."""
        path = Path(path)
        dark = self.dark and path.suffix.lower() in (".svg", ".png", ".pdf", ".pptx")
        content, notes = made(self.view, path.suffix.lower(), Look(dark=dark, notice=self.notice))
        path.write_bytes(content)
        return notes

    def _repr_html_(self) -> str:
        """As an image, so that neither the notebook's style nor the picture's reaches the other."""
        held = base64.b64encode(self.svg().encode()).decode("ascii")
        name = escape(f"Journey map {self.view['map']['title']}", quote=True)
        image = f'<img src="data:image/svg+xml;base64,{held}" alt="{name}" style="max-width:none">'
        return f'<div style="overflow:auto;max-height:48rem">{image}</div>'
