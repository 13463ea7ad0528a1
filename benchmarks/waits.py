"""What a user waits for: every command that is typed often, on the demo workspaces, each a cold process.

python -m benchmarks.waits --runs 5             # prints the table and writes docs/reference/waits.md
python -m benchmarks.waits --only measure,lint  # some of them, printed only
"""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.cold import ROOT

PAGE = ROOT / "docs" / "reference" / "waits.md"
TITLE = """# What you wait for

Written by `python -m benchmarks.waits`. Every run is a cold process, from its start to its end, imports included, on the workspaces that `wayline demo` makes;
files that Python compiles once are compiled already. **CPU** is user and system seconds of the process and all its threads: it hardly depends on what else the
machine does. **Elapsed** is what you wait, on a machine as busy as the load average says."""
HEAD = "| you type | goal, s | CPU s: min / median | elapsed s: min / median | peak MB |\n|---|---|---|---|---|"
WAYLINE = ("-m", "wayline.cli.main")
DEMOS = {"first-term": "term", "airport": "airport", "shop": "shop"}
FORMATS = ("html", "svg", "pdf", "png", "pptx", "docx", "xlsx", "mmd", "drawio")


@dataclass(frozen=True)
class Wait:
    """A command, and how long it may take where a page promises that. `words` may name `{folder}`."""

    says: str
    words: tuple[str, ...]
    goal: str = ""


@dataclass(frozen=True)
class Spent:
    """One run."""

    cpu: float
    elapsed: float
    peak_mb: float
    load: float


def waits(map_of: dict[str, str], formats: tuple[str, ...]) -> list[Wait]:
    """Every wait on the list. `map_of`: demo → the id of its map."""
    first, shop = map_of["first-term"], map_of["shop"]
    at = ("--workspace", "{folder}/first-term")
    file = "{folder}/first-term/maps/" + f"{first}.journey.yaml"
    return [
        Wait("wayline --help", ("--help",), "0.15"),
        Wait("wayline --version", ("--version",)),
        Wait("wayline measure --help", ("measure", "--help")),
        Wait("wayline lint MAP", ("lint", first, *at)),
        Wait("wayline templates", ("templates",)),
        Wait("wayline new NAME", ("new", "begun-{run}", *at)),
        Wait("wayline sources", ("sources", *at)),
        Wait("wayline doctor", ("doctor", *at)),
        Wait("wayline diff FILE FILE", ("diff", file, "{folder}/changed.journey.yaml")),
        Wait("wayline explain MAP NUMBER", ("explain", first, "whole", "subjects", *at)),
        Wait("wayline subjects MAP NUMBER", ("subjects", first, "whole", "subjects", *at)),
        *(
            Wait(f"wayline measure MAP ({name})", ("measure", own, "--workspace", f"{{folder}}/{name}"), "1")
            for name, own in map_of.items()
        ),
        Wait("wayline check MAP (shop)", ("check", shop, "--workspace", "{folder}/shop")),
        Wait("wayline changes MAP", ("changes", first, *at)),
        *(
            Wait(f"wayline render MAP ({one})", ("render", first, "--out", f"{{folder}}/drawn.{one}", *at))
            for one in formats
        ),
        *(
            Wait(
                f"wayline demo --map {name}",
                ("demo", "{folder}/new-{run}", "--map", name, "--no-open"),
            )
            for name in map_of
        ),
    ]
