"""10, parallelism: what does not need each other is done at the same time."""

from collections.abc import Iterator

from analysis.bottlenecks.evidence import person_time
from analysis.redesign.dependencies import Order
from analysis.redesign.study import Study
from analysis.redesign.values import Application, Proposal
from bpmn.language import Text
from bpmn.model import Activity
from bpmn.writing import Parallelise

__all__ = ["find_parallelism"]

_WORTH_S = 60.0


def find_parallelism(study: Study) -> Iterator[Proposal]:
    """Yield pairs of neighbours of different people of whom neither needs what the other gives.

    Where the data are not known, what applicant and office hand each other is taken to be needed, and of the rest it
    is asked.
    """
    for first, second in study.neighbours():
        order = study.dependencies.order(first.id, second.id)
        if order is Order.FIXED or not _can_be_beside(study, first, second):
            continue
        if order is Order.UNKNOWN and study.is_of_applicant(first.id) != study.is_of_applicant(second.id):
            continue
        saved = min(_time(study, first), _time(study, second))
        if saved < _WORTH_S:
            continue
        names = {"first": study.name(first.id), "second": study.name(second.id)}
        yield study.proposal(
            "parallelism",
            (first.id, second.id),
            Text(
                "{second} waits until {first} is done, though others do it; side by side they save up to {time} a"
                " case.",
                time=person_time(saved),
                **names,
            ),
            application=Application(edits=(Parallelise(first=first.id, second=second.id),)),
            question=Text("Does {second} need anything that {first} gives?", **names)
            if order is Order.UNKNOWN
            else None,
            saved_s=saved,
        )


def _can_be_beside(study: Study, first: Activity, second: Activity) -> bool:
    entry, out = study.only_way_in(first), study.only_way_out(second)
    is_free = entry is not None and out is not None and out.condition is None
    same = {pool.id for pool in study.pools(first.id)} & {pool.id for pool in study.pools(second.id)}
    is_same = bool(same) or study.role(first.id) == study.role(second.id)
    return is_free and not is_same and study.is_plain(first) and study.is_plain(second)


def _time(study: Study, activity: Activity) -> float:
    place = study.evidence.places.get(activity.id)
    return place.total_s if place else 0.0
