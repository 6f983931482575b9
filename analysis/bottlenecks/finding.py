"""Where a service loses time: one ranking made of structure, flow and simulation."""

import math
from collections.abc import Callable, Iterator
from dataclasses import replace

from analysis.bottlenecks import kinds
from analysis.bottlenecks.evidence import Evidence
from analysis.bottlenecks.values import Bottleneck
from analysis.flow import Flow
from analysis.scenario.values import Scenario
from analysis.simulation.result import SimulationResult
from analysis.structure import Structure
from bpmn.model import Model

__all__ = ["find_bottlenecks"]

_LEAST_SHARE = 0.005
_MOST = 25
_DETECTORS: tuple[Callable[[Evidence], Iterator[Bottleneck]], ...] = (
    kinds.find_busy_roles,
    kinds.find_queues,
    kinds.find_passages,
    kinds.find_closed_hours,
    kinds.find_closed_roles,
    kinds.find_batching,
    kinds.find_delays,
    kinds.find_approvals,
    kinds.find_rework,
    kinds.find_long_work,
)


def find_bottlenecks(
    model: Model,
    scenario: Scenario,
    *,
    structure: Structure,
    flow: Flow,
    simulation: SimulationResult | None = None,
) -> tuple[Bottleneck, ...]:
    """Return the places where a case loses most, the worst first; the order is the same every time.

    Args:
        model: The model.
        scenario: Its scenario, complete.
        structure: From `measure_structure`.
        flow: From `analyse_flow`.
        simulation: From `simulate`: then waits are those that were simulated, told apart by their cause; without it
            they are those computed by flow analysis.
    """
    evidence = Evidence(model, scenario, structure, flow, simulation)
    found = [entry for detector in _DETECTORS for entry in detector(evidence)]
    ranked = sorted(
        (entry for entry in found if math.isfinite(entry.share) and entry.share >= _LEAST_SHARE),
        key=lambda entry: (-entry.share, entry.element, entry.kind),
    )
    return tuple(replace(entry, rank=number + 1) for number, entry in enumerate(ranked[:_MOST]))
