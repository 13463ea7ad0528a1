"""`converted_over_time`: how many moved on by day 1, 7, 30 and 90, and by the map's own target."""

from wayline.measures.kinds import STAGES, STEPS, Incidence

CONVERTED_OVER_TIME = Incidence(
    name="converted_over_time",
    facts={"step": STEPS, "stage": STAGES},
    says="the share of subjects that went on from {element} to {next} within a time after their first touch (Aalen-Johansen: "
    "whichever of leaving and going on came first counts; open paths are censored at the end of the data)",
)
