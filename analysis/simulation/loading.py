"""Loads the compiled kernel into this process: by itself where that is enough, else by LLVM's own loader."""

from _thread import allocate_lock  # `threading` has no other, and takes time to import
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from analysis.simulation.keeping import compile_and_keep, kept_kernel
from analysis.simulation.placing import UnplaceableError, placed

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["address_of", "loaded_by_llvm"]

_Finder: TypeAlias = "Callable[[str], int]"
_LOCK = allocate_lock()


def address_of(symbol: str) -> int:
    """Return where an entry of the kernel is; the kernel is compiled before where it has not been on this machine."""
    with _LOCK:
        return _finder()(symbol)


@lru_cache(maxsize=1)
def _finder() -> _Finder:
    made = kept_kernel() or compile_and_keep()
    try:
        return placed(made).__getitem__
    except UnplaceableError:
        return loaded_by_llvm(made)


def loaded_by_llvm(made: bytes) -> _Finder:
    """Return what finds the functions of an object file that LLVM has loaded, on any machine it knows.

    Importing LLVM takes forty times as long as placing the kernel.
    """
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    target = llvm.Target.from_triple(llvm.get_process_triple())
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), target.create_target_machine())
    engine.add_object_file(llvm.ObjectFileRef.from_data(made))
    engine.finalize_object()
    return lambda symbol: int(engine.get_function_address(symbol))
