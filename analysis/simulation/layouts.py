"""How the kernel's arrays lie in memory, declared beside their types and checked wherever Python hands them over.

The compiled kernel gets addresses. What numba takes for an array is seven words or more: two it counts owners with
(none here: Python holds the arrays as long as the kernel runs), how many elements, how large each, where they begin,
then the length and the stride of each dimension. Source: numba.np.arrayobj, `ArrayModel`.
"""

import struct
from array import array
from typing import Annotated, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from bpmn.frozen import dataclass

__all__ = [
    "BoolRows",
    "Bools",
    "Bytes",
    "FloatCubes",
    "FloatRows",
    "Floats",
    "IntRows",
    "Ints",
    "Kind",
    "Layout",
    "ShortInts",
    "WordRows",
    "Words",
]
__all__ += ["bits_of", "fields_of", "kind_of"]


@dataclass(frozen=True, slots=True)
class Layout:
    """What an array holds and how many dimensions it has; it is contiguous, the last dimension running first."""

    dtype: np.dtype[Any]
    dimensions: int = 1


Ints = Annotated[NDArray[np.int64], Layout(np.dtype(np.int64))]
IntRows = Annotated[NDArray[np.int64], Layout(np.dtype(np.int64), 2)]
ShortInts = Annotated[NDArray[np.int32], Layout(np.dtype(np.int32))]
Words = Annotated[NDArray[np.uint64], Layout(np.dtype(np.uint64))]
WordRows = Annotated[NDArray[np.uint64], Layout(np.dtype(np.uint64), 2)]
Bytes = Annotated[NDArray[np.uint8], Layout(np.dtype(np.uint8))]
Floats = Annotated[NDArray[np.float64], Layout(np.dtype(np.float64))]
FloatRows = Annotated[NDArray[np.float64], Layout(np.dtype(np.float64), 2)]
FloatCubes = Annotated[NDArray[np.float64], Layout(np.dtype(np.float64), 3)]
Bools = Annotated[NDArray[np.bool_], Layout(np.dtype(np.bool_))]
BoolRows = Annotated[NDArray[np.bool_], Layout(np.dtype(np.bool_), 2)]

Kind: TypeAlias = Layout | type[Any]
"""What a parameter is: an array, a tuple of arrays, or a number."""

_NUMBERS = (int, float, np.uint64)


def kind_of(hint: object) -> Kind:
    """Return what a parameter is that is annotated so.

    Raises:
        TypeError: If the kernel cannot be handed such a thing.
    """
    for said in getattr(hint, "__metadata__", ()):
        if isinstance(said, Layout):
            return said
    if isinstance(hint, type) and (hint in _NUMBERS or hasattr(hint, "_fields")):
        return hint
    message = f"No layout is declared for {hint}."
    raise TypeError(message)


_known: dict[type[Any], dict[str, Layout]] = {}


def fields_of(kind: type[Any]) -> dict[str, Layout]:
    """Return the layouts of the arrays in a tuple.

    Raises:
        TypeError: If one is not declared.
    """
    if kind not in _known:
        found = {name: kind_of(hint) for name, hint in kind.__annotations__.items()}
        _known[kind] = {name: layout for name, layout in found.items() if isinstance(layout, Layout)}
        if len(_known[kind]) < len(found):
            message = f"{kind.__name__} holds something that is no array."
            raise TypeError(message)
    return _known[kind]


def bits_of(values: tuple[Any, ...], kinds: tuple[Kind, ...]) -> tuple["array[int]", list["array[int]"]]:
    """Return the words that the kernel takes for these values, and what must live as long as they are used.

    Raises:
        TypeError: If a value is not what it is declared to be.
    """
    words = array("q")
    kept = []
    for value, kind in zip(values, kinds, strict=True):
        if isinstance(kind, Layout):
            words.extend(_words(value, kind, "an array"))
        elif kind is float:
            words.frombytes(struct.pack("=d", value))
        elif kind is int or kind is np.uint64:
            words.frombytes(struct.pack("=Q", int(value) & 0xFFFF_FFFF_FFFF_FFFF))
        else:
            block = array("q")
            for part, (name, layout) in zip(value, fields_of(kind).items(), strict=True):
                block.extend(_words(part, layout, name))
            kept.append(block)
            words.append(block.buffer_info()[0])
    return words, kept


def _words(value: NDArray[Any], layout: Layout, name: str) -> tuple[int, ...]:
    dtype = value.dtype
    is_right = (dtype is layout.dtype or dtype == layout.dtype) and value.ndim == layout.dimensions
    if not (is_right and value.flags.c_contiguous and value.flags.aligned):
        message = f"{name} is to be a contiguous array of {layout.dtype} with {layout.dimensions} dimensions."
        raise TypeError(message)
    return (0, 0, value.size, dtype.itemsize, value.ctypes.data, *value.shape, *value.strides)
