"""The demo's content: a sample of real study records, its roles, one authored map and its persona; no code but the list of files."""
