"""The kernel's arrays behind one pointer each.

Compiled code gets a `NamedTuple` of arrays by value: with some forty arrays that took two minutes to compile and made
each call slow (measured: 0.2 million activity instances a second). Behind a reference of numba's own (structref) every
access of an array counts references up and down, atomically, hundreds of times an activity instance. So this is a bare
pointer: the entry functions hold the tuples as long as they run, and below them nobody counts.
"""

import hashlib
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from numba import config, types
from numba.core import cgutils as _cgutils
from numba.core.imputils import impl_ret_untracked, lower_getattr_generic
from numba.core.typing.templates import AttributeTemplate
from numba.extending import infer_getattr, intrinsic, models, register_model

if TYPE_CHECKING:
    from collections.abc import Callable

    from analysis.simulation.tables import State, Tables

__all__ = ["refer_to_state", "refer_to_tables"]


_Numba: TypeAlias = Any  # numba has no types for its own types, builders and values
cgutils: _Numba = _cgutils
untracked: _Numba = impl_ret_untracked
attribute_of: _Numba = lower_getattr_generic


class _Reference(types.Type):
    """The type of a pointer to a tuple of arrays."""

    def __init__(self, tuple_type: _Numba) -> None:
        self.tuple_type = tuple_type
        digest = hashlib.sha256(str(tuple_type).encode()).hexdigest()[:8]
        super().__init__(name=f"{tuple_type.instance_class.__name__}Reference{digest}")


register_model(_Reference)(models.OpaqueModel)


@infer_getattr
class _ReferenceAttribute(AttributeTemplate):
    key = _Reference

    def generic_resolve(self, typ: _Numba, attr: str) -> _Numba:  # type: ignore[override] # as numba documents it
        fields = typ.tuple_type.fields
        return typ.tuple_type.types[fields.index(attr)] if attr in fields else None


@attribute_of(_Reference)  # type: ignore[untyped-decorator] # numba has no types
def _load_array(context: _Numba, builder: _Numba, typ: _Reference, value: _Numba, attr: str) -> _Numba:
    """Return a view of an array that belongs to the tuple: without an owner, so nothing is counted."""
    number = typ.tuple_type.fields.index(attr)
    array_type = typ.tuple_type.types[number]
    payload = builder.bitcast(value, context.get_value_type(typ.tuple_type).as_pointer())
    held = context.make_array(array_type)(context, builder, ref=cgutils.gep_inbounds(builder, payload, 0, number))
    view = context.make_array(array_type)(context, builder)
    for name in ("nitems", "itemsize", "data", "shape", "strides"):
        setattr(view, name, getattr(held, name))
    view.meminfo = cgutils.get_null_value(view.meminfo.type)
    view.parent = cgutils.get_null_value(view.parent.type)
    return untracked(context, builder, array_type, view._getvalue())  # noqa: SLF001 - numba's own way to make a value of it


@intrinsic
def _refer(_context: _Numba, arrays: _Numba) -> _Numba:
    def generate(_context: _Numba, builder: _Numba, _signature: _Numba, arguments: _Numba) -> _Numba:
        place = cgutils.alloca_once_value(builder, arguments[0])
        return builder.bitcast(place, cgutils.voidptr_t)

    return _Reference(arrays)(arrays), generate


def _itself(arrays: _Numba) -> _Numba:
    return arrays


# In the interpreter the tuples themselves are as good.
_IS_INTERPRETED = bool(getattr(config, "DISABLE_JIT", 0))
refer_to_tables = cast("Callable[[Tables], Tables]", _itself if _IS_INTERPRETED else _refer)
refer_to_state = cast("Callable[[State], State]", _itself if _IS_INTERPRETED else _refer)
