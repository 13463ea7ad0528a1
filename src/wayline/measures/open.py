"""`open`: of those that reached, the share that has neither moved on nor left: the future of these paths is not known."""

from wayline.measures.kinds import STAGES, STEPS, Counted

OPEN = Counted(
    name="open",
    facts={"step": STEPS, "stage": STAGES},
    counted="is_open",
    tied="tied_open",
    onward=True,
    says="of the subjects that reached {element}, the share that has neither gone on to {next} nor left by the end of the data",
)
