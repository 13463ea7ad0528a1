"""Watching a share day by day: its series from path facts, and the alerts that a rule raises or would have raised."""
