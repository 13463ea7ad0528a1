"""Points of no return: decision states of paths, rules learned on earlier paths and judged on later ones, and who stands there now."""
