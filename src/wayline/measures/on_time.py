"""`on_time`: of the subjects whose handoff is due or done, the share handed over within the limit."""

from wayline.measures.kinds import HANDOFFS, Counted

ON_TIME = Counted(
    name="on_time",
    facts={"handoff": HANDOFFS},
    counted="on_time",
    among="NOT pending",
    tied="tied",
    extras={"late": "late", "missing": "missing", "pending": "pending"},
    timed=True,
    says="of the subjects for whom the handoff {element} is due or done, the share handed over within its limit",
)
