"""Which encoding of single bytes, or of East Asia, a text that is not UTF-8 is in: each is tried, the likeliest is kept."""

from __future__ import annotations

import re

_WESTERN = "äöüßÄÖÜéèêëàâçôîïûùñÑáíóúÁÉÍÓÚãõåæøÅÆØœ¿¡€£°§«»–—‘’“”„…·®©™²½"
_CENTRAL = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňóřšťúůýžÁČĎÉĚÍŇÓŘŠŤÚŮÝŽőűŐŰöüäăâîșțşţđ€–„”’"
_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЭЮЯ№«»–"
_GREEK = "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ€–«»"
# Order breaks ties. Where letters stand in rows of high bytes the script is not Latin.
_LATIN_TRIALS = (("cp1252", _WESTERN), ("mac-roman", _WESTERN), ("cp850", _WESTERN), ("cp1250", _CENTRAL))
_OTHER_TRIALS = (("cp1251", _CYRILLIC), ("koi8-r", _CYRILLIC), ("cp866", _CYRILLIC), ("cp1253", _GREEK))
_ASIAN_TRIALS = ("gb18030", "shift_jis", "euc_jp", "euc_kr", "big5")
_JAPANESE = ("shift_jis", "euc_jp")
_HIGH = re.compile(rb"[\x80-\xff]+")
_WORD = re.compile(rb"[A-Za-z]?[\x80-\xff]+[A-Za-z]?")


def by_trial(head: bytes) -> str:
    """A codec name: UTF-8 for a text that is mostly that, cp1252 where nothing is likelier."""
    runs = _HIGH.findall(head)
    total = sum(map(len, runs))
    if _mostly_utf8(b"".join(runs)):
        return "utf-8"
    if total >= 8 and sum(len(run) for run in runs if len(run) > 1) > 0.7 * total:
        return _of_other_script(head)
    best = max(_LATIN_TRIALS, key=lambda trial: _share(head, *trial))
    if _share(head, *best) > 0:
        return best[0]
    return "cp1252" if _decodes(head, "cp1252") else "latin-1"


def _mostly_utf8(high: bytes) -> bool:
    text = high.decode("utf-8", "surrogateescape")
    invalid = len(re.findall("[\udc80-\udcff]", text))
    return len(text) - invalid > invalid


def example(head: bytes, name: str) -> str:
    """A word of the text that shows whether the encoding is right; empty for plain ASCII and for UTF-8."""
    if name.startswith("utf"):
        return ""
    found = re.search(r"\w*[^\W\d_a-zA-Z]\w*", head[: 64 << 10].decode(name, "replace"))
    return f"'{found[0][:40]}'" if found else ""


def _of_other_script(head: bytes) -> str:
    best = max(_OTHER_TRIALS, key=lambda trial: _share(head, *trial))
    if _share(head, *best) > 0.8:
        return best[0]
    asian = max(_ASIAN_TRIALS, key=lambda name: _asian_share(head, name))
    return asian if _asian_share(head, asian) > 0.5 else best[0] if _share(head, *best) > 0.5 else "cp1252"


def _share(head: bytes, name: str, letters: str) -> float:
    """Of the characters beyond ASCII, the share that the languages of this encoding use often, and in that place."""
    usual = set(letters)
    count, good = 0, 0
    for word in _WORD.findall(head):
        text = " " + word.decode(name, "replace") + " "
        for before, char, after in zip(text, text[1:], text[2:], strict=False):
            # a capital inside a word of small letters is what a wrong encoding looks like
            odd = char.isupper() and before.isalpha() and (before.islower() or after.islower())
            count += not char.isascii()
            good += char in usual and not odd
    return good / max(1, count)


def _asian_share(head: bytes, name: str) -> float:
    if not _decodes(head, name):
        return 0.0
    text = "".join(re.findall(r"[^\x00-\x7f]", head.decode(name, "ignore")))
    count = max(1, len(text))
    kana = len(re.findall(r"[\u3040-\u30ff]", text)) / count
    hangul = len(re.findall(r"[\uac00-\ud7a3]", text)) / count
    ideographs = len(re.findall(r"[\u4e00-\u9fff\u3000-\u303f\uff01-\uff5e]", text)) / count
    # every East Asian encoding finds ideographs in any bytes; kana, and Hangul alone, say more
    bonus = 0.5 if (kana > 0.1 and name in _JAPANESE) or hangul > 0.85 else 0.0
    return kana + hangul + ideographs + bonus


def _decodes(head: bytes, name: str) -> bool:
    try:
        head[: len(head) - 8 if len(head) > 4096 else None].decode(name)
    except UnicodeDecodeError:
        return False
    return True
