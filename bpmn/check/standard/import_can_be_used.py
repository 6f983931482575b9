"""An import leads to a file, or a prefix stands for what it holds.

Source: BPMN 2.0.2 §8.2.2; BPMNspector EXT.001.
"""

from collections.abc import Iterator

from lxml import etree

from bpmn.check.imported import imported_files, imports_of, namespace_of
from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import Source
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    if subject.neighbour is None:
        return
    for element, name in _useless(subject, subject.source):
        text = Text("The imported file {name} is not there, nor a prefix for what it would hold.", name=name)
        yield fault_in_file(element, text, Text("Put the file beside this one, or mend the location."))
    for found in imported_files(subject):
        for _, name in _useless(subject, found.source):
            text = Text(
                "The imported file {name} imports {other}, which is not there, nor a prefix for what it would hold.",
                name=found.name,
                other=name,
            )
            yield fault_in_file(found.element, text, Text("Put the file beside this one, or mend the location."))


def _useless(subject: Subject, source: Source) -> Iterator[tuple[etree._Element, str]]:
    for element, name in imports_of(source):
        if subject.beside(name) is None and namespace_of(element) not in element.nsmap.values():
            yield element, name


RULE = Rule(id="standard-001", constraint="EXT.001", severity="warning", find=_find)
