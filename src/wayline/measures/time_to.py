"""`time_to`: as `time_to_next`, to any step named in the step's `times`.

Formula: as `time_to_next`, with the named step in the place of the next one.

Example: `times: [{to: first-report}]` at `sign-up` gives `{"first-report": …}`: the wait until the first report, whatever came between.
"""

from wayline.measures.kinds import AIMS, Duration

TIME_TO = Duration(
    name="time_to",
    facts={"step": AIMS},
    aims=True,
    says="median seconds from the first touch of {element} to the first later touch of each step named in its times",
)
