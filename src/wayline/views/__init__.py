"""Map and measurement become what a reader sees, as plain data: the map view, its words, and what may leave the house."""
