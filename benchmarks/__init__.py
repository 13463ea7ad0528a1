"""Questions about speed and memory, one file each; data are generated, the table of results is in docs/reference/benchmarks.md."""
