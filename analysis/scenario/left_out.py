"""What of a model is not simulated, a sentence each."""

from collections.abc import Iterable, Iterator

from analysis.scenario.values import Scenario
from bpmn.language import Text
from bpmn.model import FlowNode, Model, Process, SubProcess

__all__ = ["left_out"]


def left_out(model: Model, scenario: Scenario, process: Process, elements: Iterable[FlowNode]) -> list[Text]:
    """Return what is not simulated.

    Args:
        model: The model.
        scenario: The scenario, which says what processes are simulated together.
        process: The case's own process.
        elements: The elements that are simulated.
    """
    return [*_processes(model, scenario, process), *_marks(elements)]


def _processes(model: Model, scenario: Scenario, process: Process) -> Iterator[Text]:
    """Say which other processes of the file send to this one and are not simulated together with it."""
    own = {node.id for _, node in process.scope.walk()}
    flows = [flow for one in model.collaborations for flow in one.message_flows]
    for other in model.processes:
        if other.id != process.id and other.id not in scenario.partners:
            theirs = {node.id for _, node in other.scope.walk()}
            if any(flow.source in theirs and flow.target in own for flow in flows):
                yield Text(
                    "{name} is not simulated; what it sends comes as the scenario says, else after a day on average.",
                    name=_name(model, other),
                )


def _name(model: Model, process: Process) -> str:
    pools = [pool for one in model.collaborations for pool in one.participants if pool.process == process.id]
    return next((pool.name for pool in pools if pool.name), process.name or process.id)


def _marks(elements: Iterable[FlowNode]) -> Iterator[Text]:
    """Say which marks of activities are simulated as if they were not there."""
    for element in elements:
        name = element.name or element.id
        if isinstance(element, SubProcess) and element.type == "adHocSubProcess":
            if element.is_sequential:
                yield Text("Each activity in {name} is done once, one after the other.", name=name)
            else:
                yield Text("Each activity in {name} is done once, all at the same time.", name=name)
