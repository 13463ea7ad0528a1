"""What a map only assumes, with the cheapest test of each: `wayline check --assumed`."""

from __future__ import annotations

from wayline.measures.assumptions import CardTest, card_tests
from wayline.workspace.folder import Workspace
from wayline.workspace.measuring import Asked, opened


def assumed(workspace: Workspace, name: str, asked: Asked = Asked()) -> tuple[CardTest, ...]:  # noqa: B008 (frozen)
    """The cheapest test of every assumed card, the quickest first. Raises NotFoundError, MapError, InputError."""
    with opened(workspace.map(name), workspace.log.snapshot(), asked.known(workspace.zone)) as at:
        return card_tests(at.facts(asked.question(workspace.zone)))
