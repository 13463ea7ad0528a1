"""One measure a file, the registry that lists them, coverage, and what a measuring returns."""
