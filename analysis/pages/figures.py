"""The charts of a simulation."""

import math
from collections.abc import Mapping, Sequence

from analysis.charts.drawing import Chart
from analysis.charts.histogram import Class, histogram_chart
from analysis.charts.lines import line_chart
from analysis.charts.stacked import StackedBar, stacked_chart
from analysis.pages.words import CAUSES, amount, scale_of, waiting_parts
from analysis.quantities import fitting_scale
from analysis.scenario.values import Scenario
from analysis.simulation.result import SimulationResult, TimeSeries
from bpmn.language import Text, translate
from bpmn.model import Model

__all__ = ["BUSY", "distribution_chart", "over_time_charts", "utilisation_chart", "waiting_chart"]

_CLASSES = 25
_MOST_BARS = 15
_MOST_LINES = 6
BUSY = 0.8
"""From this utilisation on queues grow steeply."""


def distribution_chart(result: SimulationResult, scenario: Scenario, language: str) -> Chart | None:
    """Return how long cases take, up to the 99th percentile; None without quantiles."""
    quantiles = result.quantiles_s
    if len(quantiles) < 101 or quantiles[99] <= 0:
        return None
    scale = fitting_scale("elapsed", [quantiles[95]])
    width = _round_width(quantiles[99] * scale.factor / _CLASSES)
    count = math.ceil(quantiles[99] * scale.factor / width)
    edges = [number * width for number in range(count + 1)]
    below = [_share_below(quantiles, edge / scale.factor) for edge in edges]
    classes = [
        Class(low=edges[number], high=edges[number + 1], share=below[number + 1] - below[number])
        for number in range(count)
    ]
    marks = {
        translate("half of the cases", language): quantiles[50] * scale.factor,
        translate("nine cases in ten", language): quantiles[90] * scale.factor,
    }
    promise = scenario.promise_s
    if promise is not None and promise * scale.factor <= edges[-1]:
        marks[translate("promised", language)] = promise * scale.factor
    unit = scale.unit.into(language)
    return histogram_chart(
        classes,
        marks=marks,
        key="cycle",
        title=translate("How long cases take", language),
        note=translate("The slowest case in a hundred is left out of the picture.", language),
        axes=(unit, translate("% of the cases", language)),
        headers=(unit, translate("Cases", language)),
    )


def _round_width(width: float) -> float:
    """Return the next round number not below: 1, 1.5, 2, 2.5, 3, 4, 5 or 7.5 times a power of ten."""
    size = 10.0 ** math.floor(math.log10(width))
    return next(step * size for step in (1, 1.5, 2, 2.5, 3, 4, 5, 7.5, 10) if step * size >= width * (1 - 1e-9))


def _share_below(quantiles: Sequence[float], value: float) -> float:
    """Return the share of the cases that take less, between percentiles by a straight line."""
    if value <= quantiles[0]:
        return 0.0
    for number in range(len(quantiles) - 1):
        low, high = quantiles[number], quantiles[number + 1]
        if value <= high:
            return (number + ((value - low) / (high - low) if high > low else 1.0)) / 100
    return 1.0


def utilisation_chart(result: SimulationResult, language: str) -> Chart | None:
    """Return how busy each role is; None where none is limited."""
    found = sorted(
        ((pool, figures) for pool, figures in result.resources.items() if figures.utilisation is not None),
        key=lambda pair: (-(pair[1].utilisation or 0.0), pair[0]),
    )
    if not found:
        return None
    busy = translate("busy", language)
    bars = [
        StackedBar(
            name=figures.name.into(language) or pool,
            parts={busy: 100 * (figures.utilisation or 0.0)},
            shown=f"{100 * (figures.utilisation or 0.0):.0f} %",
            cells=(),
        )
        for pool, figures in found[:_MOST_BARS]
    ]
    return stacked_chart(
        bars,
        parts=[busy],
        key="busy",
        title=translate("How busy each role is", language),
        note=translate("Busy time by time on duty. From the dashed line (80 %) on, queues grow steeply.", language),
        axis=translate("% of the time on duty", language),
        headers=(translate("Role", language), translate("Busy", language)),
        limit=100 * BUSY,
    )


def waiting_chart(model: Model, result: SimulationResult, language: str) -> Chart | None:
    """Return where a case waits and why, in parts; None where nothing waits."""
    waits = dict(list(waiting_parts(result, language).items())[:_MOST_BARS])
    if not waits:
        return None
    scale = scale_of("elapsed", [sum(parts.values()) for parts in waits.values()], "")
    causes = [word.into(language) for word in CAUSES.values()]
    # A cause that is less than a thousandth of all waiting would only lengthen the legend.
    total = sum(sum(parts.values()) for parts in waits.values())
    told = [cause for cause in causes if sum(parts[cause] for parts in waits.values()) > total / 1000]
    bars = [
        StackedBar(
            name=_name(model, result, element),
            parts={cause: parts[cause] * scale.factor for cause in told},
            shown=amount("elapsed", sum(parts.values()), "", language),
            cells=tuple(scale.number(parts[cause]) for cause in told),
        )
        for element, parts in waits.items()
    ]
    return stacked_chart(
        bars,
        parts=told,
        key="waits",
        title=translate("Where a case waits, and why", language),
        note=translate("Waiting a case on average, all visits together.", language),
        axis=scale.unit.into(language),
        headers=(translate("Activity", language), translate("All waiting", language)),
    )


def _name(model: Model, result: SimulationResult, element: str) -> str:
    node = model.nodes.get(element)
    return result.activities[element].name or (node.name if node is not None else "") or element


def over_time_charts(result: SimulationResult, language: str) -> list[Chart]:
    """Return cases in progress, queues and utilisation over time, as far as they were kept."""
    series = result.over_time
    if series is None or not series.cases:
        return []
    scale = fitting_scale("elapsed", [series.step_s * len(series.cases)])
    at = [round(number * series.step_s * scale.factor, 4) for number in range(len(series.cases))]
    time = Text("{unit} after the start", unit=scale.unit).into(language)
    charts = [_cases_chart(series, at, time, language)]
    queues = _busiest(result, series.queue, language)
    if queues:
        charts.append(
            line_chart(
                queues,
                at=at,
                key="queue",
                title=translate("Queues over time", language),
                note=translate("Work that waits for somebody, mean over the replications.", language),
                axes=(time, translate("waiting", language)),
            )
        )
    busy = _busiest(result, series.utilisation, language, factor=100)
    if busy:
        charts.append(
            line_chart(
                busy,
                at=at,
                key="load",
                title=translate("Utilisation over time", language),
                note=translate("Busy time by time on duty; no line where nobody is on duty.", language),
                axes=(time, translate("% of the time on duty", language)),
                limit=100 * BUSY,
                number="{:.0f}",
            )
        )
    return charts


def _cases_chart(series: TimeSeries, at: Sequence[float], time: str, language: str) -> Chart:
    cases = translate("Cases in progress", language)
    return line_chart(
        {cases: list(series.cases)},
        at=at,
        key="wip",
        title=translate("Cases in progress over time", language),
        note=translate(
            "It rises as long as cases fill the empty process, and falls when no more arrive after the last.", language
        ),
        axes=(time, cases),
    )


def _busiest(
    result: SimulationResult, found: Mapping[str, Sequence[float]], language: str, *, factor: float = 1.0
) -> dict[str, list[float | None]]:
    """Return the lines of the pools with the highest means, by the pool's name; None where there is no value."""
    means = {pool: math.fsum(filter(math.isfinite, values)) for pool, values in found.items()}
    pools = sorted((pool for pool in means if means[pool] > 0), key=lambda pool: (-means[pool], pool))[:_MOST_LINES]
    return {
        (result.resources[pool].name.into(language) if pool in result.resources else "") or pool: [
            value * factor if math.isfinite(value) else None for value in found[pool]
        ]
        for pool in pools
    }
