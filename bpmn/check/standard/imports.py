"""Constraints on imports: the file is there and is what the import says. BPMN 2.0.2 §8.2.3, Table 8.2."""

from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import Source, calls_it
from bpmn.check.subject import Subject
from bpmn.errors import UnreadableFileError
from bpmn.language import Text
from bpmn.xml import parse_xml

__all__ = ["RULES"]

_BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_THERE = Text("Put the file beside this one, or mend the location.")


def _imports(subject: Subject) -> Iterator[tuple[etree._Element, str]]:
    """Yield the imports of BPMN files with the name of the file.

    Only a file in the same folder is looked for: no other folder and no network is read for the sake of a check.
    """
    for element in subject.source.every("import"):
        name = unquote(element.get("location", "")).removeprefix("./")
        if element.get("importType") == _BPMN and name and not {"/", "\\", ":"} & set(name) and name != "..":
            yield element, name


def _namespace(element: etree._Element) -> str:
    return str(element.get("namespace") or "")


def _has_prefix(element: etree._Element) -> bool:
    return _namespace(element) in element.nsmap.values()


def _can_be_used(subject: Subject) -> Iterator[Fault]:
    """Yield imports of nothing: a file that is not there, and no prefix for what would be in it."""
    for element, name in _imports(subject):
        if subject.neighbour is not None and subject.beside(name) is None and not _has_prefix(element):
            text = Text("The imported file {name} is not there, nor a prefix for what it would hold.", name=name)
            yield fault_in_file(element, text, _THERE)


def _are_there(subject: Subject) -> Iterator[Fault]:
    """Yield imports whose file is not beside the model.

    Models are often looked at apart from the files they were made with, so this alone is no fault of the model.
    """
    for element, name in _imports(subject):
        if subject.neighbour is not None and subject.beside(name) is None and _has_prefix(element):
            yield fault_in_file(element, Text("The imported file {name} is not beside this one.", name=name), _THERE)


def _namespaces_agree(subject: Subject) -> Iterator[Fault]:
    advice = Text("Write the file's targetNamespace as the import's namespace.")
    own = "" if subject.source.root is None else subject.source.root.get("targetNamespace", "")
    for element, name in _imports(subject):
        data = subject.beside(name)
        if data is None:
            # What the missing file was cannot be seen; that it was another one than this can.
            if subject.neighbour is not None and _namespace(element) == own:
                text = Text("The import of {name} names this file's own namespace.", name=name)
                yield fault_in_file(element, text, advice)
            continue
        root = _root(data, name)
        if root is not None and root.get("targetNamespace") != _namespace(element):
            text = Text("The import of {name} does not name that file's namespace.", name=name)
            yield fault_in_file(element, text, advice)


def _root(data: bytes, name: str) -> etree._Element | None:
    """Return the root of an imported file, None where it cannot be read."""
    try:
        return parse_xml(data, source_name=name)
    except UnreadableFileError:
        return None


def _called_ones_can_be_called(subject: Subject) -> Iterator[Fault]:
    read = {}
    for element, name in _imports(subject):
        data = subject.beside(name)
        root = None if data is None else _root(data, name)
        if root is not None:
            read[_namespace(element)] = Source(root)
    for call in subject.source.every("callActivity"):
        prefix, _, name = call.get("calledElement", "").rpartition(":")
        other = read.get(call.nsmap.get(prefix or None) or "")
        process = None if other is None else other.named(name)
        if other is not None and process is not None and _needs_a_trigger(other, process):
            text = Text("{element} calls a process that has no start event without a trigger.", element=calls_it(call))
            yield fault_in_file(call, text, Text("Add a plain start event."))


def _needs_a_trigger(source: Source, process: etree._Element) -> bool:
    starts = source.inside(process, "startEvent")
    return bool(starts) and all(
        any(
            source.name_of(child).lower().endswith(("eventdefinition", "eventdefinitionref"))
            for child in start.iterchildren("{*}*")
        )
        for start in starts
    )


RULES: tuple[Rule, ...] = (
    Rule(id="standard-001", constraint="EXT.001", severity="warning", find=_can_be_used),
    Rule(id="import-missing", severity="hint", find=_are_there),
    Rule(id="standard-002", constraint="EXT.002", severity="warning", find=_namespaces_agree),
    Rule(id="standard-099-imported", constraint="EXT.099", severity="warning", find=_called_ones_can_be_called),
)
