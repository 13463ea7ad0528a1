"""`converted_over_time`: how many moved on by day 1, 7, 30 and 90, and by the map's own target.

Formula: the cumulative incidence F₁(t) = Σ S(u−)·d₁(u)/n(u) over the times u ≤ t at which somebody converted, where S is the share that has neither converted nor left before u, and n(u) are those still at risk.

Example: Ana went on after 24 hours, Cho after 48½, Ben left after 72, Dia came last of all: within 7 days 67 % go on; Dia counts up to when we last saw her, Ben as one who never will.
"""

from wayline.measures.kinds import STAGES, STEPS, Incidence

CONVERTED_OVER_TIME = Incidence(
    name="converted_over_time",
    facts={"step": STEPS, "stage": STAGES},
    says="the share of subjects that went on from {element} to {next} within a time after their first touch (Aalen-Johansen: "
    "whichever of leaving and going on came first counts; open paths are censored at the end of the data)",
)
