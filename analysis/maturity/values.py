"""The digital maturity of a service as values: a stage, and each criterion with what it was read from."""

from dataclasses import dataclass

from bpmn.language import Text

__all__ = ["HIGHEST_STAGE", "SOURCE", "STAGES", "Criterion", "Maturity"]

HIGHEST_STAGE = 5

STAGES: tuple[Text, ...] = (
    Text("nothing online"),
    Text("information"),
    Text("one-way interaction: forms to fetch"),
    Text("two-way interaction: forms to send"),
    Text("transaction: the whole case without paper or visit"),
    Text("personalised: what the state knows is not asked, and it acts by itself"),
)
"""What each stage from 0 to 5 is called."""

SOURCE = (
    "Capgemini for the European Commission, The User Challenge: Benchmarking the Supply of Online Public Services, 7th "
    "Measurement, 2007 (sophistication stages 1 to 5)"
)
"""Where the scale comes from; the criteria by which a model is placed on it are Ortoo's (docs/measures.md)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One thing that a stage asks of a service.

    Attributes:
        key: Its name in data ("application-online").
        stage: The stage that asks for it, 1 to 5.
        text: What it asks.
        is_met: Whether it is so; None where the model does not show it, which makes it a question.
        evidence: Ids of the elements that show it, or that stand in its way.
        reason: What it was read from, or the question.
    """

    key: str
    stage: int
    text: Text
    is_met: bool | None
    evidence: tuple[str, ...]
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Maturity:
    """How far a service is on the scale.

    Attributes:
        stage: The highest stage that is reached for certain, 0 to 5: nothing up to it is unmet or open.
        stage_possible: The stage if every open question were answered with yes.
        criteria: What each stage asks, lowest stage first.
    """

    stage: int
    stage_possible: int
    criteria: tuple[Criterion, ...]

    @property
    def questions(self) -> tuple[Criterion, ...]:
        """The criteria that the model does not show."""
        return tuple(criterion for criterion in self.criteria if criterion.is_met is None)
