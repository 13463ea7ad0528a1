"""`reached`: of the subjects on the map, the share with a touch of the step or stage.

Formula: k / n, where n are the subjects with a touch of any step in the window and k those of them with a touch of this one.

Example: Five people are on the map, four signed up: `reached` of `sign-up` is 4 of 5, 80 % [38 %, 96 %].
"""

from wayline.measures.kinds import STAGES, STEPS, Counted

REACHED = Counted(
    name="reached",
    facts={"step": STEPS, "stage": STAGES},
    counted="TRUE",
    of_all=True,
    says="of the subjects on the map, the share with at least one touch of {element}",
)
