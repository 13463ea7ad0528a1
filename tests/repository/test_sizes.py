"""Sizes are a compass: a number off the scale is a question, and here stands its answer."""

from statistics import median, quantiles

from tools.sizes import files, functions

LONGEST_FUNCTION = 60
LONGEST_FILE = 400
# what is longer, and why it reads better whole: `file:function` or `file` → reason
ANSWERS: dict[str, str] = {}


def test_a_long_function_has_a_named_reason() -> None:
    long = {name: lines for name, lines in functions().items() if lines > LONGEST_FUNCTION and name not in ANSWERS}
    assert long == {}


def test_a_long_file_has_a_named_reason() -> None:
    long = {name: lines for name, lines in files().items() if lines > LONGEST_FILE and name not in ANSWERS}
    assert long == {}


def test_most_functions_are_short() -> None:
    lengths = list(functions().values())
    assert median(lengths) <= 10
    assert quantiles(lengths, n=10)[-1] <= 25


def test_no_answer_outlives_its_question() -> None:
    known = {**functions(), **files()}
    assert [name for name in ANSWERS if name not in known] == []
