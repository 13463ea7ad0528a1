"""Numbers of a map under every fair choice of counting: what `wayline measure --robust` adds."""

from __future__ import annotations

from wayline.measures.measurement import Measurement
from wayline.measures.robust import LAST_THIRD, Robust, counts_of, counts_of_last_third, other_choices, robust
from wayline.workspace.folder import Workspace
from wayline.workspace.measuring import Asked, opened


def robustness(workspace: Workspace, name: str, asked: Asked = Asked()) -> dict[tuple[str, str], Robust]:  # noqa: B008 (frozen)
    """(element, measure) → the number however counted. The map is counted anew for each choice. Raises as `measure` does."""
    with opened(workspace.map(name), workspace.log.snapshot(), asked.known(workspace.zone)) as at:
        facts = at.facts(asked.question(workspace.zone))
        counted = counts_of(facts)
        choices = list(other_choices(facts))
        others = {LAST_THIRD: counts_of_last_third(facts)}
        others |= {choice: counts_of(at.facts(question)) for choice, question in choices}
        return robust(counted, others)


def beside(found: Measurement, robust: dict[tuple[str, str], Robust]) -> None:
    """Put each number's range beside it, under `robust`."""
    for (element, measure), one in robust.items():
        found.all.elements[element][measure]["robust"] = one.plain()
