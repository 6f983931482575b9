"""Data classes that are made a dozen times as fast: `dataclass` of the standard library, for values that never change.

The standard library writes seven methods a class as Python source and compiles each: 0.7 ms a class, and a command
that reads a model and a scenario has 140 of them, of most of which it makes no object. Here what needs no source is
shared by all classes, and the rest is written when it is first asked for. Fields, slots, `replace`, `fields`, `asdict`
and `match` are the standard library's own doing.

A class that is not frozen, or is ordered, is the standard library's altogether. The classes of
one family are all made here or all there; none has an `InitVar`. Source of what the methods do: `dataclasses` in the
documentation of Python 3.11.
"""

import dataclasses
import reprlib
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

__all__ = ["dataclass"]

_Class = TypeVar("_Class", bound=type[Any])
_Method = Callable[..., Any]
_KNOWN = {"frozen", "slots", "kw_only", "eq", "init"}
_FIELDS = "__dataclass_fields__"
_COMPARISON = """
def __eq__(self, other):
  if other.__class__ is self.__class__:
    return ({own}) == ({others})
  return NotImplemented
"""
_NEW = object()
"""Stands, as a parameter's default, for what is made anew for every object."""


def _dataclass(**options: bool) -> Callable[[_Class], _Class]:
    """Return what makes a class a data class; the options are those of `dataclasses.dataclass`."""
    if not options.get("frozen") or not options.keys() <= _KNOWN:
        return cast("Callable[[_Class], _Class]", dataclasses.dataclass(**options))

    def make(cls: _Class) -> _Class:
        own = set(vars(cls))
        cls.__doc__ = cls.__doc__ or f"{cls.__name__}(...)"  # else the parameters are worked out for it, in 2 ms
        shape = {name: options[name] for name in ("slots", "kw_only") if name in options}
        made = cast("_Class", dataclasses.dataclass(init=False, repr=False, eq=False, **shape)(cls))
        own |= set() if options.get("init", True) else {"__init__"}
        for name, method in _methods(made, is_compared=options.get("eq", True)).items():
            if name not in own:
                setattr(made, name, method)
        return made

    return make


if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    dataclass = _dataclass


def _methods(made: type[Any], *, is_compared: bool) -> dict[str, object]:
    found: dict[str, object] = {
        "__init__": _Unwritten(made, "__init__", _initialiser),
        "__repr__": _repr,
        "__setattr__": _refuse_to_set,
        "__delattr__": _refuse_to_delete,
    }
    if is_compared:
        found["__eq__"] = _Unwritten(made, "__eq__", _equality)
        found["__hash__"] = _Unwritten(made, "__hash__", _hash)
    if "__slots__" in vars(made):
        found |= {"__getstate__": _state, "__setstate__": _restore}
    return found


@reprlib.recursive_repr()
def _repr(self: Any) -> str:  # noqa: ANN401 - an object of any of the classes
    shown = (f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refuse_to_set(self: object, name: str, value: object) -> None:
    if _is_held(self, name):
        raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
    object.__setattr__(self, name, value)


def _refuse_to_delete(self: object, name: str) -> None:
    if _is_held(self, name):
        raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
    object.__delattr__(self, name)


def _is_held(value: object, name: str) -> bool:
    """Return whether an attribute cannot be changed; only a subclass that is no data class has others."""
    return _FIELDS in vars(type(value)) or name in getattr(value, _FIELDS)


def _state(self: Any) -> list[object]:  # noqa: ANN401 - an object of any of the classes
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _restore(self: Any, state: list[object]) -> None:  # noqa: ANN401 - an object of any of the classes
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)


class _Unwritten:
    """Stands for a method of a class until somebody asks for it, and puts it in its place then."""

    __slots__ = ("name", "owner", "write")

    def __init__(self, owner: type[Any], name: str, write: Callable[[type[Any]], _Method]) -> None:
        self.owner, self.name, self.write = owner, name, write

    def __get__(self, value: object, kind: type[Any] | None = None) -> _Method:
        written = self.write(self.owner)
        written.__qualname__ = f"{self.owner.__qualname__}.{self.name}"
        setattr(self.owner, self.name, written)
        return written if value is None else written.__get__(value)


def _initialiser(owner: type[Any]) -> _Method:
    known: dict[str, object] = {"_store": object.__setattr__, "_NEW": _NEW}
    parameters: dict[bool, list[str]] = {False: [], True: []}
    lines = []
    for field in dataclasses.fields(owner):
        name, default, make = field.name, f"_default_{field.name}", f"_make_{field.name}"
        known |= {default: field.default}
        if field.default_factory is not dataclasses.MISSING:
            known |= {default: _NEW, make: field.default_factory}
        is_said = known[default] is dataclasses.MISSING
        if field.init:
            parameters[bool(field.kw_only)].append(name if is_said else f"{name}={default}")
        elif is_said:
            continue
        else:
            lines.append(f"{name} = {default}")
        lines += [f"if {name} is _NEW: {name} = {make}()"] if make in known else []
        lines.append(f"_store(self, {name!r}, {name})")
    if hasattr(owner, "__post_init__"):
        lines.append("self.__post_init__()")
    heads = ["self", *parameters[False], *(["*"] if parameters[True] else []), *parameters[True]]
    body = "\n  ".join(lines or ["pass"])
    written = _compiled(owner, "__init__", f"def __init__({', '.join(heads)}):\n  {body}", known)
    stated = {field.name: field.type for field in dataclasses.fields(owner) if field.init}
    written.__annotations__ = {**stated, "return": None}
    return written


def _equality(owner: type[Any]) -> _Method:
    names = [field.name for field in dataclasses.fields(owner) if field.compare]
    own, others = ("".join(f"{side}.{name}, " for name in names) for side in ("self", "other"))
    return _compiled(owner, "__eq__", _COMPARISON.format(own=own, others=others), {})


def _hash(owner: type[Any]) -> _Method:
    fields = dataclasses.fields(owner)
    names = [field.name for field in fields if (field.compare if field.hash is None else field.hash)]
    values = "".join(f"self.{name}, " for name in names)
    return _compiled(owner, "__hash__", f"def __hash__(self):\n  return hash(({values}))", {})


def _compiled(owner: type[Any], name: str, source: str, known: dict[str, object]) -> _Method:
    """Return the method that a source describes, with the names that it knows beside those of its class's module."""
    within = f"def _within({', '.join(known)}):\n" + "\n".join(f" {line}" for line in source.strip().splitlines())
    found: dict[str, Any] = {}
    exec(f"{within}\n return {name}", vars(sys.modules[owner.__module__]), found)  # noqa: S102 - of our own fields' names
    written: _Method = found["_within"](*known.values())
    return written
