"""`repeats`: of those that reached a step, the share with two touches of it or more.

Formula: k / n, where n have a touch of the step and k of them at least two.

Example: Of three who imported Ana did it twice: 1 of 3, 33 % [6 %, 79 %].
"""

from wayline.measures.kinds import STEPS, Counted

REPEATS = Counted(
    name="repeats",
    facts={"step": STEPS},
    counted="touches >= 2",
    says="of the subjects that reached {element}, the share with two or more touches of it",
)
