"""`time_to_value`: from the first touch of the map to the first touch of a milestone; zero where that is the same touch.

Formula: the median of seconds from a subject's first touch of the map to its first touch of the milestone; 0 where the first touch is the milestone.

Example: Ana saw her first report after four days, Cho after half an hour: median 173,700 s.
"""

from wayline.measures.kinds import VALUES, Duration

TIME_TO_VALUE = Duration(
    name="time_to_value",
    facts={"step": VALUES},
    milestones=True,
    says="median seconds from a subject's first touch of the map to its first touch of the milestone {element}",
)
