"""An imported BPMN file lies beside the file that imports it.

Models are often looked at apart from the files they were made with, so this alone is no fault of the model; where it
makes the import useless, `standard-001` says so.

Source: BPMN 2.0.2 §8.2.2.
"""

from collections.abc import Iterator

from bpmn.check.imported import imports_of, namespace_of
from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    if subject.neighbour is None:
        return
    for element, name in imports_of(subject.source):
        if subject.beside(name) is None and namespace_of(element) in element.nsmap.values():
            text = Text("The imported file {name} is not beside this one.", name=name)
            yield fault_in_file(element, text, Text("Put the file beside this one, or mend the location."))


RULE = Rule(id="import-missing", severity="hint", find=_find)
