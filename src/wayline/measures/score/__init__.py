"""Scores: the chance of leaving within a horizon, judged back in time before anybody is named."""
