"""The kernel's arrays behind one pointer each.

Compiled code gets a `NamedTuple` of arrays by value: with some forty arrays that took two minutes to compile and made
each call slow (measured: 0.2 million activity instances a second; behind a pointer 3 millions).
Only the entry functions take the tuples; they make these references, which everything below them passes on.
"""

from collections.abc import Callable
from typing import Any, cast

from numba import config, types
from numba.experimental import structref

from analysis.simulation.tables import State, Tables

__all__ = ["state_reference", "tables_reference"]


class _Fields(types.StructRef):
    """A struct's fields without the constants among their types, so that all models share one compiled kernel."""

    def preprocess_fields(self, fields: tuple[tuple[str, Any], ...]) -> tuple[tuple[str, Any], ...]:
        plain: Callable[[Any], Any] = types.unliteral
        return tuple((name, plain(kind)) for name, kind in fields)


@structref.register
class _TablesType(_Fields):
    pass


@structref.register
class _StateType(_Fields):
    pass


class _TablesReference(structref.StructRefProxy):
    """`Tables` behind one pointer."""


class _StateReference(structref.StructRefProxy):
    """`State` behind one pointer."""


_define: Callable[..., None] = structref.define_proxy
_define(_TablesReference, _TablesType, list(Tables._fields))
_define(_StateReference, _StateType, list(State._fields))

# In the interpreter the tuples themselves are as good.
_IS_INTERPRETED = bool(getattr(config, "DISABLE_JIT", 0))
tables_reference = cast("type[Tables]", Tables if _IS_INTERPRETED else _TablesReference)
state_reference = cast("type[State]", State if _IS_INTERPRETED else _StateReference)
