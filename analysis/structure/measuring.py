"""All structural measures of a process."""

from collections.abc import Callable

from analysis.network import choose_process
from analysis.structure.counts import COUNTS
from analysis.structure.findings import structure_findings
from analysis.structure.gateways import GATEWAY_MEASURES
from analysis.structure.hand_offs import hand_offs, pool_hand_offs
from analysis.structure.loops import find_loops
from analysis.structure.passages import dominators, minimum_cut, passages, post_dominators
from analysis.structure.paths import PATH_MEASURES
from analysis.structure.shape import Shape, shape_of
from analysis.structure.values import Structure
from bpmn.model import Activity, Model

__all__ = ["measure_structure"]

_MEASURES: dict[str, Callable[[Shape], float]] = {**COUNTS, **GATEWAY_MEASURES, **PATH_MEASURES}


def measure_structure(model: Model, process_id: str | None = None) -> Structure:
    """Return the structural measures of a process.

    Args:
        model: The model as the file has it.
        process_id: Which process; None: the only one, or the first executable one.

    Raises:
        ScenarioError: If there is no such process.

    Source: of each measure at its function.
    """
    shape = shape_of(choose_process(model, process_id))
    single = passages(shape)
    loops = find_loops(shape)
    between_lanes, between_pools = hand_offs(model, shape), pool_hand_offs(model, shape)
    cut = minimum_cut(shape, single)
    unavoidable = tuple(element for element in single if isinstance(shape.nodes[element], Activity))
    measures = {name: float(measure(shape)) for name, measure in _MEASURES.items()}
    measures |= {
        "hand_offs": float(len(between_lanes)),
        "pool_hand_offs": float(len(between_pools)),
        "rework_loops": float(len(loops)),
        "back_edges": float(sum(len(loop.back_edges) for loop in loops)),
        "unavoidable_activities": float(len(unavoidable)),
        "minimum_cut": float(len(cut)),
    }
    return Structure(
        process=shape.process.id,
        measures=measures,
        findings=structure_findings(shape, measures, loops),
        passages=single,
        unavoidable=unavoidable,
        dominators=dominators(shape),
        post_dominators=post_dominators(shape),
        minimum_cut=cut,
        loops=loops,
        hand_offs=between_lanes,
        pool_hand_offs=between_pools,
    )
