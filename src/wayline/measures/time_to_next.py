"""`time_to_next`: how long it took those that moved on, and the survival median that also knows who still waits.

Formula: the median of seconds between the first touch and the first touch of a next step after it, among those that converted; `survival_median` is the smallest t with Kaplan-Meier's S(t) ≤ ½, open paths and leaves censored.

Example: Ana took 24 hours from sign-up to import, Cho 48½: median 130,500 s. With Ben and Dia, who never did, half take 174,600 s.
"""

from wayline.measures.kinds import STEPS, Duration

TIME_TO_NEXT = Duration(
    name="time_to_next",
    facts={"step": STEPS},
    onward=True,
    says="median seconds from the first touch of {element} to the first touch of {next} after it, among those that went on",
)
