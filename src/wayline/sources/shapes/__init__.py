"""Layouts of known programs' files: one module a program, how its rows are told, which columns are added, and what they mean."""
