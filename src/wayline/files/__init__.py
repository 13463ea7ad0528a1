"""Map and persona files, read and written: one module a format."""
