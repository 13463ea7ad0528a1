"""Build the bundled fonts and their table of advance widths from the npm packages that hold them.

npm install inter-ui twemoji-colr-font @fontsource/noto-sans-arabic @fontsource/noto-sans-hebrew
python -m tools.fonts node_modules        (needs fonttools and brotli)
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HOME = Path(__file__).parent.parent / "src" / "wayline" / "render" / "fonts"
INTER = {"Inter-Regular": "inter-ui/web/Inter-Regular.woff2", "Inter-SemiBold": "inter-ui/web/Inter-SemiBold.woff2"}
SINGLE = {
    "NotoSansArabic-Regular": "@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic-400-normal.woff2",
    "NotoSansHebrew-Regular": "@fontsource/noto-sans-hebrew/files/noto-sans-hebrew-hebrew-400-normal.woff2",
    "Twemoji": "twemoji-colr-font/twemoji.woff2",
}
LICENCES = {
    "Inter-LICENSE.txt": "inter-ui/LICENSE.txt",
    "NotoSansArabic-LICENSE.txt": "@fontsource/noto-sans-arabic/LICENSE",
    "NotoSansHebrew-LICENSE.txt": "@fontsource/noto-sans-hebrew/LICENSE",
    "Twemoji-LICENSE.txt": "twemoji-colr-font/LICENSE",
}
# Latin, Greek, Cyrillic, Vietnamese, punctuation, currency, letterlike, arrows, mathematical signs, shapes and ticks
LETTERS = [*range(0x20, 0x530), *range(0x1D00, 0x2000), *range(0x2000, 0x2460), *range(0x2500, 0x27C0), *range(0x2B00, 0x2C00)]  # fmt: skip
# what nearly every map in a Western language needs, small enough to stand inside each SVG
EVERYDAY = [*range(0x20, 0x180), *range(0x2010, 0x2030), *range(0x2190, 0x219A), 0x21BB, 0x20AC, 0x2122, 0x2212, 0x25B2, 0x25BC, 0x25C6, 0x25C7, 0x25CF, 0x2713, 0x2715, 0x202F]  # fmt: skip
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "calt", "tnum"]


def main() -> None:
    packages = Path(sys.argv[1])
    HOME.mkdir(exist_ok=True)
    for name, source in INTER.items():
        subset(TTFont(packages / source), LETTERS).save(HOME / f"{name}.ttf")
        small = subset(TTFont(packages / source), EVERYDAY)
        small.flavor = "woff2"
        small.save(HOME / f"{name}-everyday.woff2")
    for name, source in SINGLE.items():
        font = TTFont(packages / source)
        font.flavor = None
        name_family(font, name)
        font.save(HOME / f"{name}.ttf")
    for name, source in LICENCES.items():
        shutil.copy(packages / source, HOME / name)
    (HOME / "advances.json").write_text(json.dumps(advances(), separators=(",", ":")) + "\n", "utf-8")


def subset(font: TTFont, letters: list[int]) -> TTFont:
    """The font with these letters only, without hints, which are of no use in vector output."""
    font.flavor = None
    options = Options(hinting=False, layout_features=FEATURES, notdef_outline=True, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17])  # fmt: skip
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)
    return font


def name_family(font: TTFont, name: str) -> None:
    """One weight of a variable font keeps the name of the thinnest: programs would not find it as regular."""
    family = {"NotoSansArabic-Regular": "Noto Sans Arabic", "NotoSansHebrew-Regular": "Noto Sans Hebrew"}.get(name)
    if family:
        for number, text in ((1, family), (2, "Regular"), (4, family), (6, name)):
            font["name"].setName(text, number, 3, 1, 0x409)


def advances() -> dict[str, list[list[int]]]:
    """By font, runs of neighbouring code points: [first code point, width, width, …] in thousandths of the size."""
    fonts = {"regular": "Inter-Regular", "bold": "Inter-SemiBold", "arabic": "NotoSansArabic-Regular", "hebrew": "NotoSansHebrew-Regular"}  # fmt: skip
    return {key: runs(TTFont(HOME / f"{name}.ttf")) for key, name in fonts.items()}


def runs(font: TTFont) -> list[list[int]]:
    scale, widths = 1000 / font["head"].unitsPerEm, font["hmtx"]
    found: list[list[int]] = []
    for code, glyph in sorted(font.getBestCmap().items()):
        if not found or found[-1][0] + len(found[-1]) - 1 != code:
            found.append([code])
        found[-1].append(round(widths[glyph][0] * scale))
    return found


if __name__ == "__main__":
    main()
