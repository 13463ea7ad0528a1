"""The command line: one module a command. Thin: parse, call the workspace, present."""
