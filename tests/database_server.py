"""A real PostgreSQL server for a test session, in a folder of its own, on a Unix socket and a loopback port.

It refuses to run as root: there it runs as another user.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

USERS = ("postgres", "nobody")
PLACES = ("/usr/local/bin", "/usr/lib/postgresql/17/bin", "/usr/lib/postgresql/16/bin", "/usr/lib/postgresql/15/bin")
PASSWORD = "s3cret/pass@word"  # noqa: S105  # of a server that lives as long as the tests


def program(name: str) -> str | None:
    return shutil.which(name) or next((f"{place}/{name}" for place in PLACES if Path(place, name).exists()), None)


def why_not() -> str:
    """Why no server can be started here; "" where one can."""
    if not program("postgres") or not program("initdb"):
        return "PostgreSQL is not installed"
    if os.name == "nt" or (os.getuid() == 0 and not _other_user()):
        return "PostgreSQL does not run as root, and there is no other user"
    return ""


def _other_user() -> pwd.struct_passwd | None:
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next((known[name] for name in USERS if name in known), None)


@contextmanager
def server() -> Iterator[tuple[str, int]]:
    """(folder of the socket, port) of a running server; its user is `owner`, whose password is PASSWORD."""
    folder = Path(tempfile.mkdtemp(prefix="wayline-pg-", dir="/tmp"))  # a socket's path is short
    user = _other_user() if os.getuid() == 0 else None
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
    who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": ()} if user else {}
    secret = folder / "secret"
    secret.write_text(PASSWORD)
    secret.chmod(0o644)
    data, port = folder / "data", _free_port()
    made = [
        program("initdb"),
        "-D",
        data,
        "-U",
        "owner",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "-A",
        "scram-sha-256",
        f"--pwfile={secret}",
        "-N",
    ]
    subprocess.run(made, check=True, capture_output=True, cwd=folder, **who)
    options = {"unix_socket_directories": folder, "listen_addresses": "127.0.0.1", "port": port, "fsync": "off"}
    settings = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
    running = subprocess.Popen(
        [program("postgres"), "-D", data, *settings],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **who,
    )
    try:
        yield str(folder), port
    finally:
        running.terminate()
        running.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


NUMBERS = count(1)


@pytest.fixture(scope="session")
def postgres():
    """(folder of the socket, port) of a server that starts once."""
    psycopg = pytest.importorskip("psycopg", reason="the extra 'postgres' is not installed")
    if why_not():
        pytest.skip(why_not())
    with server() as (folder, port):
        for _ in range(200):
            try:
                with psycopg.connect(host=folder, port=port, user="owner", password=PASSWORD, dbname="postgres"):
                    break
            except psycopg.OperationalError:
                time.sleep(0.1)
        yield folder, port


@pytest.fixture
def shop(postgres, monkeypatch):
    """(connection, address) of a new database; the password stands in PGPASSWORD."""
    import psycopg

    folder, port = postgres
    name = f"shop{next(NUMBERS)}"
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    with psycopg.connect(host=folder, port=port, user="owner", dbname="postgres", autocommit=True) as con:
        con.execute(f"CREATE DATABASE {name}")
    with psycopg.connect(host=folder, port=port, user="owner", dbname=name, autocommit=True) as con:
        yield con, f"postgresql://owner@127.0.0.1:{port}/{name}"
