"""Path facts on a Spark cluster: which rows go to which task, what a task does with them, and how its facts come back."""
