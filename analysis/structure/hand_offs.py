"""Where work passes from one lane or pool to another.

Source: Reijers, Limam Mansar, Best practices in business process redesign, Omega 33 (2005): numerical involvement,
contact reduction.
"""

from analysis.structure.shape import Shape
from bpmn.model import Model

__all__ = ["hand_offs", "pool_hand_offs"]


def hand_offs(model: Model, shape: Shape) -> tuple[str, ...]:
    """Return the ids of the sequence flows whose ends lie in different lanes, in the file's order."""
    lanes = model.lane_of
    return tuple(
        flow
        for source, target, flow in shape.arcs
        if lanes.get(source) and lanes.get(target) and lanes[source] != lanes[target]
    )


def pool_hand_offs(model: Model, shape: Shape) -> tuple[str, ...]:
    """Return the ids of the message flows that leave or reach the process, in the file's order.

    A message flow ends at an element of the process, or at its pool as a whole; BPMN 2.0.2, 9.4: always between pools.
    """
    own = {*shape.nodes, shape.process.id}
    found = []
    for collaboration in model.collaborations:
        own |= {pool.id for pool in collaboration.participants if pool.process == shape.process.id}
        found += [flow.id for flow in collaboration.message_flows if (flow.source in own) != (flow.target in own)]
    return tuple(found)
