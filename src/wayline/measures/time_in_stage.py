"""`time_in_stage`: from entering a stage to the first touch of any step of a later stage.

Formula: as `time_to_next`, from the first touch of any step of the stage to the first touch of any step of a later stage.

Example: Ana was in the stage `start` for four days, Cho for half an hour: median 173,700 s.
"""

from wayline.measures.kinds import STAGES, Duration

TIME_IN_STAGE = Duration(
    name="time_in_stage",
    facts={"stage": STAGES},
    onward=True,
    says="median seconds from entering {element} to the first touch of a later stage after it, among those that went on",
)
