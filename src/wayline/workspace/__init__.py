"""The folder, its settings, and the only place that wires parts together. One module a thing that a workspace can do."""
