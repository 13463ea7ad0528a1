"""One rule a file: a `RULE` and the function that finds its spots."""
