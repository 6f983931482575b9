"""Constraints on multi-instance activities of executable processes. BPMN 2.0.2 §10.3.8, Table 10.29."""

from collections.abc import Iterator

from lxml import etree

from bpmn.check.rule import Fault, Rule, fault_in_file, written_for_no_engine
from bpmn.check.source import Source, calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULES"]

_SUB_PROCESSES = frozenset({"subProcess", "adHocSubProcess", "transaction"})
_TRUE = frozenset({"true", "1"})
_VISIBLE = ("dataObject", "dataObjectReference", "property", "dataInput", "dataOutput")


def _loops(subject: Subject) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Yield the multi-instance loops that are to run, each with its activity."""
    for loop in subject.source.every("multiInstanceLoopCharacteristics"):
        activity = loop.getparent()
        if activity is not None and subject.source.is_executable(loop):
            yield loop, activity


def _number_is_said(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    for loop, activity in _loops(subject):
        if not source.inside(loop, "loopCardinality", "loopDataInputRef"):
            text = Text("It is not said how many instances of {element} there are.", element=calls_it(activity))
            yield fault_in_file(loop, text, Text("Add a loopCardinality or a loopDataInputRef."))


def _walks_its_own_data(subject: Subject, reference: str, kind: str) -> Iterator[Fault]:
    source = subject.source
    for loop, activity in _loops(subject):
        for name in source.texts(loop, reference):
            if not _is_walkable(source, activity, source.named(name), kind):
                text = Text(
                    "{reference} of {element} names no collection that it can walk through: {name}.",
                    reference=reference,
                    element=calls_it(activity),
                    name=name,
                )
                advice = Text("Name a data input or output of the task, or a data object that the sub-process can see.")
                yield fault_in_file(loop, text, advice)


def _is_walkable(source: Source, activity: etree._Element, found: etree._Element | None, kind: str) -> bool:
    if found is None:
        return False
    own = source.inside(source.first(activity, "ioSpecification"), kind)
    if source.name_of(activity) not in _SUB_PROCESSES:
        return found in own
    if source.name_of(found) not in _VISIBLE:
        return False
    holder = found.getparent()
    is_seen = found in own or (holder is not None and holder in activity.iterancestors())
    return is_seen and (not source.name_of(found).startswith("dataObject") or _is_collection(source, found))


def _is_collection(source: Source, found: etree._Element) -> bool:
    held = source.named(found.get("dataObjectRef")) if source.name_of(found) == "dataObjectReference" else found
    item = source.item_of(found)
    said = [element.get("isCollection") in _TRUE for element in (held, item) if element is not None]
    return any(said) or held is None


def _inputs_are_walked(subject: Subject) -> Iterator[Fault]:
    yield from _walks_its_own_data(subject, "loopDataInputRef", "dataInput")


def _outputs_are_walked(subject: Subject) -> Iterator[Fault]:
    yield from _walks_its_own_data(subject, "loopDataOutputRef", "dataOutput")


def _one_of_the_many(subject: Subject, reference: str, part: str) -> Iterator[Fault]:
    source = subject.source
    for loop, activity in _loops(subject):
        single = source.first(loop, part)
        whole = source.item_of(source.named(next(iter(source.texts(loop, reference)), None)))
        item = source.item_of(single)
        if single is None or whole is None or item is None:
            continue
        # The scalar of a collection: the same structure, but one of it.
        if item.get("isCollection") in _TRUE or (item is not whole and not source.is_same_item(item, whole)):
            text = Text(
                "{part} of {element} is not one member of its collection.", part=part, element=calls_it(activity)
            )
            yield fault_in_file(loop, text, Text("Give it an item definition of the same structure, not a collection."))


def _one_input(subject: Subject) -> Iterator[Fault]:
    yield from _one_of_the_many(subject, "loopDataInputRef", "inputDataItem")


def _one_output(subject: Subject) -> Iterator[Fault]:
    yield from _one_of_the_many(subject, "loopDataOutputRef", "outputDataItem")


RULES: tuple[Rule, ...] = (
    Rule(id="standard-067", constraint="EXT.067", severity="warning", find=written_for_no_engine(_number_is_said)),
    Rule(id="standard-068", constraint="EXT.068", severity="warning", find=written_for_no_engine(_inputs_are_walked)),
    Rule(id="standard-069", constraint="EXT.069", severity="warning", find=written_for_no_engine(_outputs_are_walked)),
    Rule(id="standard-070", constraint="EXT.070", severity="warning", find=written_for_no_engine(_one_input)),
    Rule(id="standard-071", constraint="EXT.071", severity="warning", find=written_for_no_engine(_one_output)),
)
