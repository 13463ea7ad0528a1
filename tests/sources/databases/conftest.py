"""A real PostgreSQL server."""

from database_server import postgres, shop  # noqa: F401
