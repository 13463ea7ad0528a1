"""`converted`: of those that reached a step, the share that touched a next step afterwards; of a stage, any later stage.

Formula: k / n, where n have a touch of the step and k of them a touch of a next step in another, later event. `converted + left + open = 1`.

Example: Four people signed up; Ana and Cho went on to import: 2 of 4, 50 % [15 %, 85 %].
"""

from wayline.measures.kinds import STAGES, STEPS, Counted

CONVERTED = Counted(
    name="converted",
    facts={"step": STEPS, "stage": STAGES},
    counted="converted",
    tied="tied_onward",
    onward=True,
    says="of the subjects that reached {element}, the share with a touch of {next} after their first touch of it",
)
