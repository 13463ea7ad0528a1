"""The two commands of the README say what they can do, and refuse in words."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("arguments", [[], ["walk"]])
def test_without_a_known_command_it_names_both(root: Path, arguments: list[str]) -> None:
    result = subprocess.run([sys.executable, root / "run.py", *arguments], capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert "run.py demo" in result.stderr
    assert "run.py test" in result.stderr


def test_an_older_python_can_read_it_far_enough_to_be_told(root: Path) -> None:
    ast.parse((root / "run.py").read_text(encoding="utf-8"), feature_version=(3, 8))


def test_it_needs_the_standard_library_only(root: Path) -> None:
    module = ast.parse((root / "run.py").read_text(encoding="utf-8"))
    names = {
        alias.name.split(".")[0] for node in ast.walk(module) if isinstance(node, ast.Import) for alias in node.names
    }
    names |= {(node.module or "").split(".")[0] for node in ast.walk(module) if isinstance(node, ast.ImportFrom)}
    assert names <= set(sys.stdlib_module_names)


def test_the_readme_names_both_commands(root: Path) -> None:
    text = (root / "README.md").read_text(encoding="utf-8")
    assert "python3 run.py demo" in text
    assert "python3 run.py test" in text


def test_continuous_integration_runs_the_same_command(root: Path) -> None:
    script = root / ".ci" / "run"
    assert script.stat().st_mode & 0o100
    assert 'exec python3 run.py test "$@"' in script.read_text(encoding="utf-8")
