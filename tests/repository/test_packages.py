"""Every package says what may live in it, and no tracked file leads to a package registry."""

import ast
from pathlib import Path

# put together here, so that this file does not name one either
REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("crates", "io"),
    )
]


def test_the_first_line_of_a_package_says_what_may_live_there(root: Path, sources: dict[Path, ast.Module]) -> None:
    silent = [
        str(path.relative_to(root))
        for path, module in sources.items()
        if path.name == "__init__.py" and not ast.get_docstring(module)
    ]
    assert silent == []


def test_a_package_s_first_file_holds_no_code(root: Path, sources: dict[Path, ast.Module]) -> None:
    """The public API of `wayline` itself re-exports, when asked for, and does nothing else."""
    full = [
        f"{path.relative_to(root)}: {type(node).__name__}"
        for path, module in sources.items()
        if path.name == "__init__.py"
        for node in module.body[1:]
        if path != root / "src" / "wayline" / "__init__.py" or not re_exports(node)
    ]
    assert full == []


def re_exports(node: ast.stmt) -> bool:
    """Whether a statement imports, lists names, or looks one up."""
    if isinstance(node, ast.FunctionDef):
        return node.name in ("__getattr__", "__dir__")
    return isinstance(node, ast.Import | ast.ImportFrom | ast.If | ast.Assign | ast.AnnAssign)


def test_no_tracked_file_names_the_host_of_a_package_registry(root: Path, tracked: list[Path]) -> None:
    named = [
        str(path.relative_to(root))
        for path in tracked
        if any(host.encode() in path.read_bytes() for host in REGISTRIES)
    ]
    assert named == []


def test_constraints_pin_by_name_and_version_only(root: Path) -> None:
    lines = (root / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert all(line.count("==") == 1 and " " not in line and "/" not in line for line in pins)
    assert {"duckdb", "deltalake", "pytest", "ruff", "mypy"} <= {line.split("==")[0] for line in pins}
