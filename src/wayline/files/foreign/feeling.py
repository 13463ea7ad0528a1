"""Feelings as people write them: a word, a smiley, a signed number. The valence runs from -2 (bad) to 2 (good)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, TypeVar

_WORDS: dict[int, str] = {
    -2: "angry furious desperate devastated panicked horrified hopeless betrayed hateful terrible awful overwhelmed enraged",
    -1: "anxious worried frustrated annoyed confused stressed nervous sad upset bored disappointed alarmed afraid scared fearful lost "
        "unsure uncertain doubtful impatient irritated tired exhausted insecure skeptical sceptical concerned lonely embarrassed bad "
        "unhappy tense hesitant intimidated helpless uneasy apprehensive cross",
    0: "neutral indifferent calm cautious focused reflective curious surprised waiting ok okay careful",
    1: "confident relieved happy satisfied hopeful interested good pleased learning trusting optimistic comfortable reassured encouraged "
       "motivated engaged content informed positive certain secure grateful inspired accomplished empowered eager",
    2: "delighted excited thrilled proud enthusiastic ecstatic joyful amazed loving great wonderful euphoric",
}  # fmt: skip
VALENCE_OF_WORD = {word: valence for valence, words in _WORDS.items() for word in words.split()}
_SMILEYS: dict[int, str] = {
    -2: "😡🤬😭😱😠👿😤💔", -1: "😟🙁☹😞😕😣😖😰😨😢😒😔😩😫👎😥😧😦😬", 0: "😐😑😶🤔😌", 1: "🙂😊👍☺😃😀😄😁", 2: "😍🤩🥳🎉😎🥰😻❤",
}  # fmt: skip
VALENCE_OF_SMILEY = {smiley: valence for valence, smileys in _SMILEYS.items() for smiley in smileys}
_SIGNED = re.compile(r"\(?\s*([-+−]\s*\d(?:[.,]\d+)?|(?<![\d.,])0)\s*\)?\s*$")
_INTENSITY = re.compile(r"\(?\s*intensity\s*:?\s*(?P<all>[^)]*)\)?", re.IGNORECASE)
_DEGREE = re.compile(r"(\d+(?:\.\d+)?)\s*/\s*(\d+)")
_LONGEST = 2_000
_ARROW = re.compile(r"\s*(?:→|->|=>|⟶|➔)\s*")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Feeling:
    """One point of the curve. `source` says what the valence was read from: number, word, smiley, or nothing."""

    word: str = ""
    valence: float | None = None
    arousal: float | None = None
    source: str = ""

    def card(self) -> dict[str, Any]:
        """The keys of a card."""
        return {"word": self.word, "valence": self.valence, "arousal": self.arousal}


def feelings(text: str) -> list[Feeling]:
    """The points of a text; an arrow between two feelings makes two points.

    >>> [(one.word, one.valence, one.arousal) for one in feelings("Confused → Learning 😐 → 😊 (Intensity: 4/5 → 2/5)")]
    [('Confused', -1, 0.8), ('Learning', 1, 0.4)]
    >>> feelings("hopeful (+1)")[0].valence
    1.0
    """
    text = " ".join(text[:_LONGEST].split())
    degrees = _DEGREE.findall(text)
    bare = _INTENSITY.sub("", text).strip()
    smileys = [letter for letter in bare if letter in VALENCE_OF_SMILEY]
    words = [part for part in (_without_smileys(part) for part in _ARROW.split(bare)) if part]
    count = max(len(words), 1 if not words and smileys else 0)
    if not words and smileys:
        words, count = [""] * len(smileys), len(smileys)
    return [_point(words[n], _at(smileys, n, count), _at(degrees, n, count)) for n in range(count)]


def _at(found: list[T], n: int, count: int) -> T | None:
    """The n-th where there is one for each, the only one where there is one for all."""
    if len(found) == count:
        return found[n]
    return found[0] if len(found) == 1 else None


def _point(text: str, smiley: str | None, degree: tuple[str, str] | None) -> Feeling:
    arousal = round(min(float(degree[0]) / float(degree[1]), 1.0), 2) if degree and float(degree[1]) else None
    signed = _SIGNED.search(text)
    if signed:
        value = float(signed[1].replace("−", "-").replace(",", ".").replace(" ", ""))
        word = text[: signed.start()].strip(" ,;:(")
        return Feeling(word, value, arousal, "number")
    for word in re.findall(r"[^\W\d_]+", text.casefold()):
        if word in VALENCE_OF_WORD:
            return Feeling(text, VALENCE_OF_WORD[word], arousal, "word")
    if smiley:
        return Feeling(text or smiley, VALENCE_OF_SMILEY[smiley], arousal, "smiley")
    return Feeling(text, None, arousal, "")


def _without_smileys(text: str) -> str:
    return " ".join("".join(c for c in text if c not in VALENCE_OF_SMILEY and c != "\ufe0f").split())
