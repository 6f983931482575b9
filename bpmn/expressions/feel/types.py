"""FEEL's types: what a value conforms to, and what is done to make it conform (DMN 1.5 §10.3.2.9)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from bpmn.expressions.run import Run
from bpmn.expressions.values import KINDS, Date, DateTime, Function, Range, Time, Value, Zone, kind_of

__all__ = [
    "ANY",
    "TYPE_NAMES",
    "ContextType",
    "FunctionType",
    "ListType",
    "NamedType",
    "RangeType",
    "SimpleType",
    "Type",
    "class_of",
    "conforms",
    "convert",
    "is_subtype",
    "simple_type",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SimpleType:
    """A type of FEEL by its name, `Any` and `Null` among them."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListType:
    """A list whose items are of one type."""

    item: "Type"


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeType:
    """A range whose ends are of one type."""

    end: "Type"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextType:
    """A context that has at least these entries."""

    entries: tuple[tuple[str, "Type"], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionType:
    """A function of that many parameters."""

    parameters: tuple["Type", ...]
    result: "Type"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NamedType:
    """A type that a model defines: what it holds and a test of its own.

    Attributes:
        name: Its name in the model.
        shape: The type of FEEL that it is built on, found when it is first needed.
        allows: Whether a value that has the shape is one of the allowed values.
    """

    name: str
    shape: Callable[[], "Type"]
    allows: Callable[[Run, Value], bool]


Type: TypeAlias = SimpleType | ListType | RangeType | ContextType | FunctionType | NamedType

ANY = SimpleType(name="Any")
_ALIASES = {
    "any": "Any",
    "null": "Null",
    "dateTime": "date and time",
    "datetime": "date and time",
    "dayTimeDuration": "days and time duration",
    "day time duration": "days and time duration",
    "yearMonthDuration": "years and months duration",
    "year month duration": "years and months duration",
    # Types that the tools of other makers write.
    "integer": "number",
    "long": "number",
    "double": "number",
    "decimal": "number",
}
TYPE_NAMES = frozenset(
    {
        "Any",
        "Null",
        "boolean",
        "context",
        "date",
        "date and time",
        "days and time duration",
        "duration",
        "function",
        "list",
        "number",
        "range",
        "string",
        "time",
        "years and months duration",
    }
)
_CLASSES: Mapping[str, type] = {name: kind for kind, name in KINDS.items() if kind is not type(None)}
_DURATIONS = ("days and time duration", "years and months duration")


def simple_type(name: str) -> SimpleType | None:
    """Return the type of that name, other spellings included, or None."""
    known = _ALIASES.get(name, name)
    return SimpleType(name=known) if known in TYPE_NAMES else None


def class_of(expected: Type | None) -> type | None:
    """Return the Python class whose objects are all of a type, which need no `convert`; None where there is none."""
    return _CLASSES.get(expected.name) if isinstance(expected, SimpleType) else None


def conforms(run: Run, value: Value, expected: Type) -> bool:
    """Return whether a value is of a type; null conforms to `Null` only, but null parts of a value are allowed."""
    return _CHECKS[type(expected)](run, value, expected)


def _or_null(run: Run, value: Value, expected: Type) -> bool:
    return value is None or conforms(run, value, expected)


def _is_simple(_run: Run, value: Value, expected: SimpleType) -> bool:
    if expected.name == "Any":
        return value is not None
    if expected.name == "duration":
        return kind_of(value) in _DURATIONS
    return kind_of(value) == expected.name


def _is_list(run: Run, value: Value, expected: ListType) -> bool:
    return isinstance(value, list) and all(_or_null(run, item, expected.item) for item in value)


def _is_range(run: Run, value: Value, expected: RangeType) -> bool:
    return isinstance(value, Range) and all(_or_null(run, end, expected.end) for end in (value.start, value.end))


def _is_context(run: Run, value: Value, expected: ContextType) -> bool:
    return isinstance(value, dict) and all(
        key in value and _or_null(run, value[key], entry) for key, entry in expected.entries
    )


def _is_function(_run: Run, value: Value, expected: FunctionType) -> bool:
    if not isinstance(value, Function):
        return False
    if value.result is not None and not is_subtype(value.result, expected.result):
        return False
    if value.types and len(value.types) == len(expected.parameters):
        # A function is used where another is wanted if it takes all that the other takes (DMN 1.5 §10.3.2.9.2).
        pairs = zip(expected.parameters, value.types, strict=True)
        return all(taken is None or is_subtype(given, taken) for given, taken in pairs)
    return any(len(parameters) == len(expected.parameters) for parameters in value.parameters)


def _is_named(run: Run, value: Value, expected: NamedType) -> bool:
    return value is not None and conforms(run, value, expected.shape()) and expected.allows(run, value)


def is_subtype(one: Type, other: Type) -> bool:
    """Return whether every value of one type is one of another (DMN 1.5 §10.3.2.9.2, table 44)."""
    if other in (one, ANY) or one == SimpleType(name="Null"):
        return True
    if isinstance(other, NamedType) or isinstance(one, NamedType):
        return is_subtype(_shape_of(one), _shape_of(other))
    if isinstance(other, SimpleType):
        return _GENERAL.get(type(one)) == other.name
    compare = _SUBTYPES.get(type(one))
    return compare is not None and type(one) is type(other) and compare(one, other)


def _is_context_subtype(one: ContextType, other: ContextType) -> bool:
    entries = dict(one.entries)
    return all(name in entries and is_subtype(entries[name], kind) for name, kind in other.entries)


def _is_function_subtype(one: FunctionType, other: FunctionType) -> bool:
    takes_all = len(one.parameters) == len(other.parameters) and all(map(is_subtype, other.parameters, one.parameters))
    return takes_all and is_subtype(one.result, other.result)


def _shape_of(kind: Type) -> Type:
    return kind.shape() if isinstance(kind, NamedType) else kind


_SUBTYPES: Mapping[type, Callable[..., bool]] = {
    ListType: lambda one, other: is_subtype(one.item, other.item),
    RangeType: lambda one, other: is_subtype(one.end, other.end),
    ContextType: _is_context_subtype,
    FunctionType: _is_function_subtype,
}
_GENERAL: Mapping[type, str] = {ListType: "list", RangeType: "range", ContextType: "context", FunctionType: "function"}

_CHECKS: Mapping[type, Callable[..., bool]] = {
    SimpleType: _is_simple,
    ListType: _is_list,
    RangeType: _is_range,
    ContextType: _is_context,
    FunctionType: _is_function,
    NamedType: _is_named,
}


def convert(run: Run, value: Value, expected: Type | None) -> tuple[bool, Value]:
    """Return whether a value can be made to conform, and the value that does.

    The implicit conversions of DMN 1.5 §10.3.2.9.4: to and from a list of one, and from a date to the midnight in UTC.
    """
    # Nearly every value is of a simple type and of the right one: asked first, since it is asked for each.
    is_simple = type(expected) is SimpleType and KINDS.get(type(value)) == expected.name
    if is_simple or expected is None or value is None or conforms(run, value, expected):
        return True, value
    if isinstance(value, list) and len(value) == 1 and conforms(run, value[0], expected):
        return True, value[0]
    if conforms(run, [value], expected):
        return True, [value]
    midnight = _midnight(value)
    if midnight is not None and conforms(run, midnight, expected):
        return True, midnight
    return False, None


def _midnight(value: Value) -> Value:
    if isinstance(value, Date):
        return DateTime(date=value, time=Time(hour=0, minute=0, second=0, zone=Zone()))
    return None
