"""Friction: what happens on a path (a step again, a long wait, an error) tested on what came of it."""
