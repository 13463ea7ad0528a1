"""Damage faithful files of every format and import them, for as long as it is let: `python -m tools.fuzz_readers FOLDER [MINUTES] [SEED]`.

Each case runs `wayline import` in a process of its own, bounded in memory and time. A finding is a fault or traceback, a status
that is not promised, rows that do not add up, a case that is too slow or too large. Its file is kept in FOLDER/findings.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import resource
import shutil
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tools.reader_seeds import seeds
from wayline.cli.main import main as wayline
from wayline.workspace import importing  # noqa: F401  # each case would import it anew

SECONDS = 60
MEMORY = 3 << 30
PIECES = (
    b"", b"\0", b"\xff", b'"', b"'", b",", b";", b"\t", b"\n", b"\r\n", b"[", b"{", b"}", b"<", b"</", b"&", b"&x;", b"<!DOCTYPE a>", b"null",
    b"NaN", b"1e999", b"-1", b"9" * 40, b"\xed\xa0\x80", b"\\ud800", b"\\u0000", b"PAR1", b"\x1f\x8b", b"PK\x03\x04", b"2026-02-30", b"infinity",
    b"true", b'":', b"\xef\xbb\xbf", b"\xe2\x80\xae", b"id", b"=cmd()", b" ",
)  # fmt: skip
PROMISED = (0, 1, 2)


def mutated(content: bytes, rng: random.Random) -> bytes:
    """A few edits: bytes flipped, cut, doubled, moved or put in between."""
    data = bytearray(content)
    for _ in range(rng.choice((1, 1, 2, 3, 5, 9))):
        at = rng.randrange(len(data) + 1)
        match rng.randrange(7):
            case 0 if data:
                data[at % len(data)] ^= 1 << rng.randrange(8)
            case 1:
                data[at : at + rng.choice((0, 1, 4, 40, 400))] = rng.choice(PIECES)
            case 2:
                data[at:at] = rng.choice(PIECES) * rng.choice((1, 1, 3, 2000))
            case 3:
                data[at:at] = data[at : at + rng.choice((1, 10, 100, 1000))]
            case 4:
                del data[at : at + rng.choice((1, 10, 100, 1000))]
            case 5:
                data[at:at] = data[(start := rng.randrange(len(data) + 1)) : start + 60]
            case _:
                data = data[:at] if rng.random() < 0.2 else data
    return bytes(data)


@dataclass(frozen=True)
class Case:
    """A damaged file and the words of the command."""

    name: str
    content: bytes
    words: tuple[str, ...]


def case(files: dict[str, bytes], rng: random.Random) -> Case:
    """A file, one time in ten under the name of another format, and options now and then."""
    name = rng.choice(sorted(files))
    shown = rng.choice(sorted(files)) if rng.random() < 0.1 else name
    words: list[str] = []
    if rng.random() < 0.15:
        words += ["--as", rng.choice(("events", "people", "voice", "accounts"))]
    if rng.random() < 0.1:
        words += ["--zone", "Europe/Berlin"]
    if rng.random() < 0.7:
        words.append("--dry-run")  # reading is where damage is met, and writing is slow
    if name.endswith(("qlite", "duckdb")) and rng.random() < 0.5:
        words += ["--table", "events", "--incremental", rng.choice(("happened", "amount", "what", "note"))]
    return Case(shown, mutated(files[name], rng), tuple(words))


def problem(one: Case, folder: Path) -> str:
    """What is wrong with the way a case was answered; "" for nothing."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    answer = folder / "answer"
    pid = os.fork()
    if not pid:
        _answer(one, folder, answer)
    began = time.monotonic()
    done, status = 0, 0
    while not done:
        done, status = os.waitpid(pid, os.WNOHANG)
        if not done and time.monotonic() - began > SECONDS:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            return f"slower than {SECONDS} s"
        time.sleep(0.005)
    if os.WIFSIGNALED(status):
        return f"ended by signal {os.WTERMSIG(status)}"
    told = json.loads(answer.read_text()) if answer.exists() else {"status": -1, "out": "", "err": "no answer"}
    return _judged(told)


def _answer(one: Case, folder: Path, answer: Path) -> None:
    """In the child: runs the command and writes down what it said. Does not return."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY * 2, MEMORY * 2))
    os.chdir(folder)
    Path(one.name).write_bytes(one.content)
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        wayline(["init", "."])
        out.truncate(0)
        out.seek(0)
        try:
            status = wayline(["import", one.name, "--json", *one.words])
        except BaseException as error:  # noqa: BLE001  # whatever gets through is the finding
            status = -1
            print(f"Traceback: {type(error).__name__}: {error}", file=sys.stderr)
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10
    answer.write_text(json.dumps({"status": status, "out": out.getvalue(), "err": err.getvalue(), "largest": largest}))
    os._exit(0)


def _judged(told: dict[str, object]) -> str:
    error = str(told["err"])
    if told["status"] not in PROMISED:
        return f"status {told['status']}: {error[:300]}"
    if "fault in Wayline" in error or "Traceback" in error:
        return error[:300]
    if int(str(told["largest"])) > MEMORY:
        return f"took {int(str(told['largest'])) >> 20} MiB"
    if told["status"] != 0:
        return "" if error.strip() else "failed without a word"
    for file in json.loads(str(told["out"]))["files"]:
        if file["rows"] != file["accepted"] + file["rejected"] + file["skipped"]:
            return f"rows do not add up: {file}"
    return ""


def _seeds(folder: Path) -> dict[str, bytes]:
    """Made in a child, so that this process has no threads when it forks."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "made").mkdir(parents=True)
    pid = os.fork()
    if not pid:
        for name, content in seeds(folder).items():
            (folder / "made" / name).write_bytes(content)
        os._exit(0)
    os.waitpid(pid, 0)
    return {path.name: path.read_bytes() for path in sorted((folder / "made").iterdir())}


def main(folder: Path, minutes: float, seed: float) -> int:
    """Run until the time is over; the number of findings."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(seed)  # noqa: S311  # to be repeated, not to be secret
    files = _seeds(folder / "seeds")
    ends, tried, found = time.monotonic() + 60 * minutes, 0, 0
    while time.monotonic() < ends:
        one = case(files, rng)
        tried += 1
        wrong = problem(one, folder / "w")
        if wrong:
            found += 1
            kept = folder / "findings" / f"{seed}-{tried}-{one.name}"
            kept.parent.mkdir(exist_ok=True)
            kept.write_bytes(one.content)
            print(f"{kept.name} {' '.join(one.words)}: {wrong}", flush=True)
        if tried % 500 == 0:
            print(f"{tried:,} cases, {found} findings", flush=True)
    print(f"{tried:,} cases in {minutes} minutes, {found} findings", flush=True)
    return found


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    limits = [float(word) for word in sys.argv[2:4]]
    sys.exit(min(1, main(Path(sys.argv[1]).resolve(), *(limits + [10.0, 1.0][len(limits) :]))))
