"""What is said of data that are not as they must be."""

from dataclasses import dataclass

from bpmn.language import Text

__all__ = ["Violation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """Something in the stored data that must never be.

    Attributes:
        invariant: Which invariant it breaks, as `docs/promises.md` numbers them: "I1" to "I12".
        subject: What it was found at: a case's reference, a job's or work item's id, a chain.
        text: What is wrong, for the operator.
    """

    invariant: str
    subject: str
    text: Text

    def __str__(self) -> str:
        return f"{self.invariant} {self.subject}: {self.text}"
