"""Every path measure, in the order in which it is shown."""

from wayline.measures.converted import CONVERTED
from wayline.measures.converted_over_time import CONVERTED_OVER_TIME
from wayline.measures.hit import HIT
from wayline.measures.kinds import Measure
from wayline.measures.left import LEFT
from wayline.measures.now import NOW
from wayline.measures.on_time import ON_TIME
from wayline.measures.open import OPEN
from wayline.measures.reached import REACHED
from wayline.measures.repeats import REPEATS
from wayline.measures.returns import RETURNS
from wayline.measures.skipped_for_good import SKIPPED_FOR_GOOD
from wayline.measures.skips import SKIPPED
from wayline.measures.time_in_stage import TIME_IN_STAGE
from wayline.measures.time_to import TIME_TO
from wayline.measures.time_to_next import TIME_TO_NEXT
from wayline.measures.time_to_value import TIME_TO_VALUE
from wayline.measures.touches import TOUCHES

MEASURES: tuple[Measure, ...] = (
    REACHED, CONVERTED, LEFT, OPEN, CONVERTED_OVER_TIME, TIME_TO_NEXT, TIME_TO, TIME_IN_STAGE, REPEATS, RETURNS, SKIPPED,
    SKIPPED_FOR_GOOD, NOW, TOUCHES, TIME_TO_VALUE, HIT, ON_TIME,
)  # fmt: skip
