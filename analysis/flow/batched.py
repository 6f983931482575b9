"""What an instance takes that is done in a batch."""

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.flow.batches import Gathering, gathering_of
from analysis.flow.bulk import bulk_service
from analysis.flow.chains import sequence
from analysis.flow.laws import Law, law_of
from analysis.network import Network, Node
from analysis.scenario.values import ActivityParameters
from analysis.scenario.work_values import Batch

if TYPE_CHECKING:
    from analysis.flow.work import Service

__all__ = ["batched", "scaled"]


def scaled(law: Law, factor: float) -> Law:
    """Return a law of times that are so many times as long."""
    if factor == 1:
        return law
    if law.source is not None:
        return law_of(law.source.scaled(factor))
    return Law(mean=law.mean * factor, variance=law.variance * factor**2)


def batched(
    network: Network,
    node: Node,
    said: ActivityParameters,
    service: "Service",
    *,
    rate: float,
    change_s: float,
    room: float | None,
) -> "Service":
    """Return a service as it is in batches, as if all were of the mean size.

    Args:
        network: The network.
        node: The activity.
        said: What the scenario says of it.
        service: What one instance takes by itself.
        rate: Instances a second of clock time.
        change_s: Mean time of changing over to it.
        room: The share of time of the only person who does it and nothing else; None where it is not so.
    """
    batch = said.batch
    if batch is None:
        return service
    once = service.work
    set_up = Law(mean=change_s + law_of(batch.set_up).mean, variance=law_of(batch.set_up).variance)
    gathering = gathering_of(network, batch, rate, node.key)
    in_line_s = None
    if room:
        gathering, in_line_s = _at_one_person(batch, once, set_up, gathering, rate / room)
    size = gathering.size
    work = scaled(once, _factor_at(batch, size))
    if not batch.is_together:
        # One after the other half of the others come before; in turns each other takes the shorter of two times, which
        # is the mean of fixed ones and half that of exponential ones.
        part = 1 - min(1.0, math.sqrt(work.variance) / work.mean) / 2 if batch.is_in_turns and work.mean else 0.5
        gathering = replace(gathering, ahead_s=work.mean * (gathering.size_met - 1) * part)
    stint = _stint(batch, once, set_up, size)
    return replace(
        service,
        work=work,
        stints=((stint, 1 / size),),
        set_up_s=set_up.mean,
        gathering=gathering,
        in_line_s=in_line_s,
    )


def _at_one_person(
    batch: Batch, once: Law, set_up: Law, gathering: Gathering, rate: float
) -> tuple[Gathering, float | None]:
    """Batches at one person, who takes up all that have come meanwhile; `rate` is that in the person's time."""
    least = batch.least or batch.most
    if least is None or batch.wait is not None or batch.pause is not None or batch.release is not None:
        return gathering, None
    most = None if batch.most is None else max(least, batch.most)
    bulk = bulk_service(rate, least, most, lambda size: _stint(batch, once, set_up, size))
    if bulk is None:
        return gathering, None
    gathered_s = min(bulk.wait_s, (least - 1) / 2 / rate)
    return replace(gathering, size=bulk.size, size_met=bulk.size_met), bulk.wait_s - gathered_s


def _stint(batch: Batch, once: Law, set_up: Law, size: float) -> Law:
    """How long a person is busy with a batch of a size."""
    work = scaled(once, _factor_at(batch, size))
    all_of_it = work if batch.is_together else Law(mean=work.mean * size, variance=work.variance * size)
    return all_of_it if set_up.mean == 0 else sequence([set_up, all_of_it])


def _factor_at(batch: Batch, size: float) -> float:
    """By what a batch of a size multiplies durations: that of the largest size not above it."""
    found = 1.0
    for least, factor in batch.factors:
        if least <= size + 1e-9:
            found = factor
    return found
