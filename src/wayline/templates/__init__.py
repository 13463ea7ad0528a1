"""Maps and personas to begin with, each a file of its own; no code but the list of them."""
