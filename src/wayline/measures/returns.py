"""`returns`: of those that reached a step, the share that came back to it after touching another step.

Formula: k / n, where n have a touch of the step and k of them a touch of another step strictly between two touches of this one.

Example: Cho saw a report, imported, and saw a report again: 1 of the 2 with a report, 50 % [9 %, 91 %].
"""

from wayline.measures.kinds import STEPS, Counted

RETURNS = Counted(
    name="returns",
    facts={"step": STEPS},
    counted="returned",
    tied="tied_return",
    says="of the subjects that reached {element}, the share that touched it again after a touch of another step",
)
