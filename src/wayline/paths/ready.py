"""Whether kernels are compiled on this machine, and how they come to be. Nothing here loads the compiler."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
import sys
import tempfile
import time
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

FOLDER = "WAYLINE_KERNELS"
GIVEN_UP = 600  # seconds after which a process that compiles is taken for dead

_compiling: list[subprocess.Popen[bytes]] = []  # held, since nobody waits for them


def kernel_folder() -> Path:
    """Where compiled kernels are kept: `WAYLINE_KERNELS`, else the user's cache, else the folder for temporary files."""
    if os.environ.get(FOLDER):
        return Path(os.environ[FOLDER]) / _stamp()
    cache_home = Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser())
    wanted = cache_home / "wayline" / "kernels"
    try:
        wanted.mkdir(parents=True, exist_ok=True)
    except OSError:
        wanted = _temporary()
    return (wanted if os.access(wanted, os.W_OK) else _temporary()) / _stamp()


def _temporary() -> Path:
    return Path(tempfile.gettempdir()) / f"wayline-kernels-{_user()}"


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else "all"


def is_installed() -> bool:
    """Whether there is a compiler."""
    return _compiler() != ""


@cache
def _compiler() -> str:
    try:
        return version("numba")
    except PackageNotFoundError:
        return ""


@cache
def _stamp() -> str:
    """What compiled code depends on: its source, the compiler, Python, the machine."""
    digest = hashlib.sha256(f"{_compiler()}|{sys.version}|{platform.machine()}|{platform.node()}".encode())
    for source in sorted((Path(__file__).parent / "fold").glob("*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def is_ready() -> bool:
    """Whether the kernels of this version are compiled."""
    return (kernel_folder() / "ready").exists()


def say_ready() -> None:
    """Remember that every kernel is compiled."""
    (kernel_folder() / "ready").touch()


def compile_now() -> None:
    """Compile the kernels and wait for them."""
    kernel_folder().mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [sys.executable, "-m", "wayline.paths.fold.warm"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=True,
    )


def prepare() -> None:
    """Compile the kernels in a process of its own that outlives this one, unless that is done or under way."""
    if not is_installed() or is_ready():
        return
    started = kernel_folder() / "started"
    try:
        started.parent.mkdir(parents=True, exist_ok=True)
        if started.exists() and time.time() - started.stat().st_mtime > GIVEN_UP:
            started.unlink()
        started.touch(exist_ok=False)
    except OSError:
        return
    _compiling.append(
        subprocess.Popen(
            [sys.executable, "-m", "wayline.paths.fold.warm"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    )
