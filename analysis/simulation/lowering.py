"""The kernel's functions as numba writes them down, none of them optimised or linked yet.

Only what compiles the kernel imports this.
"""

from collections.abc import Callable
from types import FunctionType
from typing import Any, ClassVar, TypeAlias, cast

from numba import njit, types
from numba.core import cgutils as _cgutils
from numba.core.codegen import JITCodeLibrary as _JITCodeLibrary

from analysis.simulation.compiling import MARKED

__all__ = ["Unoptimised", "dispatchers"]

_Numba: TypeAlias = Any  # numba has no types for its own
cgutils: _Numba = _cgutils
Library: _Numba = _JITCodeLibrary
compiler: _Numba = njit


class Unoptimised(Library):  # type: ignore[misc] # numba has no types
    """A library of numba's that only keeps the text of what is put into it.

    Attributes:
        made: All libraries there are.
        parts: The text of the modules in this one.
    """

    made: ClassVar[list["Unoptimised"]] = []

    def __init__(self, codegen: _Numba, name: str) -> None:
        super().__init__(codegen, name)
        self.parts: list[str] = []
        self.made.append(self)

    def add_ir_module(self, ir_module: _Numba) -> None:
        """Keep the text of a module."""
        self.parts.append(cgutils.normalize_ir_text(str(ir_module)))

    def add_linking_library(self, library: _Numba) -> None:
        """Leave it: everything is put together at the end."""

    def finalize(self) -> None:
        """Leave it."""

    def _ensure_finalized(self) -> None:
        """Leave it."""

    def get_pointer_to_function(self, name: str) -> int:
        """Return 0: nothing is in memory."""
        del name
        return 0


def dispatchers() -> dict[Callable[..., object], _Numba]:
    """Return what compiles each marked function; in their globals it stands for the function itself."""
    known: dict[Callable[..., object], _Numba] = {}
    places: dict[str, dict[str, Any]] = {}
    for marked, is_inlined in MARKED.items():
        function = cast("FunctionType", marked)
        names = places.setdefault(function.__module__, dict(function.__globals__))
        copy = FunctionType(function.__code__, names, function.__name__, function.__defaults__)
        copy.__module__, copy.__qualname__ = function.__module__, function.__qualname__
        made: _Numba = compiler(no_cpython_wrapper=True, no_cfunc_wrapper=True, forceinline=is_inlined)(copy)
        made.get_call_template = _whatever_the_constants(made.get_call_template)
        known[marked] = made
    for names in places.values():
        for name, value in names.items():
            if isinstance(value, FunctionType) and value in known:
                names[name] = known[value]
    return known


def _whatever_the_constants(template: _Numba) -> _Numba:
    """Let a function be written down once for all numbers, and not again for each constant it is called with."""

    def found(arguments: tuple[_Numba, ...], named: dict[str, _Numba]) -> _Numba:
        general: _Numba = types.unliteral
        return template(tuple(map(general, arguments)), {name: general(kind) for name, kind in named.items()})

    return found
