"""A proposal for redesigning a process, as a value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from analysis.redesign.changes import ScenarioChange
from analysis.redesign.heuristics import Heuristic
from bpmn.language import Text
from bpmn.writing import Edit

__all__ = ["Application", "Proposal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """How Ortoo makes the change itself.

    Attributes:
        edits: Of the model, for `bpmn.writing.apply_edits`; empty where only the scenario changes.
        scenario: Of the scenario, for `change_scenario`, after the edits; empty where only the model changes.
        assumed: What is assumed about the new state and nobody has measured, or None.
    """

    edits: tuple[Edit, ...] = ()
    scenario: tuple[ScenarioChange, ...] = ()
    assumed: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Something that could be done differently.

    Attributes:
        id: The same for the same model: the heuristic's key and the places it is about.
        heuristic: The rule behind it.
        places: Ids of the elements concerned, the one to be changed first.
        argument: Why here, with the numbers.
        application: How Ortoo can make the change, or None where only people can.
        question: What the analyst has to find out first, or None where nothing stands against it.
        numbers: The figures of the argument: seconds ("..._s"), shares from 0 to 1, counts.
    """

    id: str
    heuristic: Heuristic
    places: tuple[str, ...]
    argument: Text
    application: Application | None = None
    question: Text | None = None
    numbers: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_applicable(self) -> bool:
        """Whether Ortoo can make the change itself, once the question (if there is one) is answered."""
        return self.application is not None

    def as_json(self, language: str = "en") -> dict[str, Any]:
        """Return it as data, the sentences in a language."""
        assumed = self.application.assumed if self.application else None
        return {
            "id": self.id,
            "heuristic": self.heuristic.as_json(language),
            "places": list(self.places),
            "argument": self.argument.into(language),
            "question": self.question.into(language) if self.question else None,
            "is_applicable": self.is_applicable,
            "assumed": assumed.into(language) if assumed else None,
            "numbers": dict(self.numbers),
        }
