"""Writes the generated reference of the map, persona and plan files and of lint: `python -m tools.file_reference`."""

from pathlib import Path

from wayline.files.reference_page import journey_page, persona_page, plan_page
from wayline.files.schema import journey_schema, persona_schema, plan_schema, schema_text
from wayline.maps.lint.page import lint_page

REFERENCE = Path(__file__).parent.parent / "docs" / "reference"


def pages() -> dict[str, str]:
    """Name of the file → what it must say."""
    return {
        "journey.schema.json": schema_text(journey_schema()),
        "persona.schema.json": schema_text(persona_schema()),
        "plan.schema.json": schema_text(plan_schema()),
        "journey-file.md": journey_page(),
        "persona-file.md": persona_page(),
        "plan-file.md": plan_page(),
        "lint.md": lint_page(),
    }


if __name__ == "__main__":
    for name, text in pages().items():
        (REFERENCE / name).write_text(text, encoding="utf-8")
        print(f"wrote docs/reference/{name}")
