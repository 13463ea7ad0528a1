"""Roles of a voice table from its content: surveys in wide form, and replies with a score or a text."""

from __future__ import annotations

from wayline.sources import column_name as names
from wayline.sources.profile import Column, Profile
from wayline.sources.proposal import Draft
from wayline.sources.propose_keys import give_keys
from wayline.sources.role_model import Question, Scale, Word

_SCORE = frozenset({"score", "rating", "stars", "nps", "csat", "ces"})
LEAST_QUESTIONS = 6
_BY_NAME = (
    ("ticket", {"ticket", "complaint", "case", "issue"}),
    ("review", {"review", "stars", "rating"}),
    ("post", {"tweet", "post", "retweet"}),
    ("mail", {"mail", "email", "subject"}),
    ("call", {"call", "transcript"}),
    ("interview", {"interview"}),
)


def survey_columns(seen: Profile) -> list[Column]:
    """The rating questions of a survey in wide form, where most of a table is small whole numbers; else none."""
    small = [column for column in seen if _is_small(column)]
    rated = [column for column in small if _is_rated(column)]
    return rated if len(rated) >= LEAST_QUESTIONS and len(small) >= 0.4 * len(seen.columns) else []


def prose_column(seen: Profile) -> Column | None:
    """The column with most text that people wrote."""
    fitting = [column for column in seen if column.is_prose]
    return max(fitting, key=lambda column: column.mean_length * column.filled) if fitting else None


def is_reply(seen: Profile) -> bool:
    """Whether rows are replies: a text that people wrote, or a score by name, and no column that names what happened."""
    named = any(names.has_word(column.name, names.EVENT) and not column.is_number for column in seen)
    return not named and (prose_column(seen) is not None or any(_is_score(column) for column in seen))


def propose_voice(draft: Draft) -> None:
    times = [column for column in draft.profile if column.time and not column.time.unit and column.filled > 0.5]
    draft.taken |= {column.name for column in times}
    questions = survey_columns(draft.profile)
    if questions:
        _propose_survey(draft, questions)
    else:
        _propose_replies(draft)
    if times:
        best = min(
            times,
            key=lambda column: (
                not names.has_word(column.name, names.HAPPENED | frozenset({"answer", "answered"})),
                -column.filled,
            ),
        )
        form = best.time
        if form is not None:
            draft.times["occurred_at"] = form.moment(best.name)
            draft.note(
                "occurred_at", best.name, f"{len(best.there):,} of {draft.profile.rows:,} cells are {form.spoken}"
            )
            if form.rival:
                draft.doubt(
                    f"'{best.name}': every cell fits {form.format} and {form.rival}; which comes first, day or month?"
                )
    if draft.questions or "score" in draft.values:
        draft.doubt("scores need their kinds and scales confirmed by someone who knows the questions")
    else:
        draft.doubt(f"kind: '{_kind(draft)}' was taken; which sort of voice is it?")


def _propose_survey(draft: Draft, questions: list[Column]) -> None:
    draft.questions = tuple(_question(column) for column in questions)
    for column in questions:
        draft.note(column.name, column.name, f"{column.distinct} whole numbers, {_range(column)}")
    for column in draft.profile.without(draft.taken):
        said = names.words(column.name)
        if column.is_unique and column.is_integer and "answer_id" not in draft.values:
            draft.give("answer_id", column.name, f"{column.distinct:,} values, one row each")
        elif "weight" in said and column.is_number:
            draft.give("weight", column.name, "numbers, and its name says so")
    give_keys(draft)


def _question(column: Column) -> Question:
    low, high = _ends(column)
    if _is_nps(column):
        return Question(column.name, "nps", Scale(0, 10, tuple(str(code) for code in range(11, high + 1))))
    beyond = [code for code in (0, 6) if low <= code <= high]
    return Question(column.name, "rating", Scale(1, 5, tuple(map(str, beyond))))


def _propose_replies(draft: Draft) -> None:
    prose = prose_column(draft.profile)
    if prose is not None:
        draft.give("text", prose.name, f"{len(prose.there):,} texts of {prose.mean_length:.0f} letters on average")
    give_keys(draft, unique=True)
    _give_score(draft)
    kind = _kind(draft)
    draft.values["kind"] = Word(kind)
    if not {"text", "score"} & set(draft.values):
        _give_any_text(draft)


def _give_any_text(draft: Draft) -> None:
    texts = [column for column in draft.profile.without(draft.taken) if not column.is_number]
    if texts:
        best = max(texts, key=lambda column: column.mean_length)
        draft.give("text", best.name, f"the longest texts, {best.mean_length:.0f} letters on average")


def _give_score(draft: Draft) -> None:
    for column in draft.profile.without(draft.taken):
        if _is_score(column):
            low, high = _ends(column)
            draft.give("score", column.name, f"{column.distinct} whole numbers, {_range(column)}")
            draft.score = Scale(0, 10) if high > 7 else Scale(min(low, 1), max(high, 5))
            return


def _kind(draft: Draft) -> str:
    said = {word for column in draft.profile for word in names.words(column.name)}
    if names.NPS & said:
        return "nps"
    return next((kind for kind, hints in _BY_NAME if hints & said), "note")


def _is_score(column: Column) -> bool:
    return _is_small(column) and names.has_word(column.name, _SCORE)


def _is_small(column: Column) -> bool:
    if not column.is_integer or not 2 <= column.distinct <= 12:
        return False
    low, high = _ends(column)
    return low >= 0 and high <= 11


def _is_rated(column: Column) -> bool:
    """Whole numbers from 0 or 1 to 5 or 6, or 0 to 10: what scales look like, and yes-no questions do not."""
    low, high = _ends(column)
    return (low <= 1 and high in (5, 6) and column.distinct >= 5) or _is_nps(column)


def _is_nps(column: Column) -> bool:
    low, high = _ends(column)
    return low == 0 and high in (10, 11) and column.distinct >= 9


def _ends(column: Column) -> tuple[int, int]:
    numbers = [int(level) for level in column.levels]
    return min(numbers), max(numbers)


def _range(column: Column) -> str:
    low, high = _ends(column)
    return f"{low} to {high}"
