"""All that is known of one model with one scenario, ready to be shown."""

from dataclasses import dataclass

from analysis.bottlenecks import Bottleneck
from analysis.flow import Flow
from analysis.scenario.values import Scenario
from analysis.simulation.result import SimulationResult
from analysis.structure import Structure
from bpmn.language import Text
from bpmn.model import Model

__all__ = ["Analysis"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """What `ortoo analyse` found.

    Attributes:
        model: The model.
        scenario: Its scenario, complete.
        structure: Measures of its structure.
        flow: What a case needs on average, computed.
        bottlenecks: Where time is lost, worst first.
        simulation: What was simulated, or None.
        assumed: What was assumed where the scenario says nothing.
        remarks: What else is to be said: why there is no simulation.
    """

    model: Model
    scenario: Scenario
    structure: Structure
    flow: Flow
    bottlenecks: tuple[Bottleneck, ...]
    simulation: SimulationResult | None = None
    assumed: tuple[Text, ...] = ()
    remarks: tuple[Text, ...] = ()
