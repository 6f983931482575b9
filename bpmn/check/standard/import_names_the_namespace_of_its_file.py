"""The namespace of an import is the target namespace of the imported file.

Source: BPMN 2.0.2 §8.2.2.
"""

from collections.abc import Iterator

from bpmn.check.imported import imported_files, imports_of, namespace_of
from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    own = {element for element, _ in imports_of(subject.source)}
    seen = set()
    for found in imported_files(subject):
        # The first file that an import of the model leads to is the one it names; the rest come through that one.
        if found.element not in own or found.element in seen:
            continue
        seen.add(found.element)
        root = found.source.root
        if root is not None and root.get("targetNamespace") != namespace_of(found.element):
            text = Text("The import of {name} does not name that file's namespace.", name=found.name)
            advice = Text("Write the file's targetNamespace as the import's namespace.")
            yield fault_in_file(found.element, text, advice)


RULE = Rule(id="import-namespace", severity="warning", find=_find)
