"""Readers of data files: one module a format, what a file looks like, and the roles of its columns."""
