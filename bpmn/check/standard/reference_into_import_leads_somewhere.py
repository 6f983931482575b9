"""A reference into an imported file leads to an element of it.

Looked for only where the imported file lies beside the model and can be read.

Source: BPMN 2.0.2 §8.2.2; BPMNspector's REF_EXISTENCE.
"""

from collections.abc import Iterator

from bpmn.check.imported import by_namespace
from bpmn.check.references import references_of
from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    own = "" if source.root is None else source.root.get("targetNamespace", "")
    others = by_namespace(subject)
    for reference in references_of(source):
        files = others.get(reference.namespace or "", [])
        if not files or reference.namespace == own:
            continue
        if all(other.named(reference.id) is None for other in files):
            text = Text(
                "{reference} of {element} names {id}, which is in no imported file of its namespace.",
                reference=reference.name,
                element=calls_it(reference.element),
                id=reference.written,
            )
            yield fault_in_file(
                reference.element, text, Text("Name an element of the imported file, or import another.")
            )


RULE = Rule(id="import-reference", severity="error", find=_find)
