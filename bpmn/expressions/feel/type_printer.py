"""Types of FEEL as text: the reverse of `type_parser`."""

from typing import assert_never

from bpmn.expressions.feel.types import (
    ContextType,
    FunctionType,
    ListType,
    NamedType,
    RangeType,
    SimpleType,
    Type,
)

__all__ = ["print_type"]


def print_type(kind: Type) -> str:
    """Return how a type is written in FEEL (DMN 1.5 §10.3.1.2, grammar rule 52).

    >>> print_type(ListType(item=SimpleType(name="number")))
    'list<number>'
    """
    match kind:
        case SimpleType() | NamedType():
            return kind.name
        case ListType():
            return f"list<{print_type(kind.item)}>"
        case RangeType():
            return f"range<{print_type(kind.end)}>"
        case ContextType():
            return f"context<{', '.join(f'{name}: {print_type(entry)}' for name, entry in kind.entries)}>"
        case FunctionType():
            return f"function<{', '.join(map(print_type, kind.parameters))}> -> {print_type(kind.result)}"
    assert_never(kind)
