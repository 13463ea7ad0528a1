"""The journey map as values: map, stage, step, lane, card, persona, window, handoff; changes; lint. Standard library only."""
