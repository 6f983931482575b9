"""Capacity: work that waits for somebody who is free, by activity, and the roles that are asked for too much."""

import math
from collections.abc import Iterator

from analysis.bottlenecks.evidence import Evidence
from analysis.bottlenecks.kinds.entries import entry_of
from analysis.bottlenecks.values import Bottleneck
from analysis.scenario.labels import NO_LABEL
from bpmn.language import Text

__all__ = ["find_busy_roles", "find_queues"]

_BUSY = 0.8
"""From this utilisation on queues grow steeply: waits go with load / (1 - load), here 4 (M/M/1)."""


def find_queues(evidence: Evidence) -> Iterator[Bottleneck]:
    """Yield each activity that waits for somebody who is free."""
    for element, place in evidence.places.items():
        if place.queue_s > 0:
            sentence = "{name} waits {time} a case for somebody who is free."
            yield entry_of(evidence, element, "capacity", place.queue_s, sentence)


def find_busy_roles(evidence: Evidence) -> Iterator[Bottleneck]:
    """Yield the pools that get more work than they can do, and the busiest one where it is very busy."""
    for pool, load in evidence.flow.utilisation.items():
        if load >= 1 or (load >= _BUSY and pool == evidence.flow.constraint):
            yield _role(evidence, pool, load)


def _role(evidence: Evidence, pool: str, load: float) -> Bottleneck:
    label = evidence.scenario.resources[pool].name if pool in evidence.scenario.resources else NO_LABEL
    sentence = (
        "{name} gets {load} % of the work it can do: the queue grows without end."
        if load >= 1
        else "{name} is busy {load} % of the time and limits how many cases can be done."
    )
    elements = tuple(key for key in evidence.places if pool in {one.id for one in evidence.pools(key)})
    queue_s = _queue_s(evidence, pool, elements)
    said = label if str(label) else pool
    return Bottleneck(
        element=pool,
        name=str(label) or pool,
        label=label,
        kind="overload" if load >= 1 else "capacity",
        place="role",
        elements=elements,
        reason=Text(sentence, name=said, load=f"{load * 100:.0f}"),
        share=1.0 if load >= 1 else min(1.0, queue_s / evidence.total_s),
        time_s=queue_s,
        cases=max((evidence.places[key].cases for key in elements), default=0.0),
        pool=pool,
        numbers={"utilisation": load, "capacity_per_h": evidence.flow.capacity_per_h},
    )


def _queue_s(evidence: Evidence, pool: str, elements: tuple[str, ...]) -> float:
    if evidence.simulation is not None and pool in evidence.simulation.resources:
        return evidence.simulation.resources[pool].queue_s
    waits = math.fsum(evidence.places[key].queue_s for key in elements)
    return waits if math.isfinite(waits) else 0.0
