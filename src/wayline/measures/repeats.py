"""`repeats`: of those that reached a step, the share with two touches of it or more."""

from wayline.measures.kinds import STEPS, Counted

REPEATS = Counted(
    name="repeats",
    facts={"step": STEPS},
    counted="touches >= 2",
    says="of the subjects that reached {element}, the share with two or more touches of it",
)
