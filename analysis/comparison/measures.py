"""What the two sides differ by, measure by measure, and how sure each difference is."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from analysis.comparison.basis import with_basis
from analysis.comparison.catalogue import BUSIEST_ROLE, COMPUTED, SIMULATED, YEARLY, ComputedMeasure, Definition
from analysis.comparison.catalogue_derived import DERIVED, DerivedMeasure
from analysis.comparison.statistics import (
    PairedDifference,
    equivalence,
    holm_adjusted,
    normal_p_value,
    paired_difference,
)
from analysis.comparison.values import Group, MeasureDifference, Origin, Side
from analysis.simulation import SimulationResult, measure_of
from bpmn.language import Text

__all__ = ["NEGLIGIBLE", "SIGNIFICANCE", "common_control", "measure_differences"]

SIGNIFICANCE = 0.05
"""The family-wise error rate: how seldom any difference may be called one although there is none."""

NEGLIGIBLE = 0.05
"""What is called no difference, if it is surely less: 5% of the as-is value; of a share, five points of a hundred."""

_ROUNDING = 1e-9
_BY_ARRIVALS = frozenset(
    {"cycle_time", "cycle_time_p50", "cycle_time_p90", "cycle_time_p95", "waiting_time", "applicant_waiting", "wip"}
)


def measure_differences(
    as_is: Side, to_be: Side, volume: float | None = None, *, variants: int = 1
) -> tuple[MeasureDifference, ...]:
    """Return every measure that both sides have.

    Simulated measures are compared replication by replication, and called certain by Holm-adjusted p-values below
    `SIGNIFICANCE`; computed and counted ones are exact. Yearly totals are those of a case times one yearly volume for
    both sides: a change of demand must not be mixed into a change of process.

    Args:
        as_is: The side as it is.
        to_be: The side as it could be.
        volume: The yearly volume; None: no yearly totals.
        variants: How many variants are compared with one as-is; the p-values are as many times as great (Bonferroni).
    """
    simulated = [found for definition in SIMULATED if (found := _simulated(definition, as_is, to_be))]
    simulated += [found for derived in DERIVED if (found := _derived(derived, as_is, to_be))]
    simulated += [found for found in (_busiest(as_is, to_be),) if found]
    adjusted = holm_adjusted({found.measure: found.p_adjusted for found in simulated if found.p_adjusted is not None})
    tested = [_tested(found, adjusted, variants) for found in simulated]
    exact = [found for computed in COMPUTED if (found := _computed(computed, as_is, to_be))]
    measures = [*tested, *exact]
    yearly = [_yearly(found, volume) for found in measures if found.measure in YEARLY] if volume else []
    return tuple(with_basis(found, as_is, to_be) for found in _in_order([*measures, *yearly]))


def _in_order(measures: Iterable[MeasureDifference]) -> list[MeasureDifference]:
    groups: tuple[Group, ...] = ("time", "applicant", "cost", "quality", "flexibility", "load", "model")
    return sorted(measures, key=lambda found: groups.index(found.group))


def _simulated(definition: Definition, as_is: Side, to_be: Side) -> MeasureDifference | None:
    name = definition.measure
    before, after = as_is.simulation.measures.get(name), to_be.simulation.measures.get(name)
    if before is None or after is None:
        return None
    found = _difference(definition, before.mean, after.mean, "simulated", as_is.scenario.currency)
    found = replace(found, as_is_interval=(before.ci_low, before.ci_high), to_be_interval=(after.ci_low, after.ci_high))
    first, second = as_is.simulation, to_be.simulation
    pairs = paired_difference(
        first.per_replication[name], second.per_replication[name], control=common_control(name, first, second)
    )
    return replace(found, is_certain=False) if pairs is None else _sure(found, pairs)


def _derived(derived: DerivedMeasure, as_is: Side, to_be: Side) -> MeasureDifference | None:
    first, second = derived.of(as_is), derived.of(to_be)
    if first is None or second is None:
        return None
    before, after = measure_of(first, "s"), measure_of(second, "s")
    found = _difference(derived.definition, before.mean, after.mean, "simulated", as_is.scenario.currency)
    found = replace(found, as_is_interval=(before.ci_low, before.ci_high), to_be_interval=(after.ci_low, after.ci_high))
    control = common_control(derived.definition.measure, as_is.simulation, to_be.simulation)
    pairs = paired_difference(first, second, control=control)
    return replace(found, is_certain=False) if pairs is None else _sure(found, pairs)


def common_control(measure: str, as_is: SimulationResult, to_be: SimulationResult) -> npt.NDArray[np.float64] | None:
    """Return what chance did to the arrivals of both sides alike, for a measure that hangs on it; else None.

    Cases that come closer together than they should wait longer: times from end to end and the cases in progress are
    told from noise better without that. What one case is worked on and costs does not hang on it.
    """
    if measure not in _BY_ARRIVALS or not np.array_equal(as_is.arrival_excess, to_be.arrival_excess):
        return None
    return as_is.arrival_excess


def _sure(found: MeasureDifference, pairs: PairedDifference) -> MeasureDifference:
    lower = pairs.share_lower
    margin = NEGLIGIBLE * (1.0 if found.unit == "share" else abs(pairs.as_is))
    return replace(
        found,
        as_is=pairs.as_is,
        to_be=pairs.to_be,
        as_is_interval=pairs.as_is_interval,
        to_be_interval=pairs.to_be_interval,
        difference=pairs.mean,
        ci_low=pairs.ci_low,
        ci_high=pairs.ci_high,
        p_adjusted=pairs.p_value,
        effect_size=pairs.effect_size,
        superiority=1 - lower if found.better == "higher" else lower,
        equivalence=equivalence(pairs, margin) if margin else None,
    )


def _tested(found: MeasureDifference, adjusted: dict[str, float], variants: int) -> MeasureDifference:
    p_adjusted = min(1.0, variants * adjusted[found.measure]) if found.measure in adjusted else None
    return replace(found, p_adjusted=p_adjusted, is_certain=p_adjusted is not None and p_adjusted < SIGNIFICANCE)


def _computed(computed: ComputedMeasure, as_is: Side, to_be: Side) -> MeasureDifference | None:
    before, after = computed.of(as_is), computed.of(to_be)
    if before is None or after is None:
        return None
    return _difference(computed.definition, before, after, computed.origin, as_is.scenario.currency)


def _difference(definition: Definition, as_is: float, to_be: float, origin: Origin, currency: str) -> MeasureDifference:
    difference = to_be - as_is
    if abs(difference) <= _ROUNDING * max(abs(as_is), abs(to_be)):
        difference = 0.0
    return MeasureDifference(
        measure=definition.measure,
        label=definition.label,
        formula=definition.formula,
        group=definition.group,
        quantity=definition.quantity,
        unit=currency if definition.unit == "currency" else definition.unit,
        as_is=as_is,
        to_be=to_be,
        as_is_interval=None,
        to_be_interval=None,
        difference=difference,
        ci_low=None,
        ci_high=None,
        p_adjusted=None,
        is_certain=difference != 0,
        better=definition.better,
        origin=origin,
        currency=currency,
    )


def _yearly(found: MeasureDifference, volume: float) -> MeasureDifference:
    name, label = YEARLY[found.measure]

    def interval(ends: tuple[float, float] | None) -> tuple[float, float] | None:
        return (ends[0] * volume, ends[1] * volume) if ends else None

    return replace(
        found,
        measure=name,
        label=label,
        formula=Text("The figure of a case times {volume} cases a year", volume=f"{volume:,.0f}"),
        as_is=found.as_is * volume,
        to_be=found.to_be * volume,
        as_is_interval=interval(found.as_is_interval),
        to_be_interval=interval(found.to_be_interval),
        difference=found.difference * volume,
        ci_low=None if found.ci_low is None else found.ci_low * volume,
        ci_high=None if found.ci_high is None else found.ci_high * volume,
        equivalence=found.equivalence and replace(found.equivalence, margin=found.equivalence.margin * volume),
    )


def _busiest(as_is: Side, to_be: Side) -> MeasureDifference | None:
    """Return the utilisation of each side's busiest role.

    The interval of the difference adds the two sides' half-widths as if they were independent. Common random numbers
    make them move together, so that it is on the safe side (Law, Simulation Modeling and Analysis, 11.2).
    """
    before, after = _utilisation(as_is), _utilisation(to_be)
    if before is None or after is None:
        return None
    found = _difference(BUSIEST_ROLE, before[0], after[0], "simulated", as_is.scenario.currency)
    half = (((before[2] - before[1]) / 2) ** 2 + ((after[2] - after[1]) / 2) ** 2) ** 0.5
    return replace(
        found,
        as_is_interval=before[1:],
        to_be_interval=after[1:],
        ci_low=found.difference - half,
        ci_high=found.difference + half,
        p_adjusted=normal_p_value(found.difference, half),
        is_certain=False,
    )


def _utilisation(side: Side) -> tuple[float, float, float] | None:
    found = [
        (figures.utilisation, *(figures.utilisation_ci or (figures.utilisation, figures.utilisation)))
        for figures in side.simulation.resources.values()
        if figures.utilisation is not None
    ]
    return max(found, default=None)
