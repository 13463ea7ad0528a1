"""A number explained: its definition in words, and SQL that returns it in bare DuckDB from the workspace's folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wayline.errors import NotFoundError
from wayline.findings import nearest
from wayline.measures.explain import Definition, define, explained
from wayline.workspace.folder import Workspace
from wayline.workspace.measuring import Asked, opened


@dataclass(frozen=True, slots=True)
class Explanation:
    """`says`: the definition and what it rests on, in sentences. `sql`: one statement; one row with `count` and `n`."""

    says: str
    sql: str


def explain(workspace: Workspace, name: str, element: str, measure: str, asked: Asked = Asked()) -> Explanation:  # noqa: B008 (frozen)
    """Explain a measure of an element of a map. Raises NotFoundError that lists the elements, or the element's measures."""
    with opened(workspace.map(name), workspace.log.snapshot(), asked.known(workspace.zone)) as at:
        known = define(at.journey)
        if element not in known:
            raise NotFoundError(
                f"the map {at.journey.id} has no element '{element}'.{nearest(element, known)}",
                hint=f"Elements: {', '.join(known)}",
            )
        if measure not in known[element]:
            raise NotFoundError(
                f"'{measure}' is no measure of {element}.{nearest(measure, known[element])}",
                hint=f"Measures of {element}: {', '.join(known[element])}",
            )
        definition: Definition = known[element][measure]
        facts = at.plan(asked.question(workspace.zone))
        says, sql = explained(facts, definition)
    return Explanation(says, _relative(sql, workspace.folder))


def explanations(workspace: Workspace, name: str, asked: Asked = Asked()) -> dict[str, dict[str, Explanation]]:  # noqa: B008 (frozen)
    """Every measure of every element of a map explained: element → measure → explanation."""
    with opened(workspace.map(name), workspace.log.snapshot(), asked.known(workspace.zone)) as at:
        facts = at.plan(asked.question(workspace.zone))
        told = {
            element: {measure: explained(facts, definition) for measure, definition in known.items()}
            for element, known in define(at.journey).items()
        }
    return {
        element: {
            measure: Explanation(says, _relative(sql, workspace.folder)) for measure, (says, sql) in known.items()
        }
        for element, known in told.items()
    }


def _relative(sql: str, folder: Path) -> str:
    """The statement with paths from the workspace's folder, where it is meant to be run."""
    prefix = str(folder.resolve()).replace("'", "''")
    return sql.replace(f"'{prefix}/", "'").replace(f"'{str(folder).replace(chr(39), chr(39) * 2)}/", "'")
