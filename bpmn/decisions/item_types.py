"""Item definitions: the types that a model defines (DMN 1.5 §7.3.3)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from lxml import etree

from bpmn.decisions.elements import attribute, child, children, text_of
from bpmn.expressions.emit import Code
from bpmn.expressions.feel.types import (
    ANY,
    ContextType,
    FunctionType,
    ListType,
    NamedType,
    SimpleType,
    Type,
    simple_type,
)
from bpmn.expressions.interchange import from_json
from bpmn.expressions.run import Run
from bpmn.expressions.values import Value
from bpmn.expressions.values.text import parse_date, parse_date_time, parse_duration, parse_time

__all__ = ["ItemTypes", "admit", "with_dates"]

_PREFIXES = frozenset({"feel", "kie", "xsd", "xs"})
# Types that Camunda's tables and older tools write.
_OTHERS = {"short": "number", "int": "number", "float": "number"}


class ItemTypes(Mapping[str, Type]):
    """The types of one model by name, those of imported models by `import.name`.

    Args:
        root: The `definitions` element.
        compile_tests: Compiles allowed values.
        imported: The name that each import gives its model, "" for none, with the types of that model.
    """

    def __init__(
        self,
        root: etree._Element,
        compile_tests: Callable[[str], Code],
        imported: Sequence[tuple[str, "ItemTypes"]],
    ) -> None:
        self._compile_tests = compile_tests
        self._elements = {attribute(item, "name"): item for item in children(root, "itemDefinition")}
        self._imported = imported
        self._prefixes = frozenset(prefix for prefix in root.nsmap if prefix)
        self._types: dict[str, Type] = {}

    def __getitem__(self, name: str) -> Type:
        if name in self._elements:
            if name not in self._types:
                self._types[name] = self._define(self._elements[name])
            return self._types[name]
        for prefix, types in self._imported:
            inner = name if not prefix else name.removeprefix(f"{prefix}.") if name.startswith(f"{prefix}.") else None
            if inner is not None and (found := types.get(inner)) is not None:
                return found
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._elements)

    def __len__(self) -> int:
        return len(self._elements)

    def resolve(self, reference: str) -> Type | None:
        """Return the type that a `typeRef` names; None where it names none, or any."""
        name = reference.strip()
        if name in self:
            return self[name]
        prefix, _, local = name.rpartition(":")
        if prefix in _PREFIXES or prefix in self._prefixes:
            # In DMN 1.1 and 1.2 a type is named by a qualified name, whose prefix stands for the file it is in.
            name = local
        if not name or name == "Any":
            return None
        return self.get(name) or self._imported_type(name) or simple_type(_OTHERS.get(name, name))

    def result_type(self, reference: str) -> Type | None:
        """Return the type of what a function of a type gives; None where that may be any.

        A knowledge model or service is a function, and its variable of a function's type (DMN 1.5 §6.3.9, §7.3.3). Many
        files name the type of the result there instead.
        """
        named = self.resolve(reference)
        shape = named.shape() if isinstance(named, NamedType) else named
        if isinstance(shape, FunctionType):
            return None if shape.result is ANY else shape.result
        return None if shape == SimpleType(name="function") else named

    def _imported_type(self, name: str) -> Type | None:
        return next((types[name] for _, types in self._imported if name in types), None)

    def knows(self, reference: str) -> bool:
        """Return whether a `typeRef` names a type, "Any" and none at all included."""
        return self.resolve(reference) is not None or reference.strip().rpartition(":")[2] in {"", "Any"}

    def order_of(self, reference: str) -> str:
        """Return the text of the allowed values of a type, or ""."""
        element = self._elements.get(reference.strip())
        return "" if element is None else text_of(child(element, "allowedValues"))

    def _define(self, element: etree._Element) -> Type:
        is_collection = attribute(element, "isCollection") == "true"
        name = attribute(element, "name")

        @cache
        def part() -> Type:
            return self._single(element)

        allowed = _tests(element, "allowedValues", self._compile_tests)
        constraint = _tests(element, "typeConstraint", self._compile_tests)
        one = NamedType(name=name, shape=part, allows=_passes(allowed))
        if not is_collection:
            return NamedType(name=name, shape=lambda: one, allows=_passes(constraint)) if constraint else one
        items = ListType(item=one)
        return NamedType(name=name, shape=lambda: items, allows=_passes(constraint))

    def _single(self, element: etree._Element) -> Type:
        """Return what one value of the type is made of."""
        function = child(element, "functionItem")
        if function is not None:
            parameters = (self.resolve(attribute(one, "typeRef")) or ANY for one in children(function, "parameters"))
            result = self.resolve(attribute(function, "outputTypeRef")) or ANY
            return FunctionType(parameters=tuple(parameters), result=result)
        components = list(children(element, "itemComponent"))
        if components:
            entries = tuple((attribute(part, "name"), self._define(part)) for part in components)
            return ContextType(entries=entries)
        return ANY if self.is_circular(element) else self.resolve(_reference(element)) or ANY

    def is_circular(self, element: etree._Element) -> bool:
        """Return whether a definition only refers to another one, and so on back to itself."""
        start, seen = element, {id(element)}
        while (following := self._elements.get(_reference(element))) is not None:
            if following is start:
                return True
            if id(following) in seen:
                return False
            seen.add(id(following))
            element = following
        return False


def _reference(element: etree._Element) -> str:
    """Return the type that a definition without components refers to, or ""."""
    reference = child(element, "typeRef")
    has_parts = child(element, "itemComponent", "functionItem") is not None
    return "" if reference is None or has_parts else (reference.text or "").strip()


def _tests(element: etree._Element, name: str, compile_tests: Callable[[str], Code]) -> Code | None:
    text = text_of(child(element, name))
    return compile_tests(text) if text.strip() else None


def _passes(tests: Code | None) -> Callable[[Run, Value], bool]:
    def passes(run: Run, value: Value) -> bool:
        return tests is None or tests.call(run, {}, value) is True

    return passes


_TEMPORAL: Mapping[str, Callable[[str], Value]] = {
    "date": parse_date,
    "time": parse_time,
    "date and time": parse_date_time,
    "duration": parse_duration,
    "days and time duration": parse_duration,
    "years and months duration": parse_duration,
}


def admit(value: object, expected: Type | None) -> Value:
    """Return a JSON value as the type expects it: JSON has no dates, so a text is read as one where one is due."""
    return with_dates(from_json(value), expected)


def with_dates(value: Value, expected: Type | None) -> Value:
    """Return a value with the texts in it read as dates, times and durations where the type wants these."""
    if isinstance(expected, NamedType):
        return with_dates(value, expected.shape())
    if isinstance(value, str) and isinstance(expected, SimpleType) and expected.name in _TEMPORAL:
        parsed = _TEMPORAL[expected.name](value)
        return value if parsed is None else parsed
    if isinstance(expected, ListType):
        # A single value may stand for a list of one, and the other way round (DMN 1.5 §10.3.2.9.4).
        return (
            [with_dates(item, expected.item) for item in value]
            if isinstance(value, list)
            else with_dates(value, expected.item)
        )
    if isinstance(value, list) and len(value) == 1:
        return [with_dates(value[0], expected)]
    if isinstance(value, dict) and isinstance(expected, ContextType):
        types = dict(expected.entries)
        return {key: with_dates(item, types.get(key)) for key, item in value.items()}
    return value
