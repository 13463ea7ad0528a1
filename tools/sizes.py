"""How long functions and files are: a compass for review. `python -m tools.sizes` prints it with the longest of each."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles

SOURCE = Path(__file__).parents[1] / "src"


def functions(source: Path = SOURCE) -> dict[str, int]:
    """Lines of each function's body without its docstring, by `file:name`."""
    found = {}
    for path in sorted(source.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                length = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
                found[f"{path.relative_to(source)}:{node.name}"] = length
    return found


def files(source: Path = SOURCE) -> dict[str, int]:
    """Lines of each file without docstrings."""
    return {str(path.relative_to(source)): lines_without_docstrings(path) for path in sorted(source.rglob("*.py"))}


def lines_without_docstrings(path: Path) -> int:
    text = path.read_text(encoding="utf-8")
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    documented = [node for node in ast.walk(ast.parse(text)) if isinstance(node, holders) and ast.get_docstring(node)]
    said = sum((node.body[0].end_lineno or 0) - node.body[0].lineno + 1 for node in documented)
    return len(text.splitlines()) - said


def compass(lengths: Sequence[int]) -> str:
    """Median, ninth decile and longest, as one line."""
    return f"median {median(lengths):.0f}, p90 {quantiles(lengths, n=10)[-1]:.0f}, longest {max(lengths)}, of {len(lengths)}"


def main() -> None:
    """Print both tables."""
    for title, lengths in (("function bodies", functions()), ("files", files())):
        print(f"{title}: {compass(list(lengths.values()))}")
        for name in sorted(lengths, key=lengths.__getitem__, reverse=True)[:8]:
            print(f"  {lengths[name]:>4}  {name}")


if __name__ == "__main__":
    main()
