"""`reached`: of the subjects on the map, the share with a touch of the step or stage."""

from wayline.measures.kinds import STAGES, STEPS, Counted

REACHED = Counted(
    name="reached",
    facts={"step": STEPS, "stage": STAGES},
    counted="TRUE",
    of_all=True,
    says="of the subjects on the map, the share with at least one touch of {element}",
)
