"""What a difference comes from: the share of each activity, with a stated remainder."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum

from analysis.comparison.grouping import ActivityGroup, group_activities
from analysis.comparison.sentences import listed
from analysis.comparison.values import Driver, Drivers
from analysis.quantities import fitting_scale
from analysis.simulation import ActivityFigures, SimulationResult
from bpmn.difference import Change
from bpmn.language import Text

__all__ = ["find_drivers"]

_NEGLIGIBLE_S = 1.0
"""Under a second a case nobody is held up."""
_NEGLIGIBLE_COST = 0.005


@dataclass(frozen=True, slots=True)
class _Sums:
    """Figures per case: expected instances times the mean of one."""

    processing_s: float = 0.0
    waiting_s: float = 0.0
    cost: float = 0.0


def find_drivers(
    as_is: SimulationResult,
    to_be: SimulationResult,
    changes: Iterable[Change],
    *,
    currency: str,
    totals: tuple[float, float, float],
) -> Drivers:
    """Return what each activity, or group of activities that replace each other, contributes per case.

    Activities belong together when they have the same id, or when the models' difference joins them (merged, moved,
    automated, …). The contributions of all groups and the remainder add up to the total difference. Waiting is
    counted at the activity waited for; of activities in parallel each counts fully, so that their sum may be more than
    the case's own waiting time: the remainder says by how much.

    Args:
        as_is: The simulation as it is.
        to_be: The simulation as it could be.
        changes: The difference of the models.
        currency: The currency of the costs.
        totals: The differences to explain: working time (s), waiting time (s), office cost, each per case.
    """
    groups = group_activities(as_is.activities, to_be.activities, changes)
    drivers = [_driver(as_is, to_be, group, currency) for group in groups]
    shown = [
        driver
        for driver in drivers
        if abs(driver.processing_s) + abs(driver.waiting_s) >= _NEGLIGIBLE_S or abs(driver.cost) >= _NEGLIGIBLE_COST
    ]
    shown.sort(key=lambda driver: (-abs(driver.processing_s + driver.waiting_s), driver.as_is, driver.to_be))
    return Drivers(
        by_activity=tuple(shown),
        remainder_processing_s=totals[0] - fsum(driver.processing_s for driver in shown),
        remainder_waiting_s=totals[1] - fsum(driver.waiting_s for driver in shown),
        remainder_cost=totals[2] - fsum(driver.cost for driver in shown),
    )


def _driver(as_is: SimulationResult, to_be: SimulationResult, group: ActivityGroup, currency: str) -> Driver:
    gone = [as_is.activities[key] for key in group.as_is]
    come = [to_be.activities[key] for key in group.to_be]
    before, after = _sums(gone), _sums(come)
    labels = [figures.name or key for key, figures in zip((*group.as_is, *group.to_be), gone + come, strict=True)]
    names = tuple(dict.fromkeys(labels))
    return Driver(
        kind=group.kind,
        as_is=group.as_is,
        to_be=group.to_be,
        names=names,
        processing_s=after.processing_s - before.processing_s,
        waiting_s=after.waiting_s - before.waiting_s,
        cost=after.cost - before.cost,
        text=Text("{names}: {figures} a case.", names=listed(names), figures=_figures(before, after, currency)),
    )


def _figures(before: _Sums, after: _Sums, currency: str) -> Text:
    waiting_s, processing_s = after.waiting_s - before.waiting_s, after.processing_s - before.processing_s
    cost = after.cost - before.cost
    waiting = fitting_scale("elapsed", [waiting_s]).quantity(waiting_s, signed=True)
    processing = fitting_scale("work", [processing_s]).quantity(processing_s, signed=True)
    money = fitting_scale("money", [cost], currency=currency).quantity(cost, signed=True)
    parts = [Text("{amount} of waiting", amount=waiting)] if abs(waiting_s) >= _NEGLIGIBLE_S else []
    parts += [Text("{amount} of work", amount=processing)] if abs(processing_s) >= _NEGLIGIBLE_S else []
    parts += [Text("{amount} of office cost", amount=money)] if abs(cost) >= _NEGLIGIBLE_COST else []
    return listed(parts)


def _sums(found: list[ActivityFigures]) -> _Sums:
    return _Sums(
        processing_s=fsum(figures.instances * figures.processing_time_s for figures in found),
        waiting_s=fsum(figures.instances * figures.waiting_time_s for figures in found),
        cost=fsum(figures.instances * figures.cost for figures in found),
    )
