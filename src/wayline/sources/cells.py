"""What all cells of a column have in common, told from its bytes in bulk, so that SQL need not ask cell by cell.

Every answer may be no: then the general SQL of `Sheet` and `Clock` is taken, with the same result.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

_SPACE = 0x20
# `2026-01-31 09:00`, with seconds, with one to six digits of a second
_ISO_LENGTHS = pa.array([16, 19, 21, 22, 23, 24, 25, 26], pa.int32())


def whole(column: pa.ChunkedArray) -> pa.Array:
    """The column as one array."""
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)


def are_full(texts: pa.Array) -> bool:
    """Whether every cell is there and begins above the space: none of them can be missing or blank."""
    if texts.null_count or not len(texts):
        return False
    offsets, data = _bytes(texts)
    starts = offsets[:-1]
    return bool((offsets[1:] > starts).all() and data[starts].min() > _SPACE)


def are_plain(texts: pa.Array) -> bool:
    """Whether no cell holds what JSON escapes: quotes, backslashes, control characters."""
    offsets, data = _bytes(texts)
    if not len(data) or offsets[0] == offsets[-1]:
        return True
    text = data[offsets[0] : offsets[-1]]
    content = text.tobytes()
    return bool(text.min() >= _SPACE) and b'"' not in content and b"\\" not in content


def may_nest(texts: pa.Array) -> bool:
    """Whether a cell may be a JSON object or list: whether any has a bracket."""
    offsets, data = _bytes(texts)
    content = data[offsets[0] : offsets[-1]].tobytes()
    return b"{" in content or b"[" in content


def wall_times(texts: pa.Array) -> pa.Array | None:
    """The cells as µs since the epoch where each is an ISO time without offset and has at least minutes; else None."""
    if texts.null_count or not len(texts):
        return None
    if not pc.all(pc.is_in(pc.binary_length(texts), _ISO_LENGTHS)).as_py():
        return None
    offsets, data = _bytes(texts)
    if data[offsets[:-1]].min() < ord("1"):
        return None  # years before 1000 are no times
    try:
        return texts.cast(pa.timestamp("us")).cast(pa.int64())
    except pa.ArrowInvalid:
        return None


def _bytes(texts: pa.Array) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    """Where each text begins (and the last one ends) in the bytes of all."""
    _, offsets, data = texts.buffers()
    places = np.frombuffer(offsets, np.int32, len(texts) + 1, texts.offset * 4)
    return places, np.frombuffer(data or b"", np.uint8)
