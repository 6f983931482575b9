"""What of a model is not simulated, a sentence each."""

from collections.abc import Iterable, Iterator, Sequence

from analysis.scenario.values import Scenario
from bpmn.language import Text
from bpmn.model import Activity, FlowNode, Model, Process, SubProcess

__all__ = ["left_out"]


def left_out(
    model: Model, scenario: Scenario, process: Process, elements: Sequence[FlowNode], names: frozenset[str]
) -> list[Text]:
    """Return what is not simulated.

    Args:
        model: The model.
        scenario: The scenario, which says what processes are simulated together.
        process: The case's own process.
        elements: The elements that are simulated.
        names: What is known of a case.
    """
    return [*_processes(model, scenario, process), *_marks(elements), *_completions(elements, names)]


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


def _completions(elements: Iterable[FlowNode], names: frozenset[str]) -> Iterator[Text]:
    """Say which instances are all waited for, because nobody knows when they would be enough."""
    from analysis.network.repetitions import unknown_in_completion

    for element in elements:
        unknown = unknown_in_completion(element, names) if isinstance(element, Activity) else frozenset()
        if unknown:
            yield Text(
                "All instances of {name} are waited for: when fewer are enough depends on {data}, which the scenario's"
                " attributes do not give.",
                name=element.name or element.id,
                data=", ".join(sorted(unknown)),
            )
