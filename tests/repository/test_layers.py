"""Imports go down one list of layers, and ARCHITECTURE.md shows that list."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest


def test_imports_go_down_only(root: Path) -> None:
    """[decision 1] No package imports one above it or beside it."""
    pytest.importorskip("importlinter", reason="import-linter comes with the extra 'check'")
    program = Path(sys.executable).parent / "lint-imports"
    result = subprocess.run([program, "--no-cache"], cwd=root, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_architecture_page_shows_the_layers_that_are_enforced(root: Path) -> None:
    contract = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ][0]
    enforced = [tuple(re.findall(r"wayline\.(\w+)", line)) for line in contract["layers"]]
    page = (root / "ARCHITECTURE.md").read_text(encoding="utf-8")
    block = next(text for text in re.findall(r"```text\n(.*?)```", page, re.DOTALL) if text.startswith("cli"))
    shown = [tuple(re.split(r"\s{2,}", line)[0].split(" | ")) for line in block.splitlines()]
    assert shown == enforced


def test_maps_needs_the_standard_library_only(sources) -> None:
    """A map can be read, checked and compared where nothing else is installed."""
    foreign = {
        f"{path.name}: {name}"
        for path, module in sources.items()
        if path.parent.name == "maps" or "maps" in path.parts[-3:-1]
        for name in imported(module)
        if name not in sys.stdlib_module_names and name != "wayline"
    }
    assert foreign == set()


def imported(module: ast.Module) -> set[str]:
    """The top names that a module imports."""
    names = {alias.name for node in ast.walk(module) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(module) if isinstance(node, ast.ImportFrom)}
    return {name.split(".")[0] for name in names}
