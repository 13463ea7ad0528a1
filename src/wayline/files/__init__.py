"""Maps and personas in files: one module a format, read and written; and edits of a file that touch nothing else."""
