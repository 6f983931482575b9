"""20, extra resources: a role with too much to do gets more people."""

from collections.abc import Iterator
from dataclasses import replace
from math import ceil

from analysis.redesign.changes import ChangePool
from analysis.redesign.study import Study
from analysis.redesign.values import Application, Proposal
from bpmn.language import Text

__all__ = ["find_extra_resources"]

_BUSY = 0.8
_ROUNDING = 1e-9


def find_extra_resources(study: Study) -> Iterator[Proposal]:
    """Yield the roles of the office that are busy for more than 80 % of their time, with how many people they lack."""
    doing = {pool: [one.id for one in study.activities if study.role(one.id) == pool] for pool in _pools(study)}
    for pool, load in study.evidence.flow.utilisation.items():
        found = study.evidence.scenario.resources.get(pool)
        if found is None or found.amount is None or found.side != "office" or load <= _BUSY:
            continue
        wanted = max(found.amount + 1, ceil(load * found.amount / _BUSY - _ROUNDING))
        yield study.proposal(
            "extra-resources",
            (pool, *doing.get(pool, [])),
            Text(
                "{role} is busy for {share} % of its time; with {wanted} people instead of {amount} it would be"
                " {after} %.",
                role=found.name or pool,
                share=f"{100 * load:.0f}",
                wanted=wanted,
                amount=found.amount,
                after=f"{100 * load * found.amount / wanted:.0f}",
            ),
            application=Application(scenario=(ChangePool(pool=replace(found, amount=wanted)),)),
            utilisation=load,
            people=wanted - found.amount,
        )


def _pools(study: Study) -> tuple[str, ...]:
    return tuple(study.evidence.flow.utilisation)
