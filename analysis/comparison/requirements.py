"""What a change takes: law, data, systems, staff, and the decisions to be made; read off models and figures."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import fsum

from analysis.comparison.sentences import listed
from analysis.comparison.values import AssumptionEffect, MeasureDifference, Requirement, Side
from analysis.quantities import fitting_scale
from bpmn.language import Text
from bpmn.model import Activity, Task

__all__ = ["find_requirements"]

_AUTOMATED = frozenset({"serviceTask", "scriptTask", "businessRuleTask", "sendTask"})
_LEAST_HOURS_A_YEAR = 1.0


def find_requirements(
    as_is: Side, to_be: Side, measures: Sequence[MeasureDifference], assumptions: Sequence[AssumptionEffect]
) -> tuple[Requirement, ...]:
    """Return what must be there before to-be can run, and what is to be decided.

    Args:
        as_is: The service as it is.
        to_be: The service as it could be.
        measures: Their differences.
        assumptions: The assumptions with their effects.
    """
    if all(found.outcome == "same" for found in measures):
        return ()
    law = _law(as_is, to_be)
    found = [*law, *_data(as_is, to_be), *_systems(as_is, to_be), *_staff(as_is, to_be)]
    return (*found, *_decisions(measures, assumptions, has_law=bool(law)))


def _law(as_is: Side, to_be: Side) -> list[Requirement]:
    return [
        Requirement(
            kind="law",
            text=Text(
                "{name} falls away; {basis} demands it, so the rule must be changed or shown to allow this.",
                name=node.name or node.id,
                basis=node.facts.legal_basis,
            ),
        )
        for node in as_is.model.nodes.values()
        if isinstance(node, Activity) and node.facts and node.facts.legal_basis and node.id not in to_be.model.nodes
    ]


def _data(as_is: Side, to_be: Side) -> list[Requirement]:
    """Return the registers that must answer, because applicants no longer bring what they hold."""
    still = {demand.name for demand in to_be.burden.demands}
    by_register: dict[str, list[str]] = defaultdict(list)
    for demand in as_is.burden.demands:
        if demand.held_by and demand.name not in still and demand.name not in by_register[demand.held_by]:
            by_register[demand.held_by].append(demand.name)
    return [
        Requirement(
            kind="data",
            text=Text(
                "{register} must answer for what applicants no longer bring: {documents}.",
                register=register,
                documents=listed(documents),
            ),
        )
        for register, documents in by_register.items()
    ]


def _systems(as_is: Side, to_be: Side) -> list[Requirement]:
    before = {node.id for node in as_is.model.nodes.values() if node.type in _AUTOMATED}
    new = [
        node
        for node in to_be.model.nodes.values()
        if isinstance(node, Task) and node.type in _AUTOMATED and node.id not in before
    ]
    if not new:
        return []
    names = listed([_with_system(node) for node in new])
    return [
        Requirement(
            kind="system",
            text=Text("{count} automated steps must be built or connected: {names}.", count=len(new), names=names),
        )
    ]


def _with_system(node: Task) -> Text:
    label = node.name or node.id
    if node.facts and node.facts.system:
        return Text("{name} ({system})", name=label, system=node.facts.system)
    return Text("{name}", name=label)


def _staff(as_is: Side, to_be: Side) -> list[Requirement]:
    volume = as_is.scenario.volume_per_year or to_be.scenario.volume_per_year
    if not volume:
        return []
    before, after = _hours_a_case(as_is), _hours_a_case(to_be)
    found = []
    for role in dict.fromkeys([*before, *after]):
        hours = (after.get(role, 0.0) - before.get(role, 0.0)) * volume
        amount = fitting_scale("count", [round(abs(hours))]).number(round(abs(hours)))
        if hours <= -_LEAST_HOURS_A_YEAR:
            found.append(Text("{role}: {hours} hours of work a year become free.", role=role, hours=amount))
        elif hours >= _LEAST_HOURS_A_YEAR:
            found.append(Text("{role}: {hours} more hours of work a year.", role=role, hours=amount))
    return [Requirement(kind="staff", text=text) for text in found]


def _hours_a_case(side: Side) -> dict[str, float]:
    hours: dict[str, list[float]] = defaultdict(list)
    for key, figures in side.simulation.resources.items():
        if key in side.scenario.resources and side.scenario.resources[key].side == "office":
            hours[str(figures.name) or key].append(figures.busy_s / 3600)
    return {role: fsum(parts) for role, parts in hours.items()}


def _decisions(
    measures: Iterable[MeasureDifference], assumptions: Iterable[AssumptionEffect], *, has_law: bool
) -> list[Requirement]:
    outcomes = {found.measure: found.outcome for found in measures}
    texts = [_pilot(outcomes)]
    turning = [effect.assumption.path for effect in assumptions if effect.turns_verdict]
    if turning:
        texts.append(
            Text("Have these figures measured first, since they could turn it: {paths}.", paths=listed(turning))
        )
    if has_law:
        texts.append(Text("Whether the legal basis is to be changed."))
    return [Requirement(kind="decision", text=text) for text in texts]


def _pilot(outcomes: Mapping[str, str]) -> Text:
    headlines = [outcomes.get(name) for name in ("cycle_time", "applicant_cost", "cost_office")]
    if "worse" not in headlines and "better" in headlines:
        return Text("Whether to run to-be as a pilot: the figures speak for it.")
    if "better" not in headlines and "worse" in headlines:
        return Text("Whether to give to-be up: the figures speak against it.")
    if "better" in headlines:
        return Text("Whether the gain is worth its price: some figures become better, others worse.")
    return Text("Whether to change anything at all: the figures show no gain.")
