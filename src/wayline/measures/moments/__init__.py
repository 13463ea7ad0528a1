"""Moments of truth: what customers did by a landmark, tested on what came after, and placed on the ladder of evidence."""
