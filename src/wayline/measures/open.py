"""`open`: of those that reached, the share that has neither moved on nor left: the future of these paths is not known.

Formula: k / n, where n have a touch of the step and k of them have neither converted nor left up to as-of.

Example: Dia signed up last of all and has done nothing since: 1 of 4, 25 % [5 %, 70 %]. She is not lost.
"""

from wayline.measures.kinds import STAGES, STEPS, Counted

OPEN = Counted(
    name="open",
    facts={"step": STEPS, "stage": STAGES},
    counted="is_open",
    tied="tied_open",
    onward=True,
    says="of the subjects that reached {element}, the share that has neither gone on to {next} nor left by the end of the data",
)
