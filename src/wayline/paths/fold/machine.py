"""Kernels as machine code in a file: written once by a process that compiles, linked by every other in a twentieth of a second."""

from __future__ import annotations

import ctypes
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import llvmlite.binding as llvm  # type: ignore[import-untyped]
import numpy as np

from wayline.paths.ready import compile_now, kernel_folder

CODE, KINDS = "kernels.o", "kernels.json"
PREFIX = "wayline_"
_OPTIMISED = 3


def kinds_of(arguments: Sequence[Any]) -> list[str]:
    """What each argument is, tuples taken apart: the code is right for these alone."""
    return [kind for argument in arguments for kind, _ in _flat(argument)]


def call(name: str, arguments: Sequence[Any]) -> None:
    """Run a kernel. Raises TypeError where an argument is not of the kind it was compiled for."""
    flat = [each for argument in arguments for each in _flat(argument)]
    function, kinds = _linked()[name]
    if [kind for kind, _ in flat] != kinds:
        raise TypeError(f"kernel {name}: compiled for {kinds}, called with {[kind for kind, _ in flat]}")
    nothing = ctypes.c_void_p()  # where a result and an exception would be put
    function(ctypes.addressof(nothing), ctypes.addressof(nothing), *(word for _, words in flat for word in words))


def link() -> None:
    """Load the machine code. Where there is none, as `WAYLINE_ENGINE=fold` may find, it is waited for."""
    _linked()


def write(kernels: Mapping[str, tuple[Any, list[str]]], folder: Path) -> None:
    """Write kernels, given as what numba compiled of each and the kinds of its arguments."""
    machine = llvm.Target.from_default_triple().create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=llvm.get_host_cpu_features().flatten(), opt=_OPTIMISED, jit=True
    )
    whole = llvm.parse_assembly("")
    for name, (compiled, _) in kernels.items():
        whole.link_in(_alone(name, compiled, machine))
    _put(folder / KINDS, json.dumps({name: kinds for name, (_, kinds) in kernels.items()}).encode())
    _put(folder / CODE, machine.emit_object(whole))


def _put(path: Path, content: bytes) -> None:
    """Write a file so that another process sees it whole or not at all."""
    beside = path.with_name(f"{path.name}-{os.getpid()}")
    beside.write_bytes(content)
    beside.replace(path)


def _alone(name: str, compiled: Any, machine: Any) -> Any:
    """The module of one kernel, without what lets Python objects in."""
    module = llvm.parse_assembly(compiled.library.get_llvm_str())
    for function in module.functions:
        if function.name == compiled.fndesc.llvm_func_name:
            function.name = PREFIX + name
        elif not function.is_declaration:
            function.linkage = "internal"
    passes = llvm.create_new_module_pass_manager()
    passes.add_global_dead_code_eliminate_pass()
    passes.run(module, llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options(_OPTIMISED)))
    return module


@cache
def _linked() -> dict[str, tuple[Any, list[str]]]:
    if not (kernel_folder() / CODE).exists():
        compile_now()
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    machine = llvm.Target.from_default_triple().create_target_machine(jit=True)
    _engines.append(llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine))
    _engines[-1].add_object_file(llvm.ObjectFileRef.from_path(str(kernel_folder() / CODE)))
    _engines[-1].finalize_object()
    known = json.loads((kernel_folder() / KINDS).read_text())
    return {
        name: (_function(_engines[-1].get_function_address(PREFIX + name), kinds), kinds)
        for name, kinds in known.items()
    }


_engines: list[Any] = []  # held: the code lies in it


def _function(address: int, kinds: Sequence[str]) -> Any:
    words = [word for kind in kinds for word in _words(kind)]
    return ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, *words)(address)


def _words(kind: str) -> list[Any]:
    if kind in _SCALARS:
        return [_SCALARS[kind]]
    sizes = 2 * int(kind.rpartition("x")[2])
    return [
        ctypes.c_void_p,
        ctypes.c_void_p,
        ctypes.c_int64,
        ctypes.c_int64,
        ctypes.c_void_p,
        *[ctypes.c_int64] * sizes,
    ]


_SCALARS: dict[str, Any] = {"bool": ctypes.c_bool, "int": ctypes.c_int64}


def _flat(argument: Any) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """An argument as the words that numba passes for it: of an array its owners (none), sizes, place, shape and strides."""
    if isinstance(argument, tuple):
        for each in argument:
            yield from _flat(each)
    elif isinstance(argument, np.ndarray):
        if not argument.flags.c_contiguous:
            raise TypeError("an array with gaps")
        kind = f"{argument.dtype.str}x{argument.ndim}"
        yield kind, (0, 0, argument.size, argument.itemsize, argument.ctypes.data, *argument.shape, *argument.strides)
    else:
        yield ("bool", (bool(argument),)) if isinstance(argument, bool | np.bool_) else ("int", (int(argument),))
