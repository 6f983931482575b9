"""Files of one namespace that import each other share no ids.

Source: BPMN 2.0.2 §8.2.1, §8.2.2; BPMNspector EXT.002.
"""

from collections.abc import Iterator

from lxml import etree

from bpmn.check.imported import Imported, imported_files, imports_of, model_imports, namespace_of
from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]

_ADVICE = Text("Give one of the two another id, or put the files into namespaces of their own.")


def _find(subject: Subject) -> Iterator[Fault]:
    root = subject.source.root
    if root is None or subject.neighbour is None:
        return
    own = root.get("targetNamespace", "")
    # Where ids of a namespace have been met: in this file, or in the file of the name.
    met: dict[tuple[str, str], etree._Element | str] = {
        (own, name): element for name, element in subject.source.by_id.items()
    }
    for found in imported_files(subject):
        yield from _met_before(found, met)
    near = {element for element, name in imports_of(subject.source) if subject.beside(name) is not None}
    for element in model_imports(subject.source):
        # What is in a file that is not there, or elsewhere, cannot be seen; that it may clash can.
        if element not in near and namespace_of(element) == own:
            text = Text(
                "{name} is of this file's own namespace, so that no id may be in both; it cannot be looked into.",
                name=element.get("location", ""),
            )
            yield fault_in_file(element, text, Text("Put the file beside this one, or mend the location."))


def _met_before(found: Imported, met: dict[tuple[str, str], etree._Element | str]) -> Iterator[Fault]:
    namespace = "" if found.source.root is None else found.source.root.get("targetNamespace", "")
    for name in found.source.by_id:
        before = met.setdefault((namespace, name), found.name)
        if isinstance(before, str):
            if before != found.name:
                text = Text("The id {id} is in {name} and in {other}.", id=name, name=before, other=found.name)
                yield fault_in_file(found.element, text, _ADVICE)
        else:
            text = Text(
                "The id of {element} is in the imported file {name} too.", element=calls_it(before), name=found.name
            )
            yield fault_in_file(before, text, _ADVICE)


RULE = Rule(id="standard-002", constraint="EXT.002", severity="warning", find=_find)
