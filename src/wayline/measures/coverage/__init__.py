"""How much of what happened the map explains: events, transitions and paths; deviations; ghosts."""
