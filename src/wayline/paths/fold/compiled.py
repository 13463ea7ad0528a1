"""How kernels are compiled: once a machine, kept in a folder that can be written. The only module that imports the compiler."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

from wayline.paths.ready import kernel_folder

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def compiled(function: Kernel) -> Kernel:
    """The function as a kernel: typed and compiled at its first call, without the interpreter's lock, kept for the next process.

    A kernel makes no arrays, it is given them: so no references are counted, which would take most of its time.
    """
    return _kernel(function, counts_references=False)


def making_arrays(function: Kernel) -> Kernel:
    """As `compiled`, for a kernel that makes arrays of its own."""
    return _kernel(function, counts_references=True)


def _kernel(function: Kernel, *, counts_references: bool) -> Kernel:
    settings: Any = numba.config
    kept_by_others = settings.CACHE_DIR
    settings.CACHE_DIR = str(kernel_folder())
    try:
        options: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy", "_nrt": counts_references}
        kernel: Any = numba.njit(**options)(function)
    finally:
        settings.CACHE_DIR = kept_by_others
    return cast("Kernel", kernel)
