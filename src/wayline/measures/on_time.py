"""`on_time`: of the subjects whose handoff is due or done, the share handed over within the limit.

Formula: k / n, where n are the subjects whose handoff is done or due and k those for whom it was done within the limit after the trigger.

Example: Sales hands over to onboarding within two days; eight of ten handoffs were in time: 80 % [49 %, 94 %]. `data` says how many carried the contract's number.
"""

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
