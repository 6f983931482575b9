"""The pools in rows of the kernel's tables, and the groups of pools of which one is taken for work of some priority."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from analysis.scenario.values import Scenario

__all__ = ["Groups", "group_rows", "unit_rows"]

Groups: TypeAlias = dict[tuple[tuple[str, ...], int], int]
"""The number of each group, by its pools and the priority of the work."""


def group_rows(groups: Groups) -> list[dict[str, Any]]:
    """Return a row a group, in the order of their numbers."""
    rows, first = [], 0
    for pools, priority in groups:
        rows.append({"unit0": first, "unit1": first + len(pools), "priority": priority})
        first += len(pools)
    return rows


def unit_rows(scenario: Scenario, groups: Groups, calendars: Sequence[str]) -> tuple[list[dict[str, Any]], list[int]]:
    """Return a row a pool, and the numbers of the groups that each is in, one pool's after the other's.

    Args:
        scenario: The scenario whose pools they are.
        groups: The groups.
        calendars: The ids of the calendars, in the order of their rows.
    """
    rows: list[dict[str, Any]] = []
    unit_groups: list[int] = []
    member = 0
    place = {key: number for number, key in enumerate(calendars)}
    for key, pool in scenario.resources.items():
        mine = [number for (pools, _), number in groups.items() if key in pools]
        rows.append(
            {
                "amount": -1 if pool.amount is None else pool.amount,
                "calendar": -1 if pool.calendar is None else place[pool.calendar],
                "applicant": pool.side == "applicant",
                "group0": len(unit_groups),
                "group1": len(unit_groups) + len(mine),
                "member0": member,
                "rate": pool.cost_per_h / 3600,
            }
        )
        unit_groups += mine
        member += pool.amount or 0
    return rows, unit_groups
