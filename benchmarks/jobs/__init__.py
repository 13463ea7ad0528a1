"""The jobs a to f: what they ask, what is expected of a known log, and one file a tool that answers; no tool is imported by another's file."""
