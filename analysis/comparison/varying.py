"""One figure of a scenario changed by a factor: what sensitivity analysis turns."""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from analysis.scenario import BurdenPrices, Scenario
from bpmn.model import Model

__all__ = ["figure_of", "measure_moved_by", "vary"]

Value = TypeVar("Value")
Change = Callable[[Value, float], Value]

_BURDEN_FIELDS = tuple(field.name for field in fields(BurdenPrices))


def vary(scenario: Scenario, model: Model, path: str, factor: float) -> Scenario | None:
    """Return the scenario with the figure at `path` multiplied by `factor`, or None where there is no such figure.

    Probabilities stay within 0 and 1, and the other flows of the same gateway share what is left in their old
    proportion; numbers of people are rounded and at least 1.

    Args:
        scenario: The scenario.
        model: Its model, for the other flows of a gateway.
        path: A path as in the scenario's assumptions ("activities.Task_check.duration", "flows.Flow_incomplete").
        factor: What to multiply with, 0 or more.
    """
    section, _, rest = path.partition(".")
    turn = _SECTIONS.get(section)
    return turn(scenario, model, rest, factor) if turn else None


def figure_of(scenario: Scenario, path: str) -> float | None:
    """Return the figure at `path`, of a distribution its mean; None where there is none or it stands for several."""
    section, _, rest = path.partition(".")
    value: Any = None
    if section == "flows":
        value = scenario.flows.get(rest)
    elif section == "arrivals":
        value = scenario.arrivals.inter_arrival if scenario.arrivals else None
    elif section == "burden":
        names = _burden_names(rest)
        value = getattr(scenario.burden, names[0]) if len(names) == 1 else None
    elif section in {"activities", "events", "resources"}:
        entries: Mapping[str, Any] = getattr(scenario, section)
        key, field = _split(rest, entries)
        value = getattr(entries.get(key), field or ("amount" if section == "resources" else "duration"), None)
    expected = getattr(value, "expected", value)
    return float(expected) if isinstance(expected, int | float) else None


def measure_moved_by(path: str) -> str:
    """Return the measure in which an assumption shows most: applicant's cost, office cost, or cycle time."""
    section, _, rest = path.partition(".")
    if section == "burden" or rest.endswith(".fee"):
        return "applicant_cost"
    return "cost_office" if rest.endswith((".cost_per_h", ".fixed_cost")) else "cycle_time"


def _split(rest: str, known: Mapping[str, Any]) -> tuple[str, str]:
    """Split "Task.1.duration" into element and field; ids may have points in them."""
    if rest in known:
        return rest, ""
    key, _, field = rest.rpartition(".")
    return key, field


def _scaled(value: Any, factor: float) -> Any:  # noqa: ANN401  # a number, or a distribution that can be scaled
    return value * factor if isinstance(value, int | float) else value.scaled(factor)


def _vary_entry(
    scenario: Scenario, section: str, rest: str, factor: float, default: str, allowed: tuple[str, ...]
) -> Scenario | None:
    entries: Mapping[str, Any] = getattr(scenario, section)
    key, field = _split(rest, entries)
    field = field or default
    if key not in entries or field not in allowed or getattr(entries[key], field) is None:
        return None
    value = _scaled(getattr(entries[key], field), factor)
    if field == "amount":
        value = max(1, round(value))
    elif field == "probability":
        value = min(1.0, value)
    changed = replace(entries[key], **{field: value})
    return replace(scenario, **{section: {**entries, key: changed}})  # type: ignore[arg-type]  # section is one of ours


def _vary_activity(scenario: Scenario, model: Model, rest: str, factor: float) -> Scenario | None:  # noqa: ARG001  # a section's signature
    return _vary_entry(
        scenario, "activities", rest, factor, "duration", ("duration", "delay", "fixed_cost", "fee", "instances")
    )


def _vary_event(scenario: Scenario, model: Model, rest: str, factor: float) -> Scenario | None:  # noqa: ARG001  # as above
    return _vary_entry(scenario, "events", rest, factor, "duration", ("duration", "probability"))


def _vary_resource(scenario: Scenario, model: Model, rest: str, factor: float) -> Scenario | None:  # noqa: ARG001  # as above
    return _vary_entry(scenario, "resources", rest, factor, "amount", ("amount", "cost_per_h"))


def _vary_arrivals(scenario: Scenario, model: Model, rest: str, factor: float) -> Scenario | None:  # noqa: ARG001  # as above
    if scenario.arrivals is None or rest not in {"", "inter_arrival"}:
        return None
    inter_arrival = scenario.arrivals.inter_arrival.scaled(factor)
    return replace(scenario, arrivals=replace(scenario.arrivals, inter_arrival=inter_arrival))


def _vary_burden(scenario: Scenario, model: Model, rest: str, factor: float) -> Scenario | None:  # noqa: ARG001  # as above
    names = _burden_names(rest)
    if not names:
        return None
    varied = {name: getattr(scenario.burden, name) * factor for name in names}
    return replace(scenario, burden=replace(scenario.burden, **varied))


def _burden_names(rest: str) -> list[str]:
    """Return the fields of a path: "visit.time" is visit_time_s, "visit" both of visit's fields."""
    stem = rest.replace(".", "_")
    return [name for name in _BURDEN_FIELDS if name in {stem, f"{stem}_s", f"{stem}_time_s", f"{stem}_cost"}]


def _vary_flow(scenario: Scenario, model: Model, rest: str, factor: float) -> Scenario | None:
    flow = model.flows.get(rest)
    if flow is None or rest not in scenario.flows:
        return None
    before = scenario.flows[rest]
    after = min(1.0, before * factor)
    probabilities = {**scenario.flows, rest: after}
    source = model.nodes.get(flow.source)
    if source is not None and source.type == "exclusiveGateway" and before < 1:
        for other in source.outgoing:
            if other != rest and other in probabilities:
                probabilities[other] *= (1 - after) / (1 - before)
    return replace(scenario, flows=probabilities)


_SECTIONS: dict[str, Callable[[Scenario, Model, str, float], Scenario | None]] = {
    "activities": _vary_activity,
    "events": _vary_event,
    "resources": _vary_resource,
    "arrivals": _vary_arrivals,
    "burden": _vary_burden,
    "flows": _vary_flow,
}
