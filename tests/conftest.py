"""Its place puts `tests/` on the import path, so that all tests share `map_strategies`."""
