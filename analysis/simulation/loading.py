"""Loads the compiled kernel into this process, by LLVM's own loader and without numba."""

from functools import lru_cache
from threading import Lock
from typing import Any, TypeAlias

import llvmlite.binding as llvm

from analysis.simulation.keeping import compile_and_keep, kept_kernel

__all__ = ["address_of"]

_Engine: TypeAlias = Any  # llvmlite has no types
_LOCK = Lock()


def address_of(symbol: str) -> int:
    """Return where an entry of the kernel is; the kernel is compiled before where it has not been on this machine."""
    with _LOCK:
        return int(_engine().get_function_address(symbol))


@lru_cache(maxsize=1)
def _engine() -> _Engine:
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    target = llvm.Target.from_triple(llvm.get_process_triple())
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), target.create_target_machine())
    engine.add_object_file(llvm.ObjectFileRef.from_data(kept_kernel() or compile_and_keep()))
    engine.finalize_object()
    return engine
