"""The figures of people who are named, and what is to be said of batches."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.scenario.values import Label
from analysis.simulation.codes import M_BUSY, M_COST, M_INSTANCES, M_WORK
from analysis.simulation.compile import SimulationModel
from analysis.simulation.result import MemberFigures
from bpmn.language import Text

if TYPE_CHECKING:
    from analysis.simulation.running import Replication

__all__ = ["member_figures", "unfilled_batches"]


def member_figures(
    model: SimulationModel, replications: Sequence["Replication"], key: str, counted: int
) -> tuple[MemberFigures, ...]:
    """Return the figures of a pool's members, in the scenario's order; none where it has no members by name.

    Args:
        model: The model.
        replications: Its replications.
        key: The pool's id.
        counted: How many cases of each replication count.
    """
    pool = model.network.scenario.resources[key]
    row = model.pools.index(key)
    if key not in model.staff.seats:
        return ()
    sums = np.mean([replication.skill_stats for replication in replications], axis=0)
    there = np.mean([replication.person_open for replication in replications], axis=0)
    found = []
    for seat, (member, person) in enumerate(zip(pool.members, model.staff.seats[key], strict=False)):
        mine = [n for n, skill in enumerate(model.staff.skills) if (skill["unit"], skill["seat"]) == (row, seat)]
        total = sums[mine].sum(axis=0)
        found.append(
            MemberFigures(
                id=member.id,
                name=member.name or Label((("", member.id),)),
                utilisation=float(total[M_BUSY] / there[person]) if there[person] > 0 else 0.0,
                busy_s=float(total[M_WORK]) / counted,
                instances=float(total[M_INSTANCES]) / counted,
                cost=float(total[M_COST]) / counted,
            )
        )
    return tuple(found)


def unfilled_batches(model: SimulationModel, replications: Sequence["Replication"]) -> tuple[Text, ...]:
    """Return a sentence for each activity with a batch that never filled and went when nothing else could come."""
    found = []
    counts = np.mean([replication.flushed for replication in replications], axis=0)
    for row, count in zip(model.staff.stations, counts, strict=False):
        if count > 0:
            name = model.network.nodes[row["node"]].name
            text = Text(
                "At {name} {count} were left in a batch that never filled; they were done at the end.",
                name=name,
                count=f"{count:g}",
            )
            found.append(text)
    return tuple(found)
