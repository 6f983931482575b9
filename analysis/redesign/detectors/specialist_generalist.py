"""21, specialist or generalist: who is quickest at an activity does it first."""

from collections.abc import Iterator
from dataclasses import replace

from analysis.bottlenecks.evidence import person_time
from analysis.redesign.changes import ChangeActivity
from analysis.redesign.study import Study
from analysis.redesign.values import Application, Proposal
from bpmn.language import Text

__all__ = ["find_specialists"]

_QUICKER = 0.8


def find_specialists(study: Study) -> Iterator[Proposal]:
    """Yield activities that a role is preferred for though another needs less than 80 % of its time for them."""
    for activity in study.activities:
        now, pools = study.parameters(activity.id), study.pools(activity.id)
        laws = {pool.id: now.durations.get(pool.id, now.duration) for pool in pools}
        times = {pool: law.expected for pool, law in laws.items() if law is not None}
        if len(times) < 2 or pools[0].id not in times:
            continue
        best = min(times, key=lambda pool: (times[pool], pool))
        if times[best] >= _QUICKER * times[pools[0].id]:
            continue
        order = sorted(now.resources, key=lambda pool: times.get(pool, float("inf")))
        yield study.proposal(
            "specialist-generalist",
            (activity.id, best),
            Text(
                "{role} needs {time} for {name}, but {first}, who is asked first, needs {other}.",
                role=study.evidence.scenario.resources[best].name or best,
                time=person_time(times[best]),
                name=study.name(activity.id),
                first=pools[0].name or pools[0].id,
                other=person_time(times[pools[0].id]),
            ),
            application=Application(
                scenario=(ChangeActivity(element=activity.id, parameters=replace(now, resources=tuple(order))),)
            ),
            time_s=times[best],
            time_now_s=times[pools[0].id],
        )
