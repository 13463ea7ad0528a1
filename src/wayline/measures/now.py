"""`now`: how many stand here: their last touch is here, no leave came after it, and the path has not finished.

Formula: the number of subjects whose last touch is here, without a leave after it, and not at a last step.

Example: Dia signed up and stands at `sign-up`: 1. Ana stands at a last step and has finished.
"""

from wayline.measures.kinds import STAGES, STEPS, Counted

NOW = Counted(
    name="now",
    facts={"step": STEPS, "stage": STAGES},
    counted="stands_here",
    tied="tied_here",
    of_all=True,
    is_share=False,
    says="the number of subjects whose last touch is at {element}, with no leave after it, and that have not finished",
)
