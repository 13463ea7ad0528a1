"""Lint with places: the findings of a map with the line and column in its file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from wayline.files.journey import MapSource
from wayline.findings import Finding
from wayline.maps.lint.registry import lint


def lint_map(source: MapSource, *, today: date | None = None) -> list[Finding]:
    """What lint finds on a map that was read from a file, in the order of the file, each with line and column."""
    placed = [_placed(source, finding) for finding in lint(source.map, today=today)]
    return sorted(placed, key=lambda finding: (finding.line, finding.column))


def _placed(source: MapSource, finding: Finding) -> Finding:
    line, column = source.place(finding.where)
    return replace(finding, line=line, column=column)
