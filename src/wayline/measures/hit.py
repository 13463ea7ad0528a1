"""`hit`: of the subjects whose contact window has closed or was hit, the share contacted inside it.

Formula: k / n, where n are the subjects whose window has closed or was hit and k those with a contact inside it; who still waits is `pending` and in no share.

Example: The window opens two and closes five days after sign-up; of ten whose window has closed four were called inside it: 40 % [17 %, 69 %].
"""

from wayline.measures.kinds import WINDOWS, Counted

HIT = Counted(
    name="hit",
    facts={"window": WINDOWS},
    counted="hit",
    among="NOT pending",
    tied="tied",
    extras={"early": "early", "late": "late", "missed": "missed", "pending": "pending"},
    timed=True,
    says="of the subjects whose window {element} has closed or was hit, the share with a contact inside it",
)
