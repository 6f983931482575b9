"""The errors of this room: what is wrong, in which file, at which place, and what to do about it."""

from bpmn.language import Text

__all__ = ["AnalysisError", "LogError", "ScenarioError", "SimulationError"]


class AnalysisError(Exception):
    """A model, scenario or log cannot be analysed.

    Attributes:
        text: The sentence for a person, translatable.
        source_name: The file's name as the person knows it, or "".
        path: The place in a JSON document ("resources.clerk.amount"), or "".
        element: The id of the BPMN element concerned, or None.
    """

    def __init__(self, text: Text, *, source_name: str = "", path: str = "", element: str | None = None) -> None:
        super().__init__(text)
        self.text = text
        self.source_name = source_name
        self.path = path
        self.element = element

    def __str__(self) -> str:
        return self.into("en")

    def into(self, language: str) -> str:
        """Return the place and the sentence in `language` ("mn" or "en")."""
        places = [place for place in (self.source_name, self.path) if place]
        return ": ".join([*places, self.text.into(language)])


class ScenarioError(AnalysisError):
    """The scenario cannot be read, or does not fit the model."""


class SimulationError(AnalysisError):
    """The model with its scenario cannot be simulated."""


class LogError(AnalysisError):
    """The event log cannot be read or written."""
