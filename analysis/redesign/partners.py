"""With whom the steps of a process exchange messages."""

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.redesign.study import Study
from bpmn.model import FlowNode

__all__ = ["Exchange", "find_exchanges"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A message between a step and a partner.

    Attributes:
        step: The step of the process.
        partner: Id of the pool it talks to.
        name: What people call that pool.
        is_sent: Whether the step sends the message; otherwise it gets it.
        is_black_box: Whether nothing is known of the partner's own process.
    """

    step: FlowNode
    partner: str
    name: str
    is_sent: bool
    is_black_box: bool


def find_exchanges(study: Study) -> Iterator[Exchange]:
    """Yield the messages of a process's steps, in the order of the steps in the file."""
    model = study.evidence.model
    home = {node.id: process.id for process, _, node in model.walk()}
    for collaboration in model.collaborations:
        pools = {pool.id: pool for pool in collaboration.participants}
        by_process = {pool.process: pool for pool in collaboration.participants if pool.process}
        for step in study.nodes:
            for flow in collaboration.message_flows:
                other = {flow.source: flow.target, flow.target: flow.source}.get(step.id)
                pool = pools.get(other or "") or by_process.get(home.get(other or "", ""))
                if pool is not None:
                    yield Exchange(
                        step=step,
                        partner=pool.id,
                        name=pool.name or pool.id,
                        is_sent=flow.source == step.id,
                        is_black_box=pool.process not in {process.id for process in model.processes},
                    )
