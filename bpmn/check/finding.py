"""What a check has to say: which rule, where, what is wrong and how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from bpmn.language import Text

__all__ = ["Finding", "Severity", "in_order"]

Severity = Literal["error", "warning", "hint"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong with a model, or could be better.

    Attributes:
        rule: The rule's id; bpmnlint's where bpmnlint has the rule.
        constraint: The standard's own constraint that is broken, as BPMNspector numbers them ("EXT.101"), or None.
        severity: "error" (the model means nothing there, or cannot be run), "warning" (it hardly means what was meant)
            or "hint" (it could be clearer).
        element: Id of the element concerned, or None for the whole file.
        line: 1-based line in the file, or None.
        text: What is wrong.
        advice: How to mend it.
    """

    rule: str
    constraint: str | None = None
    severity: Severity
    element: str | None = None
    line: int | None = None
    text: Text
    advice: Text


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings in the order of the file: by line, element and rule."""
    return tuple(sorted(findings, key=lambda found: (found.line or 0, found.element or "", found.rule)))
