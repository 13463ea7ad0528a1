"""`skipped_for_good`: of those that reached a later step, the share that never was here.

Formula: k / n, where n have a touch of a later step and k of them no touch of this one at all.

Example: Eve imported and never signed up; of the three who got further than `sign-up` she alone: 1 of 3, 33 % [6 %, 79 %].
"""

from wayline.measures.kinds import SKIPS, Counted

SKIPPED_FOR_GOOD = Counted(
    name="skipped_for_good",
    facts={"step": SKIPS},
    counted="skipped_for_good",
    later=True,
    says="of the subjects that reached a later step, the share that never touched {element}",
)
