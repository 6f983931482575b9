"""Constraints on data elements and on the sets of an activity's or process's inputs and outputs. BPMN 2.0.2 §10.4.1."""

from collections.abc import Iterator

from lxml import etree

from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULES"]

_SUB_PROCESSES = ("subProcess", "adHocSubProcess", "transaction")
_TRUE = frozenset({"true", "1"})


def _collections_agree(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    for element in source.every("dataObject", "dataInput", "dataOutput"):
        item = source.named(element.get("itemSubjectRef"))
        if item is None or source.name_of(item) != "itemDefinition":
            continue
        # The default of isCollection is false on both sides (Tables 10.50 and 8.47).
        if (element.get("isCollection") in _TRUE) != (item.get("isCollection") in _TRUE):
            text = Text("{element} and its item definition differ in isCollection.", element=calls_it(element))
            yield fault_in_file(element, text, Text("Say isCollection the same way in both."))


def _references_are_named_after_their_objects(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    for element in source.every("dataObjectReference"):
        data_object = source.named(element.get("dataObjectRef"))
        name = "" if data_object is None else data_object.get("name", "")
        state = source.first(element, "dataState")
        wanted = f"{name} [{state.get('name')}]" if state is not None and state.get("name") else name
        if name and element.get("name") and " ".join(element.get("name", "").split()) != " ".join(wanted.split()):
            text = Text(
                "{element} is not named “{wanted}” as its data object is.", element=calls_it(element), wanted=wanted
            )
            yield fault_in_file(element, text, Text("Name it after the data object, with the state in brackets."))


def _embedded_ones_have_no_data_of_their_own(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    for element in source.every(*_SUB_PROCESSES):
        is_multiple = source.first(element, "multiInstanceLoopCharacteristics") is not None
        if source.inside(source.first(element, "ioSpecification"), "dataInput", "dataOutput") and not is_multiple:
            text = Text("{element} has data inputs or outputs of its own.", element=calls_it(element))
            yield fault_in_file(element, text, Text("Use data objects inside it, or call a process instead."))


def _holders(subject: Subject) -> Iterator[etree._Element]:
    """Yield what can hold data inputs, outputs and their sets: specifications and events."""
    yield from subject.source.every("ioSpecification")
    yield from subject.source.every(
        *("startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent")
    )


def _is_in_a_set(subject: Subject, data: str, sets: str, references: str) -> Iterator[Fault]:
    source = subject.source
    for holder in _holders(subject):
        listed = {name for every in source.inside(holder, sets) for name in source.texts(every, references)}
        for element in source.inside(holder, data):
            if element.get("id") not in listed:
                text = Text("{element} is in no set of inputs or outputs.", element=calls_it(element))
                yield fault_in_file(element, text, Text("List it in at least one inputSet or outputSet."))


def _inputs_are_in_a_set(subject: Subject) -> Iterator[Fault]:
    yield from _is_in_a_set(subject, "dataInput", "inputSet", "dataInputRefs")


def _outputs_are_in_a_set(subject: Subject) -> Iterator[Fault]:
    yield from _is_in_a_set(subject, "dataOutput", "outputSet", "dataOutputRefs")


def _is_listed_first(subject: Subject, sets: str, references: str, part: str) -> Iterator[Fault]:
    source = subject.source
    for element in source.every(sets):
        apart = set(source.texts(element, part)) - set(source.texts(element, references))
        if apart:
            text = Text(
                "A set names {names} in {part}, but not in {whole}.", names=_list(apart), part=part, whole=references
            )
            yield fault_in_file(element, text, Text("List every member of the set first."))


def _optional_inputs(subject: Subject) -> Iterator[Fault]:
    yield from _is_listed_first(subject, "inputSet", "dataInputRefs", "optionalInputRefs")


def _late_inputs(subject: Subject) -> Iterator[Fault]:
    yield from _is_listed_first(subject, "inputSet", "dataInputRefs", "whileExecutingInputRefs")


def _optional_outputs(subject: Subject) -> Iterator[Fault]:
    yield from _is_listed_first(subject, "outputSet", "dataOutputRefs", "optionalOutputRefs")


def _early_outputs(subject: Subject) -> Iterator[Fault]:
    yield from _is_listed_first(subject, "outputSet", "dataOutputRefs", "whileExecutingOutputRefs")


def _sets_are_paired(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    for name, onward, back in (
        ("inputSet", "outputSetRefs", "inputSetRefs"),
        ("outputSet", "inputSetRefs", "outputSetRefs"),
    ):
        named_by: dict[str, frozenset[str]] = {}
        for element in source.every(name):
            others = source.texts(element, onward)
            for other in others:
                if other not in named_by:
                    named_by[other] = frozenset(source.texts(source.named(other), back))
            apart = {other for other in others if element.get("id", "") not in named_by[other]}
            if apart:
                text = Text("A set names {names}, which does not name it in return.", names=_list(apart))
                yield fault_in_file(element, text, Text("Name the two sets in each other, or in neither."))


def _list(names: set[str]) -> str:
    return ", ".join(sorted(names))


RULES: tuple[Rule, ...] = (
    Rule(id="standard-020", constraint="EXT.020", severity="warning", find=_collections_agree),
    Rule(id="standard-076", constraint="EXT.076", severity="hint", find=_references_are_named_after_their_objects),
    Rule(id="standard-079", constraint="EXT.079", severity="warning", find=_embedded_ones_have_no_data_of_their_own),
    Rule(id="standard-084", constraint="EXT.084", severity="warning", find=_inputs_are_in_a_set),
    Rule(id="standard-085", constraint="EXT.085", severity="warning", find=_optional_inputs),
    Rule(id="standard-086", constraint="EXT.086", severity="warning", find=_late_inputs),
    Rule(id="standard-087", constraint="EXT.087", severity="warning", find=_sets_are_paired),
    Rule(id="standard-088", constraint="EXT.088", severity="warning", find=_outputs_are_in_a_set),
    Rule(id="standard-089", constraint="EXT.089", severity="warning", find=_optional_outputs),
    Rule(id="standard-090", constraint="EXT.090", severity="warning", find=_early_outputs),
)
