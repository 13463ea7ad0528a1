"""Writes the generated reference of the measures: `python -m tools.measure_reference`."""

from pathlib import Path

from wayline.measures.reference_page import pages

REFERENCE = Path(__file__).parent.parent / "docs" / "reference" / "measures"


def main(folder: Path = REFERENCE) -> None:
    """Write a page each, and take away those of measures that are no more."""
    folder.mkdir(parents=True, exist_ok=True)
    found = pages()
    for path in folder.glob("*.md"):
        if path.name not in found:
            path.unlink()
    for name, text in found.items():
        (folder / name).write_text(text, encoding="utf-8")
    print(f"wrote {len(found)} pages into {folder}")


if __name__ == "__main__":
    main()
