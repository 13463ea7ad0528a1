"""Whether a map still holds: paths in windows by their start, what changed between them, and whether that matters."""
