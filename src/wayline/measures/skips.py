"""`skips`: of those that reached a later step, the share that had not been here by then.

Formula: k / n, where n have a touch of a later step and k of them no touch of this one before the first of these.

Example: Cho saw a report before her first import; of the two who reached a report she skipped `first-import`: 1 of 2, 50 % [9 %, 91 %].
"""

from wayline.measures.kinds import SKIPS, Counted

SKIPPED = Counted(
    name="skips",
    facts={"step": SKIPS},
    counted="skipped",
    tied="tied",
    later=True,
    says="of the subjects that reached a later step, the share with no touch of {element} before their first touch of a later step",
)
