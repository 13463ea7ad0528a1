"""`touches`: the number of touches of a step.

Formula: the number of touches; a subject may have many.

Example: Four imports by three people: 4.
"""

from wayline.measures.kinds import STEPS, Counted

TOUCHES = Counted(
    name="touches",
    facts={"step": STEPS},
    counted="TRUE",
    sums="touches",
    is_share=False,
    unit="touches",
    says="the number of touches of {element}",
)
