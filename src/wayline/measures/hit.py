"""`hit`: of the subjects whose contact window has closed or was hit, the share contacted inside it."""

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
