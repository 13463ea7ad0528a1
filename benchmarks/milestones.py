"""The question's map: twelve milestones in four stages, each step to the next. Standard library only: every tool reads it."""

from __future__ import annotations

STAGES = {
    "find": ("visit", "lead", "signup"),
    "begin": ("verify_email", "onboarding_start", "first_project"),
    "adopt": ("invite_team", "integration", "activated"),
    "stay": ("trial_to_paid", "renewal", "expansion"),
}
MILESTONES = tuple(event for events in STAGES.values() for event in events)
VALUES = (
    "activated",
    "trial_to_paid",
    "renewal",
)  # the milestones for which the time from the start of the path is asked
LEAVE = "support_error"  # a touchpoint that the map counts as leaving, so that `left` has something to count

MAP_ID = "milestones"
ROLES = """wayline: 1
table: events
source: product
columns: {person_id: customer_id, occurred_at: ts, event: event, channel: channel}
read: {zone: UTC}
"""


def step_id(event: str) -> str:
    """The id of a milestone's step."""
    return event.replace("_", "-")


def map_text() -> str:
    """The map as a journey file."""
    lines = [
        "wayline: 1",
        f"map: {MAP_ID}",
        "title: Twelve milestones",
        "unit: person",
        f"leaves: [{{event: {LEAVE}}}]",
        "stages:",
    ]
    for stage, events in STAGES.items():
        lines += [f"  - id: {stage}", f"    title: {stage.title()}", "    steps:"]
        lines += [
            f"      - {{id: {step_id(event)}, title: {event.replace('_', ' ').title()}, bind: {{event: {event}}}"
            f"{', milestone: {}' if event in VALUES else ''}}}"
            for event in events
        ]
    return "\n".join(lines) + "\n"
