"""A call activity has the same inputs, outputs and sets as what it calls.

Source: BPMN 2.0.2 §10.3.6; BPMNspector EXT.063.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from bpmn.check.families import CALLABLE
from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import Source, calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]

_Item = tuple[str, str] | None
_SETS = {"inputSet": "dataInputRefs", "outputSet": "dataOutputRefs"}
# Each set is compared with each: more than so many alternatives are not looked at.
_MOST_SETS = 50
_ALIKE = Text("Let the call activity have the same inputs, outputs and sets as what it calls.")


@dataclass(frozen=True, slots=True)
class _Demand:
    """What a specification asks for: its data and its sets by name with the items they are about, and their numbers."""

    data: dict[str, list[tuple[etree._Element, _Item]]]
    sets: dict[str, list[tuple[etree._Element, Counter[_Item]]]]
    numbers: dict[str, int]


def _demand(source: Source, specification: etree._Element | None) -> _Demand:
    data = {
        name: [(found, source.structure_of(source.item_of(found))) for found in source.inside(specification, name)]
        for name in ("dataInput", "dataOutput")
    }
    sets = {
        name: [(found, _items(source, found, references)) for found in source.inside(specification, name)]
        for name, references in _SETS.items()
    }
    numbers = {name: len(found) for name, found in data.items()}
    # An empty set says as much as none: the schema asks for one where there is no data.
    numbers |= {name: sum(bool(items) for _, items in found) for name, found in sets.items()}
    return _Demand(data=data, sets=sets, numbers=numbers)


def _items(source: Source, every: etree._Element, references: str) -> Counter[_Item]:
    return Counter(source.structure_of(source.item_of(source.named(name))) for name in source.texts(every, references))


def _find(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    wanted: dict[etree._Element, _Demand] = {}
    for call in source.every("callActivity"):
        called = source.named(call.get("calledElement"))
        if called is None or source.name_of(called) not in CALLABLE:
            continue
        if called not in wanted:
            wanted[called] = _demand(source, source.first(called, "ioSpecification"))
        own = _demand(source, source.first(call, "ioSpecification"))
        # Where the data differ in number, so do the sets and what is in them: that is said once.
        wrong = [*_numbers_differ(call, own, wanted[called], *own.data)]
        wrong = wrong or [*_numbers_differ(call, own, wanted[called], *own.sets)]
        yield from wrong or (*_data_differ(own, wanted[called]), *_sets_differ(own, wanted[called]))


def _numbers_differ(call: etree._Element, own: _Demand, wanted: _Demand, *names: str) -> Iterator[Fault]:
    for name in names:
        if own.numbers[name] != wanted.numbers[name]:
            yield _number_differs(call, name, own.numbers[name], wanted.numbers[name])


def _number_differs(call: etree._Element, name: str, own: int, wanted: int) -> Fault:
    text = Text(
        "{element} has {own} of {name}, what it calls has {wanted}.",
        element=calls_it(call),
        own=own,
        name=name,
        wanted=wanted,
    )
    return fault_in_file(call, text, _ALIKE)


def _data_differ(own: _Demand, wanted: _Demand) -> Iterator[Fault]:
    for name, found in own.data.items():
        asked = {item for _, item in wanted.data[name]}
        for element, item in found:
            # An item that is not said on one of the sides contradicts nothing.
            if item is not None and not {item, None} & asked:
                text = Text("{element} has no counterpart in what is called.", element=calls_it(element))
                yield fault_in_file(element, text, _ALIKE)


def _sets_differ(own: _Demand, wanted: _Demand) -> Iterator[Fault]:
    for name, found in own.sets.items():
        asked = [items for _, items in wanted.sets[name][:_MOST_SETS]]
        for element, items in found[:_MOST_SETS]:
            if items and not any(_is_same_set(items, other) for other in asked):
                text = Text("No set of what is called fits this set of {element}.", element=calls_it(element))
                yield fault_in_file(element, text, _ALIKE)


def _is_same_set(own: Counter[_Item], wanted: Counter[_Item]) -> bool:
    rest = own - wanted
    return own.total() == wanted.total() and rest.total() - rest[None] <= wanted[None]


RULE = Rule(id="standard-063", constraint="EXT.063", severity="warning", find=_find)
