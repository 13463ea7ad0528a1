"""`converted`: of those that reached a step, the share that touched a next step afterwards; of a stage, any later stage."""

from wayline.measures.kinds import STAGES, STEPS, Counted

CONVERTED = Counted(
    name="converted",
    facts={"step": STEPS, "stage": STAGES},
    counted="converted",
    tied="tied_onward",
    onward=True,
    says="of the subjects that reached {element}, the share with a touch of {next} after their first touch of it",
)
