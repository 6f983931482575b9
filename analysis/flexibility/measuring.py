"""Measure how a service stands more cases and fewer people."""

import math
from collections.abc import Iterable, Iterator
from typing import Literal

from analysis.flexibility.stresses import busiest_pool, with_more_cases, with_one_less, without_stand_in
from analysis.flexibility.values import Flexibility, Stress
from analysis.flow import Flow, analyse_flow
from analysis.scenario import Scenario
from analysis.simulation import compile_simulation, simulate
from bpmn.decisions import DecisionModel
from bpmn.language import Text
from bpmn.model import Model

__all__ = ["VOLUME_FACTORS", "measure_flexibility"]

VOLUME_FACTORS = (1.2, 1.5)
"""How many times as many cases are tried."""

_WEEK_H = 168.0

_Tried = tuple[Literal["volume", "absence"], float, str | None, Scenario, Text]


def measure_flexibility(
    model: Model,
    scenario: Scenario,
    flow: Flow,
    *,
    cases: int,
    replications: int,
    seed: int,
    decisions: Iterable[DecisionModel] = (),
) -> Flexibility:
    """Return what spare capacity there is, and the cycle time with more cases and with one person less.

    Each stress is simulated with the random numbers of the simulation it is compared with, and computed by flow
    analysis beside that.

    Args:
        model: The model.
        scenario: Its scenario, completed with what is assumed.
        flow: Their flow analysis.
        cases: Cases a replication.
        replications: How many replications.
        seed: Where the random numbers begin.
        decisions: DMN files in which the decisions of business rule tasks are.

    Source: flexibility as the ability to deal with other volumes and with the loss of a resource; Reijers, Limam
    Mansar, Omega 33 (2005), section 2; capacity and its slack: Dumas et al., Fundamentals of BPM, 2nd ed., 7.1.
    """
    known = tuple(decisions)
    capacity = flow.capacity_per_h if math.isfinite(flow.capacity_per_h) else None
    spare = capacity / flow.arrival_rate_per_h - 1 if capacity is not None and flow.arrival_rate_per_h > 0 else None
    return Flexibility(
        capacity_per_week=None if capacity is None else float(capacity * _WEEK_H),
        spare_capacity=None if spare is None else float(spare),
        constraint=flow.constraint,
        stresses=tuple(
            _stress(model, tried, known, cases=cases, replications=replications, seed=seed)
            for tried in _tried(scenario, flow)
        ),
        without_stand_in=without_stand_in(scenario, flow.utilisation),
    )


def _tried(scenario: Scenario, flow: Flow) -> Iterator[_Tried]:
    for factor in VOLUME_FACTORS:
        text = Text("{percent} % more cases", percent=f"{(factor - 1) * 100:.0f}")
        yield "volume", factor, None, with_more_cases(scenario, factor), text
    pool = busiest_pool(scenario, flow.utilisation)
    if pool is not None:
        name = scenario.resources[pool].name
        text = Text("One person less: {role}", role=name if name.texts else pool)
        yield "absence", 1.0, pool, with_one_less(scenario, pool), text


def _stress(
    model: Model, tried: _Tried, decisions: tuple[DecisionModel, ...], *, cases: int, replications: int, seed: int
) -> Stress:
    kind, factor, pool, scenario, text = tried
    compiled = compile_simulation(model, scenario, decisions)
    result = simulate(compiled, cases=cases, replications=replications, seed=seed)
    flow_s = analyse_flow(model, scenario, decisions).cycle_time_s
    found = result.measures["cycle_time"]
    return Stress(
        kind=kind,
        factor=factor,
        resource=pool,
        cycle_time_s=found.mean,
        interval_s=(found.ci_low, found.ci_high),
        per_replication_s=result.per_replication["cycle_time"],
        flow_cycle_time_s=flow_s if math.isfinite(flow_s) else None,
        keeps_up=math.isfinite(flow_s),
        text=text,
    )
