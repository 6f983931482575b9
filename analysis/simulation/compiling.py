"""Marks on the kernel's functions: which of them are compiled, and by which of them Python enters the kernel.

The marks only note a function; what compiles them (`analysis.simulation.compiler`) runs in a process of its own, once a
machine, and this one loads what came out of it. So whoever simulates never waits for numba to be imported.
"""

import ctypes
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar, TypeVarTuple, cast

from analysis.simulation.layouts import bits_of, kind_of

if TYPE_CHECKING:
    from types import FunctionType

__all__ = ["ENTRIES", "MARKED", "Entry", "compiled", "entry", "inlined", "is_interpreted"]

Arguments = TypeVarTuple("Arguments")
R = TypeVar("R")
Function = TypeVar("Function", bound=Callable[..., object])

MARKED: dict[Callable[..., object], bool] = {}
"""The functions that are compiled; true for those whose code is always put into their callers."""
ENTRIES: list["Entry[*tuple[object, ...], object]"] = []
"""Those that Python calls."""

_WELL = (0, -2)  # a value was returned, or none; numba.core.callconv


def is_interpreted() -> bool:
    """Return whether the kernel's functions run as Python, uncompiled: with NUMBA_DISABLE_JIT=1."""
    return os.environ.get("NUMBA_DISABLE_JIT", "0") not in {"", "0"}


def compiled(function: Function) -> Function:
    """Mark a function as one of the kernel's. Called from Python it runs as Python, and gives the same numbers."""
    MARKED[function] = False
    return function


def inlined(function: Function) -> Function:
    """Mark likewise a function whose code is always put into its callers: what is called for every token."""
    MARKED[function] = True
    return function


class Entry(Generic[*Arguments, R]):
    """A function of the kernel that Python calls: compiled, and without the interpreter's lock.

    So replications share the cores. Its parameters are tuples of arrays (`NamedTuple`), arrays, int, float and
    `np.uint64`, each with its layout (`analysis.simulation.layouts`); it returns an int or nothing.

    Attributes:
        symbol: What it is called in the object file.
    """

    def __init__(self, symbol: str, find: Callable[[], Callable[[*Arguments], R]], *hints: object) -> None:
        """Declare one; `find` gives the function where it is needed, `hints` are what its parameters and result are."""
        self.symbol = symbol
        self._find = find
        self.kinds = tuple(kind_of(hint) for hint in hints[:-1])
        self._returns_number = hints[-1] is int
        self._run: Callable[[int], int] | None = None
        ENTRIES.append(cast("Entry[*tuple[object, ...], object]", self))

    @property
    def function(self) -> Callable[..., object]:
        """The function itself."""
        return self._find()

    def __call__(self, *arguments: *Arguments) -> R:
        """Call it, and compile the kernel before where it has not been on this machine.

        Raises:
            TypeError: If an array is not laid out as it is declared.
        """
        if is_interpreted():
            return self._find()(*arguments)
        if self._run is None:
            from analysis.simulation.loading import address_of

            self._run = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)(address_of(self.symbol))
        words, kept = bits_of(arguments, self.kinds)
        status = self._run(words.buffer_info()[0])
        del kept  # the arrays' places had to live until now
        if status not in _WELL:
            message = f"The simulator's kernel stopped in {self.symbol} with {status}."
            raise RuntimeError(message)
        return cast("R", words[0] if self._returns_number else None)


def entry(function: Callable[[*Arguments], R]) -> Entry[*Arguments, R]:
    """Make a function one by which Python enters the kernel."""
    compiled(function)
    hints = cast("FunctionType", function).__annotations__
    symbol = f"ortoo_{cast('FunctionType', function).__name__.strip('_')}"
    return Entry(symbol, lambda: function, *hints.values())
