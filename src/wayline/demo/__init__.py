"""The demos' content: each a folder with data, roles, one authored map and its persona; no code but the list of them."""
