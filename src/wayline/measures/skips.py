"""`skips` and `skipped_for_good`: of those that reached a later step, who had not been here by then, or never was."""

from wayline.measures.kinds import SKIPS, Counted

SKIPPED = Counted(
    name="skips",
    facts={"step": SKIPS},
    counted="skipped",
    tied="tied",
    later=True,
    says="of the subjects that reached a later step, the share with no touch of {element} before their first touch of a later step",
)
SKIPPED_FOR_GOOD = Counted(
    name="skipped_for_good",
    facts={"step": SKIPS},
    counted="skipped_for_good",
    later=True,
    says="of the subjects that reached a later step, the share that never touched {element}",
)
