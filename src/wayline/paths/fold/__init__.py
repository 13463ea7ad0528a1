"""Path facts in one pass, compiled: what is scanned, the kernels over it, the tables that come out."""
