"""What kernels are marked with. They run as machine code that another process has made; nothing here loads the compiler unless it builds."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, TypeVar, cast

from wayline.paths.fold.machine import call, kinds_of, link

Function = TypeVar("Function", bound=Callable[..., Any])


class Entered:
    """How the kernels that Python calls are run: as machine code, as plain Python (`is_plain`), or to be compiled (`built`)."""

    is_plain = False
    built: dict[str, Built] | None = None


class Built:
    """A kernel compiled at its first call, and what it was given then."""

    def __init__(self, dispatcher: Any) -> None:
        self.dispatcher, self.kinds = dispatcher, list[str]()

    def __call__(self, *arguments: Any) -> None:
        self.kinds = self.kinds or kinds_of(arguments)
        self.dispatcher(*arguments)

    @property
    def code(self) -> Any:
        """What was compiled first; arrays that may not be written to make a second one, which is the same."""
        return next(iter(self.dispatcher.overloads.values()))


def get_ready() -> None:
    """Load the machine code, if it will be run; the first kernel would do it too."""
    if not Entered.is_plain and Entered.built is None:
        link()


def compiled(function: Function) -> Function:
    """The function as a part of kernels."""
    return function if Entered.built is None else cast("Function", _dispatcher(function))


def entry(function: Function) -> Function:
    """The function as a kernel that Python calls, without the interpreter's lock. It is given all its arrays, and returns nothing."""
    name = function.__name__
    if Entered.built is not None:
        Entered.built[name] = Built(_dispatcher(function))
        return cast("Function", Entered.built[name])

    def run(*arguments: Any) -> None:
        if Entered.is_plain:
            function(*arguments)
        else:
            call(name, arguments)

    return cast("Function", update_wrapper(run, function))


def _dispatcher(function: Callable[..., Any]) -> Any:
    """Without counting references, which would take most of the time: a kernel makes no arrays."""
    import numba  # noqa: PLC0415 - half a second that only the process that builds has to wait for

    options: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False}
    return numba.njit(**options)(function)
