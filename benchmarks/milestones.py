"""The names in the log, and the maps that ask about it: twelve milestones in four stages, and two large ones. Standard library only: every tool reads it."""

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

PLACES = ("page", "email", "app", "doc", "support", "ad", "webinar", "api", "mobile", "sales")
DEEDS = ("view", "open", "click", "search", "error", "help")
EVENTS = (*MILESTONES, *(f"{place}_{deed}" for place in PLACES for deed in DEEDS))

MAP_ID, SIXTY_ID, ALL_EVENTS_ID = "milestones", "sixty-steps", "all-events"
ROLES = """wayline: 1
table: events
source: product
columns: {person_id: customer_id, occurred_at: ts, event: event, channel: channel}
read: {zone: UTC}
"""


def customer_roles(traits: list[str]) -> str:
    """The roles of the file of customers."""
    listed = ", ".join(traits)
    return f"wayline: 1\ntable: people\nsource: crm\ncolumns: {{person_id: customer_id, traits: [{listed}]}}\n"


def step_id(event: str) -> str:
    """The id of a milestone's step."""
    return event.replace("_", "-")


def maps() -> dict[str, str]:
    """The question's map, and two large ones: sixty events, and every event, in stages of six. Id → journey file."""
    sixty = tuple(event for event in EVENTS if event != LEAVE)[:60]
    return {
        MAP_ID: map_text(MAP_ID, STAGES, leave=LEAVE),
        SIXTY_ID: map_text(SIXTY_ID, _sixes(sixty), leave=LEAVE),
        ALL_EVENTS_ID: map_text(ALL_EVENTS_ID, _sixes(EVENTS)),
    }


def _sixes(events: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    return {f"stage-{first // 6 + 1}": events[first : first + 6] for first in range(0, len(events), 6)}


def map_text(name: str, stages: dict[str, tuple[str, ...]], *, leave: str = "") -> str:
    """A map as a journey file."""
    lines = [
        "wayline: 1",
        f"map: {name}",
        "title: Generated",
        "unit: person",
        *([f"leaves: [{{event: {leave}}}]"] if leave else []),
        "stages:",
    ]
    for stage, events in stages.items():
        lines += [f"  - id: {stage}", f"    title: {stage.title()}", "    steps:"]
        lines += [
            f"      - {{id: {step_id(event)}, title: {event.replace('_', ' ').title()}, bind: {{event: {event}}}"
            f"{', milestone: {}' if event in VALUES else ''}}}"
            for event in events
        ]
    return "\n".join(lines) + "\n"
