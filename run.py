"""Two commands on a machine with nothing but Python 3.11: `python3 run.py demo` and `python3 run.py test`.

Makes `.venv` beside this file, installs Wayline into it, and runs. A second run installs nothing unless `pyproject.toml`
or `constraints.txt` changed. Standard library only.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
# what a command needs beside the product itself
EXTRAS = {"demo": "", "test": "[test,check]"}
USAGE = """usage: python3 run.py demo [DIR] [--no-open]   build the demo workspace and open its map
       python3 run.py test [PYTEST OPTIONS]     run every check and every test"""


def main(arguments: list[str]) -> int:
    """Run one of the two commands; the exit status is that of what was run."""
    if not arguments or arguments[0] not in EXTRAS:
        print(USAGE, file=sys.stderr)
        return 0 if arguments[:1] in (["-h"], ["--help"]) else 2
    command, *options = arguments
    refusal = why_not()
    if refusal:
        print(refusal, file=sys.stderr)
        return 2
    if not ready(command):
        return 2
    return demo(options) if command == "demo" else test(options)


def why_not() -> str:
    """What this machine lacks, and what to do about it; empty where nothing is missing."""
    if sys.version_info < (3, 11):  # noqa: UP036  # whoever runs this file may have an older one
        return f"Wayline needs Python 3.11 or newer; this is {sys.version.split()[0]}. Try: python3.11 run.py …"
    if not PYTHON.exists() and importlib.util.find_spec("ensurepip") is None:
        return (
            "This Python cannot make virtual environments: its module 'ensurepip' is missing.\n"
            "On Debian and Ubuntu: apt-get install python3-venv. Then run the same command again."
        )
    return ""


def ready(command: str) -> bool:
    """Make the environment and install what is not there yet; False where that failed."""
    if installed(command):
        return True
    if not PYTHON.exists():
        say("making .venv")
        if run([sys.executable, "-m", "venv", str(VENV)]):
            shutil.rmtree(VENV, ignore_errors=True)  # half an environment would pass for a whole one
            return False
    say(f"installing Wayline{' with what the tests need' if EXTRAS[command] else ''} (a minute or two, once)")
    began = time.monotonic()
    wanted = ["--constraint", "constraints.txt", "--editable", f".{EXTRAS[command]}"]
    if run([str(PYTHON), "-m", "pip", "install", "--quiet", *wanted]):
        say("installing failed; what pip says stands above")
        return False
    stamp(command).write_text(fingerprint(), encoding="utf-8")
    say(f"installed in {time.monotonic() - began:.0f} s")
    return True


def installed(command: str) -> bool:
    """Whether the environment holds what the command needs, in the versions asked for now."""
    wanted = {"demo": ("demo", "test"), "test": ("test",)}[command]
    stamps = [stamp(name) for name in wanted if stamp(name).exists()]
    return PYTHON.exists() and any(path.read_text(encoding="utf-8") == fingerprint() for path in stamps)


def stamp(command: str) -> Path:
    """Where it is noted that the installation for a command was finished."""
    return VENV / f"installed-for-{command}"


def fingerprint() -> str:
    """What an installation depends on, in one line."""
    digest = hashlib.sha256(sys.version.encode())
    for name in ("pyproject.toml", "constraints.txt"):
        digest.update((ROOT / name).read_bytes())
    digest.update(str(ROOT).encode())
    return digest.hexdigest()


def demo(options: list[str]) -> int:
    """Build the demo workspace and open its map, as `wayline demo` does."""
    # a folder that the user names is meant from where they stand
    return run([str(SCRIPTS / "wayline"), "demo", *options], folder=Path.cwd())


def test(options: list[str]) -> int:
    """Every check, then every test; pytest has the last line."""
    checks = run([str(PYTHON), "-m", "tools.check"])
    say("running the tests")
    tests = run([str(PYTHON), "-m", "pytest", "-n", "2", "-q", *options])
    return tests or checks


def run(command: list[str], *, folder: Path = ROOT) -> int:
    """Run a command with a quiet pip and no foreign packages in sight; its exit status, 130 when interrupted."""
    quiet = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "PIP_ROOT_USER_ACTION": "ignore"}
    if not os.environ.get("HOME"):
        quiet["PIP_NO_CACHE_DIR"] = "1"
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    try:
        return subprocess.run(command, cwd=folder, env=kept | quiet, check=False).returncode  # noqa: S603
    except KeyboardInterrupt:
        return 130


def say(message: str) -> None:
    """One line of progress, on standard error."""
    print(f"run.py: {message}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
