"""What the reader found or had to mend, as findings: ids, references, unknown elements, imports."""

from collections.abc import Iterator
from functools import partial

from bpmn.check.finding import Severity
from bpmn.check.rule import Fault, Rule
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["OTHER_NOTES", "RULES"]

_KNOWN: dict[str, tuple[Severity, Text]] = {
    "duplicate-id": ("error", Text("Give every element an id of its own and mend what refers to it.")),
    "missing-id": ("warning", Text("Give the element an id; without one nothing can refer to it for long.")),
    "dangling-reference": ("error", Text("Refer to an element of the file, or remove the reference.")),
    "misplaced-flow": (
        "error",
        Text("Draw the flow between two nodes on the same level; use message flows between pools."),
    ),
    "unknown-element": ("error", Text("Use an element of BPMN 2.0, or put it into the element's extensionElements.")),
    "import": ("hint", Text("Put what is imported into this file if it is needed to run.")),
    "unknown-extension": ("hint", Text("Nothing to do: it is kept as it is, but Ortoo does not act on it.")),
    "no-bounds": ("warning", Text("Open the file in a modeller, place the element and save it.")),
    "facts": ("warning", Text("Write the fact as docs/facts.md says.")),
}
_OTHERWISE: tuple[Severity, Text] = ("warning", Text("Look at the file there; Ortoo went on as described."))


def _find(rule: str, subject: Subject) -> Iterator[Fault]:
    for note in subject.model.notes:
        if note.rule == rule:
            # A diagram's shape for nothing disturbs nobody but who looks for it.
            severity: Severity | None = "warning" if note.text.values.get("name") == "bpmnElement" else None
            yield Fault(text=note.text, advice=_KNOWN[rule][1], element=note.element, line=note.line, severity=severity)


RULES: tuple[Rule, ...] = tuple(
    Rule(id=rule, severity=severity, find=partial(_find, rule)) for rule, (severity, _) in _KNOWN.items()
)


def _find_others(subject: Subject) -> Iterator[Fault]:
    for note in subject.model.notes:
        if note.rule not in _KNOWN:
            severity, advice = _OTHERWISE
            yield Fault(text=note.text, advice=advice, element=note.element, line=note.line, severity=severity)


OTHER_NOTES = Rule(id="reader-note", severity="warning", find=_find_others)
