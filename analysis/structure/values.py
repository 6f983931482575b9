"""What the structure of a process comes to, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bpmn.language import Text

__all__ = ["Loop", "Structure", "StructureFinding"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureFinding:
    """Something in the structure that makes a model hard or a process slow.

    Attributes:
        measure: The measure it comes from.
        element: Id of the element it is about, or None for the whole process.
        text: What it is.
        value: The measured value.
        threshold: The value beyond which it is worth saying.
        source: Where the threshold comes from.
    """

    measure: str
    element: str | None
    text: Text
    value: float
    threshold: float
    source: str

    def as_json(self, language: str = "en") -> dict[str, Any]:
        """Return it as data, the sentence in a language."""
        return {
            "measure": self.measure,
            "element": self.element,
            "text": self.text.into(language),
            "value": self.value,
            "threshold": self.threshold,
            "source": self.source,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """A part of a process in which work can come back to where it was.

    Attributes:
        elements: Ids of all its elements, sorted.
        entries: Ids of those at which it is entered, in the file's order.
        back_edges: Ids of the sequence flows that lead back, in the file's order; without them nothing comes back. A
            step back that is no sequence flow (a link, a boundary event) is the id of the element it leads to.
    """

    elements: tuple[str, ...]
    entries: tuple[str, ...]
    back_edges: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """Structural measures of one process.

    Attributes:
        process: The process's id.
        measures: Values by name.
        findings: What is worth saying.
        passages: Ids of the elements that every way from start to end passes, in order: single points of passage.
        unavoidable: Those of them that are activities.
        dominators: By element the nearest one that every way from the start to it passes; None: there is none.
        post_dominators: By element the nearest one that every way from it to the end passes; None: there is none.
        minimum_cut: The fewest elements that together stand on every way from start to end.
        loops: Where work can come back.
        hand_offs: Ids of the sequence flows that go from one lane to another.
        pool_hand_offs: Ids of the message flows between this process and other pools.
    """

    process: str
    measures: Mapping[str, float]
    findings: tuple[StructureFinding, ...]
    passages: tuple[str, ...]
    unavoidable: tuple[str, ...]
    dominators: Mapping[str, str | None]
    post_dominators: Mapping[str, str | None]
    minimum_cut: tuple[str, ...]
    loops: tuple[Loop, ...]
    hand_offs: tuple[str, ...]
    pool_hand_offs: tuple[str, ...]

    @property
    def rework_loops(self) -> tuple[tuple[str, ...], ...]:
        """For each loop the ids of its elements, sorted."""
        return tuple(loop.elements for loop in self.loops)

    def as_json(self, language: str = "en") -> dict[str, Any]:
        """Return all but the measures as data: what they were taken from, and what is worth saying."""
        return {
            "passages": list(self.passages),
            "unavoidable": list(self.unavoidable),
            "dominators": dict(self.dominators),
            "post_dominators": dict(self.post_dominators),
            "minimum_cut": list(self.minimum_cut),
            "loops": [
                {"elements": list(loop.elements), "entries": list(loop.entries), "back_edges": list(loop.back_edges)}
                for loop in self.loops
            ],
            "hand_offs": list(self.hand_offs),
            "pool_hand_offs": list(self.pool_hand_offs),
            "findings": [finding.as_json(language) for finding in self.findings],
        }
