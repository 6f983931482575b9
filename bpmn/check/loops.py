"""What the constraints on multi-instance activities of executable processes share. BPMN 2.0.2 §10.3.8."""

from collections.abc import Iterator

from lxml import etree

from bpmn.check.families import SUB_PROCESSES, TRUE
from bpmn.check.rule import Fault, fault_in_file
from bpmn.check.source import Source, calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["multi_instance_loops", "not_one_of_the_many", "walks_other_data"]

_VISIBLE = ("dataObject", "dataObjectReference", "property", "dataInput", "dataOutput")


def multi_instance_loops(subject: Subject) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Yield the multi-instance loops that are to run, each with its activity."""
    for loop in subject.source.every("multiInstanceLoopCharacteristics"):
        activity = loop.getparent()
        if activity is not None and subject.source.is_executable(loop):
            yield loop, activity


def walks_other_data(subject: Subject, reference: str, kind: str) -> Iterator[Fault]:
    """Yield the loops whose `reference` names nothing that they can walk through.

    Args:
        subject: The model under check.
        reference: "loopDataInputRef" or "loopDataOutputRef".
        kind: What a task's loop walks through: "dataInput" or "dataOutput".
    """
    source = subject.source
    for loop, activity in multi_instance_loops(subject):
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
    if source.name_of(activity) not in SUB_PROCESSES:
        return found in own
    if source.name_of(found) not in _VISIBLE:
        return False
    holder = found.getparent()
    is_seen = found in own or (holder is not None and holder in activity.iterancestors())
    return is_seen and (not source.name_of(found).startswith("dataObject") or _is_collection(source, found))


def _is_collection(source: Source, found: etree._Element) -> bool:
    held = source.named(found.get("dataObjectRef")) if source.name_of(found) == "dataObjectReference" else found
    item = source.item_of(found)
    said = [element.get("isCollection") in TRUE for element in (held, item) if element is not None]
    return any(said) or held is None


def not_one_of_the_many(subject: Subject, reference: str, part: str) -> Iterator[Fault]:
    """Yield the loops whose `part` is not one member of the collection named by `reference`.

    Args:
        subject: The model under check.
        reference: "loopDataInputRef" or "loopDataOutputRef".
        part: "inputDataItem" or "outputDataItem".
    """
    source = subject.source
    for loop, activity in multi_instance_loops(subject):
        single = source.first(loop, part)
        whole = source.item_of(source.named(next(iter(source.texts(loop, reference)), None)))
        item = source.item_of(single)
        if single is None or whole is None or item is None:
            continue
        # The scalar of a collection: the same structure, but one of it.
        if item.get("isCollection") in TRUE or (item is not whole and not source.is_same_item(item, whole)):
            text = Text(
                "{part} of {element} is not one member of its collection.", part=part, element=calls_it(activity)
            )
            yield fault_in_file(loop, text, Text("Give it an item definition of the same structure, not a collection."))
