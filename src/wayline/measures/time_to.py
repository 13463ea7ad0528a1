"""`time_to`: as `time_to_next`, to any step named in the step's `times`."""

from wayline.measures.kinds import AIMS, Duration

TIME_TO = Duration(
    name="time_to",
    facts={"step": AIMS},
    aims=True,
    says="median seconds from the first touch of {element} to the first later touch of each step named in its times",
)
