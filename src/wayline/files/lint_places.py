"""Lint with places: the findings of a map with the line and column in its file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from wayline.errors import MapError
from wayline.files.journey import MapSource, load_source
from wayline.findings import Finding
from wayline.maps.lint.registry import lint
from wayline.maps.lint.rule import Surroundings


def lint_map(source: MapSource, around: Surroundings | None = None) -> list[Finding]:
    """What lint finds on a map that was read from a file, in the order of the file, each with line and column."""
    placed = [_placed(source, finding) for finding in lint(source.map, around)]
    return sorted(placed, key=lambda finding: (finding.line, finding.column))


def _placed(source: MapSource, finding: Finding) -> Finding:
    line, column = source.place(finding.where)
    return replace(finding, line=line, column=column)


def lint_file(path: Path | str, around: Surroundings | None = None) -> list[Finding]:
    """What is wrong with a file, whether it keeps the map from being read or only from being good.

    Raises MapError only where there is no text to place a finding in: a file that is missing or cannot be opened.
    """
    try:
        return lint_map(load_source(path), around)
    except MapError as refused:
        if not refused.findings:
            raise
        return [found for found in refused.findings if isinstance(found, Finding)]
