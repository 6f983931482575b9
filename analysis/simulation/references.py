"""The kernel's arrays behind one pointer each: how numba is told of it.

Compiled code gets a `NamedTuple` of arrays by value: with some forty arrays that took two minutes to compile and made
each call slow (measured: 0.2 million activity instances a second). Behind a reference of numba's own (structref) every
access of an array counts references up and down, atomically, hundreds of times an activity instance. So this is a bare
pointer to the arrays' words (`analysis.simulation.layouts`): Python holds the arrays, and nobody counts.

Only what compiles the kernel imports this.
"""

from typing import Any, TypeAlias

from numba import types
from numba.core import cgutils as _cgutils
from numba.core.imputils import impl_ret_untracked, lower_getattr_generic
from numba.core.typing.templates import AttributeTemplate
from numba.extending import infer_getattr, models, register_model
from numba.np.numpy_support import from_dtype

from analysis.simulation.layouts import Kind, Layout, fields_of

__all__ = ["type_of"]


_Numba: TypeAlias = Any  # numba has no types for its own types, builders and values
cgutils: _Numba = _cgutils
untracked: _Numba = impl_ret_untracked
attribute_of: _Numba = lower_getattr_generic


class _Reference(types.Type):
    """The type of a pointer to a tuple of arrays."""

    def __init__(self, tuple_type: _Numba) -> None:
        self.tuple_type = tuple_type
        super().__init__(name=f"{tuple_type.instance_class.__name__}Reference")


register_model(_Reference)(models.OpaqueModel)


def type_of(kind: Kind) -> _Numba:
    """Return numba's type for a parameter."""
    if isinstance(kind, Layout):
        return types.Array(from_dtype(kind.dtype), kind.dimensions, "C")
    numbers = {"int": types.int64, "float": types.float64, "uint64": types.uint64}
    if kind.__name__ in numbers:
        return numbers[kind.__name__]
    tuple_type: _Numba = types.NamedTuple
    return _Reference(tuple_type([type_of(layout) for layout in fields_of(kind).values()], kind))


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
