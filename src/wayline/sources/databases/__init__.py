"""Databases as sources: where one is, and its tables and queries read row by row as text, without ever writing to it."""
