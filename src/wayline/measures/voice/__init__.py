"""What customers say as numbers: one score a file, their list, and the reading of answers into numbers."""
