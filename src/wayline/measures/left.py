"""`left`: of those that reached, the share that never moved on and was lost after the first touch.

Formula: k / n, where n have a touch of the step and k of them never converted and have a leave after their first touch.

Example: Of the four who signed up Ben cancelled without importing: 1 of 4, 25 % [5 %, 70 %].
"""

from wayline.measures.kinds import STAGES, STEPS, Counted

LEFT = Counted(
    name="left",
    facts={"step": STEPS, "stage": STAGES},
    counted="has_left",
    tied="tied_leave",
    onward=True,
    says="of the subjects that reached {element}, the share that never went on to {next} and left after their first touch of it",
)
