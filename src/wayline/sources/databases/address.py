"""Where a database is: a file, or an address. What is shown and kept of it never holds a password."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

from wayline.errors import InputError

Engine = Literal["sqlite", "duckdb", "postgresql"]

_SCHEMES: dict[str, Engine] = {
    "sqlite": "sqlite", "sqlite3": "sqlite", "duckdb": "duckdb", "postgresql": "postgresql", "postgres": "postgresql",
}  # fmt: skip
_FOREIGN = ("mysql", "mariadb", "mssql", "oracle", "snowflake", "bigquery", "redshift", "mongodb")
_SECRET = ("password", "sslpassword")
_SUFFIXES = (".db", ".sqlite", ".sqlite3", ".duckdb", ".ddb")
_EXAMPLE = "Write it like postgresql://user@host:5432/database; in a name or password write @ : / ? # % as %40 %3A %2F %3F %23 %25."


@dataclass(frozen=True, slots=True)
class Address:
    """A database. `target` is what its driver is given: a path, or an address that may hold a password.

    `shown` stands in messages. `kept` says in a roles file which database it was: of a file its name, of a server no user.
    """

    engine: Engine
    name: str
    shown: str
    kept: str
    target: str = field(repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def hushed(self, text: str) -> str:
        """The text without the passwords of this address."""
        for secret in self.secrets:
            text = text.replace(secret, "***")
        return text


def database_at(given: str) -> Address | None:
    """The database at an address or in a file; None for a file that holds none, or no file.

    Raises InputError for an address that cannot be read, or is of a database that is not read.
    """
    scheme, colon, rest = given.partition(":")
    engine = _SCHEMES.get(scheme.lower()) if colon else None
    if engine == "postgresql":
        return _server(given)
    if engine:
        return _in_file(_path(rest), engine)
    if colon and scheme.lower().partition("+")[0] in _FOREIGN:
        raise InputError(
            f"{scheme} databases are not read; those that are: SQLite, DuckDB and PostgreSQL",
            hint="Export the table as CSV or Parquet and import that file.",
        )
    path = Path(given)
    found = _engine_of(path)
    return _in_file(path, found) if found else None


def _engine_of(path: Path) -> Engine | None:
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except (OSError, ValueError):
        return None
    if head == b"SQLite format 3\0":
        return "sqlite"
    return "duckdb" if head[8:12] == b"DUCK" else None


def _path(rest: str) -> Path:
    """`///x` is the path from the root, or `x` from the current folder: whichever is there."""
    if not rest.startswith("//"):
        return Path(unquote(rest))
    _, _, path = rest[2:].partition("/")
    name = unquote(path)
    rooted, beside = Path(f"/{name.lstrip('/')}"), Path(name)
    if rooted.exists() and beside.exists() and not beside.samefile(rooted):
        raise InputError(f"both {rooted} and {beside} are there", hint="Give the path alone, without the scheme.")
    return beside if beside.exists() else rooted


def _in_file(path: Path, engine: Engine) -> Address:
    if path.is_dir() or not path.exists():
        raise InputError(f"{path} is {'a folder, no database' if path.is_dir() else 'not there'}")
    name = path.name
    for suffix in _SUFFIXES:
        if name.lower().endswith(suffix) and len(name) > len(suffix):
            name = name[: -len(suffix)]
            break
    return Address(engine, name, str(path), path.name, str(path))


def _server(given: str) -> Address:
    try:
        parts = urlsplit(given)
        options = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    except ValueError:
        raise _unreadable() from None
    login, _, host = parts.netloc.rpartition("@")
    _check_whole(parts, host)
    user, _, password = login.partition(":")
    secrets = [password, unquote(password), *(value for name, value in options if name in _SECRET)]
    path = unquote(parts.path.lstrip("/"))
    told = [(name, value) for name, value in options if name not in _SECRET]
    rest = f"{host}{parts.path}{'?' + urlencode(told, safe='/:,') if told else ''}"
    named = dict(options)
    return Address(
        "postgresql",
        path or named.get("dbname") or named.get("service") or "postgresql",
        f"postgresql://{user}{'@' if user else ''}{rest}",
        f"postgresql://{rest}",
        given,
        tuple(sorted({secret for secret in secrets if secret}, key=len, reverse=True)),
    )


def _check_whole(parts: SplitResult, host: str) -> None:
    """A password with a sign that should have been escaped cuts the address at the wrong place, and would be shown."""
    ports = [re.sub(r"^(\[[^]]*\]|[^:]*)", "", one) for one in host.split(",")]
    if parts.fragment or "@" in parts.path or any(port and not re.fullmatch(r":\d{0,5}", port) for port in ports):
        raise _unreadable()


def _unreadable() -> InputError:
    return InputError("the address of the PostgreSQL database cannot be read", hint=_EXAMPLE)
