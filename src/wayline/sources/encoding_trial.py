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
_ASIAN_TRIALS = ("shift_jis", "euc_jp", "gb18030", "big5", "euc_kr")
_HIGH = re.compile(rb"[\x80-\xff]+")


def by_trial(head: bytes) -> str:
    """A codec name; cp1252 where nothing is likelier, latin-1 where even that has no character for a byte."""
    runs = _HIGH.findall(head)
    long = sum(len(run) for run in runs if len(run) > 1)
    if long > 0.7 * sum(map(len, runs)) and len(runs) > 1:
        return _of_other_script(head)
    best = max(_LATIN_TRIALS, key=lambda trial: _share(head, *trial))
    if _share(head, *best) > 0:
        return best[0]
    return "cp1252" if _decodes(head, "cp1252") else "latin-1"


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
    """Of the characters beyond ASCII, the share that the languages of this encoding use often."""
    text = b"".join(_HIGH.findall(head)).decode(name, "replace")
    return sum(map(text.count, set(letters))) / max(1, len(text))


def _asian_share(head: bytes, name: str) -> float:
    if not _decodes(head, name):
        return 0.0
    text = "".join(re.findall(r"[^\x00-\x7f]", head.decode(name, "ignore")))
    usual = re.findall(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3\u3000-\u303f\uff01-\uff5e]", text)
    # kana and Hangul say more than ideographs, which every East Asian encoding finds in any bytes
    telling = re.findall(r"[\u3040-\u30ff\uac00-\ud7a3]", text)
    return (len(usual) + len(telling) / 4) / max(1, len(text))


def _decodes(head: bytes, name: str) -> bool:
    try:
        head[: len(head) - 8 if len(head) > 4096 else None].decode(name)
    except UnicodeDecodeError:
        return False
    return True
