"""What stands at a step of how it goes with an outcome: the claim of a milestone on its rung, and signs of friction."""

from __future__ import annotations

from typing import TypedDict


class ClaimView(TypedDict):
    """A step as a milestone, tested on what came after. `rung` 0: tested, and nothing is claimed.

    `badge` names the rung, `verb` is all that the rung allows to be said, `sentence` says it with the effect among held-out
    subjects. `interval`, `n` and `tried` are in words; `command` writes the plan of an experiment, where the rung earns one.
    """

    rung: int
    badge: str
    verb: str
    sentence: str
    effect: str
    interval: str
    n: str
    tried: str
    asked: str
    command: str


class FrictionView(TypedDict):
    """Something that goes with less success here. `consequence`: it follows from the outcome itself, and is no friction."""

    what: str
    sentence: str
    effect: str
    interval: str
    n: str
    asked: str
    consequence: bool
