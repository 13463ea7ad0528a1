"""`returns`: of those that reached a step, the share that came back to it after touching another step."""

from wayline.measures.kinds import STEPS, Counted

RETURNS = Counted(
    name="returns",
    facts={"step": STEPS},
    counted="returned",
    tied="tied_return",
    says="of the subjects that reached {element}, the share that touched it again after a touch of another step",
)
