"""Touches → path facts: the one pass, and its engines behind one interface."""
