"""Loops and multi-instance activities. BPMN 2.0.2 §10.3.8."""

from lxml import etree

from bpmn.model import EventDefinition, Expression, Loop, MultiInstance, StandardLoop
from bpmn.reading.context import Reading
from bpmn.reading.definitions import event_definition_of, read_event_definitions
from bpmn.reading.names import attribute, child, child_text, children, flag, whole_number
from bpmn.xml import line_of

__all__ = ["read_loop"]


def read_loop(activity: etree._Element, reading: Reading) -> Loop | None:
    """Return an activity's loop, or None."""
    standard = child(activity, "standardLoopCharacteristics")
    if standard is not None:
        return StandardLoop(
            test_before=flag(standard, "testBefore"),
            maximum=whole_number(standard, "loopMaximum"),
            condition=reading.expression_in(standard, "loopCondition"),
        )
    several = child(activity, "multiInstanceLoopCharacteristics")
    return None if several is None else _read_multi_instance(activity, several, reading)


def _read_multi_instance(activity: etree._Element, loop: etree._Element, reading: Reading) -> MultiInstance:
    output_item = _item_name(loop, "outputDataItem")
    read = MultiInstance(
        is_sequential=flag(loop, "isSequential"),
        cardinality=reading.expression_in(loop, "loopCardinality"),
        collection=_collection(activity, loop, reading),
        item=_item_name(loop, "inputDataItem"),
        output_collection=_output_collection(activity, loop, reading),
        output_item=Expression(text=output_item, line=line_of(loop)) if output_item else None,
        completion_condition=reading.expression_in(loop, "completionCondition"),
        behavior=attribute(loop, "behavior") or "All",
        complex_behaviors=_complex_behaviors(loop, reading),
        none_event=event_definition_of(loop, "noneBehaviorEventRef", reading),
        one_event=event_definition_of(loop, "oneBehaviorEventRef", reading),
    )
    for dialect in reading.dialects:
        read = dialect.multi_instance(read, loop, reading)
    return read


def _collection(activity: etree._Element, loop: etree._Element, reading: Reading) -> Expression | None:
    """Return where the items come from: through the activity's own input to the data object that fills it."""
    name = child_text(loop, "loopDataInputRef")
    if not name:
        return None
    marked = reading.value(name, loop)
    if marked is None or marked.language:
        return marked
    return Expression(text=_outside(activity, name, "dataInputAssociation", reading), line=line_of(loop))


def _output_collection(activity: etree._Element, loop: etree._Element, reading: Reading) -> str:
    name = child_text(loop, "loopDataOutputRef")
    return _outside(activity, name, "dataOutputAssociation", reading) if name else ""


def _outside(activity: etree._Element, name: str, association: str, reading: Reading) -> str:
    """Return the id of the data element outside that an association joins to the activity's own input or output.

    Engines also write a variable's name here, which is no id and is given back as it is.
    """
    own, other = ("targetRef", "sourceRef") if association == "dataInputAssociation" else ("sourceRef", "targetRef")
    for joined in children(activity, association):
        if child_text(joined, own) == name and child_text(joined, other):
            name = child_text(joined, other)
            break
    found = reading.ids.find(name)
    if found is None:
        return name
    shared = attribute(found, "dataObjectRef")
    return shared or reading.ids[found]


def _item_name(loop: etree._Element, name: str) -> str:
    item = child(loop, name)
    return "" if item is None else attribute(item, "name") or attribute(item, "id")


def _complex_behaviors(loop: etree._Element, reading: Reading) -> tuple[tuple[Expression, EventDefinition], ...]:
    found: list[tuple[Expression, EventDefinition]] = []
    for behavior in children(loop, "complexBehaviorDefinition"):
        condition = reading.expression_in(behavior, "condition")
        event = child(behavior, "event")
        definitions = () if event is None else read_event_definitions(event, reading)
        found.extend((condition, definition) for definition in definitions[:1] if condition is not None)
    return tuple(found)
