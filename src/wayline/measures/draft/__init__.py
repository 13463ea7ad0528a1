"""A first map from events alone: which acts are steps, their order, stages and connections, and how much of the paths that explains."""
