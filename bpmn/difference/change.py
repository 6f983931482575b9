"""One difference between two models."""

from dataclasses import dataclass
from typing import Literal

from bpmn.language import Text

__all__ = ["Change", "Kind"]

Kind = Literal[
    "eliminated",
    "added",
    "automated",
    "merged",
    "moved",
    "resequenced",
    "parallelised",
    "knocked-out-earlier",
    "new-decision",
    "renamed",
]

_LABELS: dict[str, str] = {
    "eliminated": "Eliminated",
    "added": "Added",
    "automated": "Automated",
    "merged": "Merged",
    "moved": "Moved to another role",
    "resequenced": "In another order",
    "parallelised": "At the same time",
    "knocked-out-earlier": "Knocked out earlier",
    "new-decision": "New decision",
    "renamed": "Renamed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference, in the terms of Reijers and Limam Mansar, Best practices in business process redesign (2005).

    Attributes:
        kind: What was done.
        as_is: Ids of the elements concerned in the model as it is.
        to_be: Ids of the elements concerned in the model as it could be.
        text: The difference for people.
    """

    kind: Kind
    as_is: tuple[str, ...] = ()
    to_be: tuple[str, ...] = ()
    text: Text

    @property
    def label(self) -> Text:
        """What the kind is called."""
        return Text(_LABELS[self.kind])
