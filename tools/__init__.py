"""The repository's own tools, run as `python -m tools.NAME`; nothing of the product lives here."""
