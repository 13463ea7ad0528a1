"""[decision 6] Tests use real parts, and each test file has a name of its own."""

import ast
from collections import Counter
from pathlib import Path


def test_no_test_stands_in_for_a_part_of_ours(root: Path) -> None:
    found = [f"{path.relative_to(root)}:{line}" for path in every_test_file(root) for line in stand_ins(path)]
    assert found == []


def stand_ins(path: Path) -> list[int]:
    """Lines that import a mock or replace something in a module of ours."""
    lines = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "setattr":
            names = [first.value for first in node.args[:1] if isinstance(first, ast.Constant)]
            lines += [node.lineno for name in names if str(name).startswith("wayline.")]
            continue
        lines += [node.lineno for name in names if name.startswith(("unittest.mock", "mock.", "pytest_mock"))]
    return lines


def test_no_two_test_files_share_a_name(root: Path) -> None:
    """Nor two modules that tests share: whichever is imported first would stand in for the other."""
    names = Counter(
        path.name for path in (root / "tests").rglob("*.py") if path.name not in {"conftest.py", "__init__.py"}
    )
    assert [name for name, times in names.items() if times > 1] == []


def every_test_file(root: Path) -> list[Path]:
    """Every test file of the repository."""
    return sorted((root / "tests").rglob("test_*.py"))
