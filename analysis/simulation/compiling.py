"""Marks on the kernel's functions: which of them are compiled, and by which of them Python enters the kernel.

The marks only note a function; what compiles them (`analysis.simulation.compiler`) runs in a process of its own, once a
machine, and this one loads what came out of it. So whoever simulates never waits for numba to be imported.
"""

import ctypes
import os
from collections.abc import Callable
from types import FunctionType
from typing import Generic, ParamSpec, TypeVar, cast

from analysis.simulation.layouts import bits_of, kind_of

__all__ = ["ENTRIES", "MARKED", "Entry", "compiled", "entry", "inlined", "is_interpreted"]

P = ParamSpec("P")
R = TypeVar("R")
Function = TypeVar("Function", bound=Callable[..., object])

MARKED: dict[FunctionType, bool] = {}
"""The functions that are compiled; true for those whose code is always put into their callers."""
ENTRIES: list["Entry[..., object]"] = []
"""Those that Python calls."""

_WELL = (0, -2)  # a value was returned, or none; numba.core.callconv


def is_interpreted() -> bool:
    """Return whether the kernel's functions run as Python, uncompiled: with NUMBA_DISABLE_JIT=1."""
    return os.environ.get("NUMBA_DISABLE_JIT", "0") not in {"", "0"}


def compiled(function: Function) -> Function:
    """Mark a function as one of the kernel's. Called from Python it runs as Python, and gives the same numbers."""
    MARKED[cast("FunctionType", function)] = False
    return function


def inlined(function: Function) -> Function:
    """Mark likewise a function whose code is always put into its callers: what is called for every token."""
    MARKED[cast("FunctionType", function)] = True
    return function


class Entry(Generic[P, R]):
    """A function of the kernel that Python calls: compiled, and without the interpreter's lock.

    So replications share the cores. Its parameters are tuples of arrays (`NamedTuple`), arrays, int, float and
    `np.uint64`, each with its layout (`analysis.simulation.layouts`); it returns an int or nothing.

    Attributes:
        function: The function itself.
        symbol: What it is called in the object file.
        kinds: What each parameter is.
    """

    def __init__(self, function: Callable[P, R]) -> None:
        self.function = cast("FunctionType", function)
        self.symbol = f"ortoo_{self.function.__name__.strip('_')}"
        hints = dict(self.function.__annotations__)
        self.returns_number = hints.pop("return") is int
        self.kinds = {name: kind_of(hint) for name, hint in hints.items()}
        self._run: Callable[[int], int] | None = None

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Call it, and compile the kernel before where it has not been on this machine.

        Raises:
            TypeError: If an array is not laid out as it is declared.
        """
        if is_interpreted():
            return cast("R", self.function(*args, **kwargs))
        if self._run is None:
            from analysis.simulation.loading import address_of

            self._run = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)(address_of(self.symbol))
        words, kept = bits_of(args, tuple(self.kinds.values()))
        status = self._run(words.buffer_info()[0])
        del kept  # the arrays' places had to live until now
        if status not in _WELL:
            message = f"The simulator's kernel stopped in {self.symbol} with {status}."
            raise RuntimeError(message)
        return cast("R", words[0] if self.returns_number else None)


def entry(function: Callable[P, R]) -> Entry[P, R]:
    """Make a function one by which Python enters the kernel."""
    made = Entry(function)
    MARKED[made.function] = False
    ENTRIES.append(cast("Entry[..., object]", made))
    return made
