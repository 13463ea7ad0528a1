"""What differs between two measurements, as readable lines."""

import math
from typing import NamedTuple

NOT_COMPARED = ("provenance", "window")
VOICE = {"nps", "csat", "ces", "rating", "emotion"}


class _Rules(NamedTuple):
    ignore: frozenset
    reasons: bool
    tolerance: float


def difference(expected, found, *, ignore=NOT_COMPARED, reasons=True, tolerance=1e-9):
    """One line for each value of `expected` that `found` has otherwise, such as `elements.pay.left.n: expected 4, found 5`.

    `ignore` names keys that are passed over wherever they stand (add "tied" to leave ties out). What `found` has besides
    is reported for elements, measures, flows and segment levels only; voice is left out. A refused number is compared by
    its refusal alone, and with `reasons=False` not by its wording.
    """
    return list(_walk(expected, found, "", _Rules(frozenset(ignore), reasons, tolerance)))


def _walk(expected, found, path, rules):
    if isinstance(expected, dict) and isinstance(found, dict):
        yield from _mappings(expected, found, path, rules)
    elif isinstance(expected, list) and isinstance(found, list):
        if path.endswith("flows"):
            yield from _mappings(_by_ends(expected), _by_ends(found), path, rules)
            return
        if len(expected) != len(found):
            yield f"{path}: expected {expected}, found {found}"
            return
        for place, (one, other) in enumerate(zip(expected, found, strict=True)):
            yield from _walk(one, other, f"{path}[{place}]", rules)
    elif not _same(expected, found, rules.tolerance):
        yield f"{path}: expected {expected!r}, found {found!r}"


def _mappings(expected, found, path, rules):
    if "refused" in expected and (expected["refused"] or found.get("refused")):
        one, other = expected["refused"], found.get("refused")
        if (one != other) if rules.reasons else (bool(one) != bool(other)):
            yield f"{path}.refused: expected {one!r}, found {other!r}"
        return
    for key, value in expected.items():
        if key in rules.ignore:
            continue
        place = f"{path}.{key}" if path else str(key)
        if key not in found:
            yield f"{place}: expected, not found"
        else:
            yield from _walk(value, found[key], place, rules)
    if _is_closed(path, expected):
        for key in found:
            if key not in expected and key not in rules.ignore and key not in VOICE:
                yield f"{path}.{key}: found, not expected: {found[key]}"


def _is_closed(path, expected):
    """Elements, measures of an element, flows, levels: here a key too many is a mistake."""
    parts = path.split(".")
    return parts[-1] in ("elements", "flows", "segments") or (
        len(parts) > 1 and parts[-2] == "elements" and bool(expected)
    )


def _by_ends(rows):
    return {f"{row['from']}→{row['to']}": row for row in rows}


def _same(one, other, tolerance):
    if isinstance(one, bool) or isinstance(other, bool) or one is None or other is None:
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=tolerance, abs_tol=tolerance)
    return bool(one == other)
