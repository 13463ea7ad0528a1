"""How kernels are compiled: once a machine, kept in a folder that can be written. The only module that imports the compiler."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numba

from wayline.paths.ready import kernel_folder

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def compiled(function: Kernel) -> Kernel:
    """The function as a kernel: typed and compiled at its first call, without the interpreter's lock, kept for the next process."""
    kept_by_others = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str(kernel_folder())
    try:
        kernel: Kernel = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    finally:
        numba.config.CACHE_DIR = kept_by_others
    return kernel
