"""How kernels are compiled: once a machine, kept in a folder that can be written. The only module that imports the compiler."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

from wayline.paths.ready import kernel_folder

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def compiled(function: Kernel) -> Kernel:
    """The function as a kernel: typed and compiled at its first call, without the interpreter's lock, kept for the next process."""
    settings: Any = numba.config
    kept_by_others = settings.CACHE_DIR
    settings.CACHE_DIR = str(kernel_folder())
    try:
        kernel: Any = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    finally:
        settings.CACHE_DIR = kept_by_others
    return cast("Kernel", kernel)
