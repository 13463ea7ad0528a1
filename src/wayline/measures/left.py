"""`left`: of those that reached, the share that never moved on and was lost after the first touch."""

from wayline.measures.kinds import STAGES, STEPS, Counted

LEFT = Counted(
    name="left",
    facts={"step": STEPS, "stage": STAGES},
    counted="has_left",
    tied="tied_leave",
    onward=True,
    says="of the subjects that reached {element}, the share that never went on to {next} and left after their first touch of it",
)
