"""`time_to_next`: how long it took those that moved on, and the survival median that also knows who still waits."""

from wayline.measures.kinds import STEPS, Duration

TIME_TO_NEXT = Duration(
    name="time_to_next",
    facts={"step": STEPS},
    onward=True,
    says="median seconds from the first touch of {element} to the first touch of {next} after it, among those that went on",
)
