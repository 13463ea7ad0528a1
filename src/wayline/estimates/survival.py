"""Times to an event where some paths are still open: the one door to Kaplan-Meier and Aalen-Johansen."""

from __future__ import annotations

from wayline.estimates.aalen_johansen import CENSORED, Incidence, IncidencePoint, aalen_johansen
from wayline.estimates.kaplan_meier import SurvivalCurve, SurvivalPoint, kaplan_meier

__all__ = [
    "CENSORED",
    "Incidence",
    "IncidencePoint",
    "SurvivalCurve",
    "SurvivalPoint",
    "aalen_johansen",
    "kaplan_meier",
]
