"""The layouts that are known, in the order in which they are tried."""

from __future__ import annotations

from wayline.errors import RolesError
from wayline.findings import nearest
from wayline.sources.shapes import ga4, hubspot, ocel, posthog, salesforce, segment, snowplow, stripe, zendesk
from wayline.sources.shapes.shape import Shape

SHAPES: tuple[Shape, ...] = (
    ocel.SHAPE,
    segment.SHAPE,
    ga4.SHAPE,
    posthog.SHAPE,
    snowplow.SHAPE,
    stripe.EVENTS,
    stripe.SUBSCRIPTIONS,
    zendesk.SHAPE,
    salesforce.OPPORTUNITIES,
    salesforce.TASKS,
    salesforce.CONTACTS,
    salesforce.ACCOUNTS,
    hubspot.ENGAGEMENTS,
    hubspot.DEAL_STAGES,
    hubspot.COMPANIES,
)
_BY_NAME = {shape.name: shape for shape in SHAPES}


def shape_named(name: str) -> Shape:
    """Raises RolesError, with the names that are there, for an unknown one."""
    if name not in _BY_NAME:
        raise RolesError(
            f"read: shape: there is no layout '{name}'.{nearest(name, _BY_NAME)}",
            hint=f"Known are: {', '.join(_BY_NAME)}",
        )
    return _BY_NAME[name]
