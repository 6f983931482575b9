"""The report's charts, made from the comparison's figures."""

from collections.abc import Callable

from analysis.charts import (
    Bar,
    Chart,
    Point,
    RelativeChange,
    bar_chart,
    point_chart,
    relative_chart,
)
from analysis.comparison import Comparison, MeasureDifference, Scale, fitting_scale
from analysis.report.wording import Wording

__all__ = ["change_chart", "time_chart", "utilisation_chart", "waiting_chart"]

_EMPTY = "\N{EN DASH}"
_MOST_BARS = 12
_CHANGES = (
    "cycle_time",
    "waiting_time",
    "processing_time",
    "visits",
    "documents",
    "applicant_time",
    "applicant_cost",
    "cost_office",
    "handovers",
    "rework",
)
_DIRECTIONS = {"better": 0, "worse": 1}


def change_chart(comparison: Comparison, wording: Wording) -> Chart | None:
    """Return the main measures' changes in per cent, with intervals; None where nothing can be put in per cent."""
    measures = [found for name in _CHANGES if (found := comparison.measure(name)) and found.relative is not None]
    if not measures:
        return None
    word = wording.word
    return relative_chart(
        [_relative(found, wording) for found in measures],
        key="change",
        title=word("Change of the main measures in per cent of the as-is"),
        note=word("The bar is the 95% confidence interval; measures without one are exact."),
        axis=word("per cent"),
        directions=(word("better"), word("worse"), word("no difference or not to be told from noise")),
        headers=(word("Measure"), word("Change"), word("Outcome")),
    )


def _relative(found: MeasureDifference, wording: Wording) -> RelativeChange:
    size = abs(found.as_is)
    change, low, high = (
        100 * (found.difference if end is None else end) / size
        for end in (found.difference, found.ci_low, found.ci_high)
    )
    scale = Scale(factor=1.0, unit=fitting_scale("share", [1.0]).unit, digits=0 if abs(change) >= 1 else 1)
    return RelativeChange(
        name=wording.say(found.label),
        change=change,
        low=low,
        high=high,
        direction=_DIRECTIONS.get(found.outcome, 2),
        shown=scale.quantity(change, signed=True).into(wording.language),
    )


def time_chart(comparison: Comparison, wording: Wording) -> Chart:
    """Return mean, median, 90th and 95th percentile of the time a case takes, both sides."""
    word = wording.word
    names = {
        "cycle_time": word("Mean"),
        "cycle_time_p50": word("Half of the cases"),
        "cycle_time_p90": word("Nine cases in ten"),
        "cycle_time_p95": word("19 cases in 20"),
    }
    found = [
        (label, side, value, interval)
        for name, label in names.items()
        if (measure := comparison.measure(name)) is not None
        for side, (value, interval) in enumerate(
            ((measure.as_is, measure.as_is_interval), (measure.to_be, measure.to_be_interval))
        )
    ]
    scale = fitting_scale("elapsed", [value for _, _, value, _ in found])
    points = [
        _point(label, side, value, interval or (value, value), scale, word) for label, side, value, interval in found
    ]
    unit = scale.unit.into(wording.language)
    return point_chart(
        points,
        key="time",
        title=word("Time from application to end"),
        note=word("The bar is the 95% confidence interval over replications."),
        axis=unit,
        sides=(word("As it is"), word("As it could be")),
        headers=(
            word("Share of the cases done"),
            word("Side"),
            word("Time, {unit}", unit=unit),
            word("95% interval"),
        ),
    )


def _point(
    label: str, side: int, value: float, interval: tuple[float, float], scale: Scale, word: Callable[..., str]
) -> Point:
    low, high = interval
    return Point(
        name=label,
        side=side,
        value=value * scale.factor,
        low=low * scale.factor,
        high=high * scale.factor,
        shown=scale.number(value),
        shown_interval=word("{low} to {high}", low=scale.number(low), high=scale.number(high)),
    )


def waiting_chart(comparison: Comparison, wording: Wording) -> Chart | None:
    """Return the waiting time at each activity, per case, longest first; None where nobody waits."""
    word = wording.word
    values: dict[str, list[float]] = {}
    for side, simulation in enumerate((comparison.as_is.simulation, comparison.to_be.simulation)):
        for key, figures in simulation.activities.items():
            name = wording.element(side, key)
            values.setdefault(name, [0.0, 0.0])[side] += figures.instances * figures.waiting_time_s
    longest = sorted(values.items(), key=lambda item: (-max(item[1]), item[0]))[:_MOST_BARS]
    longest = [(name, waits) for name, waits in longest if max(waits) > 0]
    if not longest:
        return None
    scale = fitting_scale("elapsed", [max(waits) for _, waits in longest[:1]])
    unit = scale.unit.into(wording.language)
    return bar_chart(
        [_bar(name, waits, scale) for name, waits in longest],
        key="waiting",
        title=word("Waiting at each activity"),
        note=word(
            "Expected waiting per case, {count} longest; 0 also where the activity does not exist.", count=len(longest)
        ),
        axis=word("{unit} per case", unit=unit),
        sides=(word("As it is"), word("As it could be")),
        row_header=word("Activity"),
    )


def utilisation_chart(comparison: Comparison, wording: Wording) -> Chart | None:
    """Return how busy each role of limited number is, both sides; None where there is none."""
    word = wording.word
    values: dict[str, list[float | None]] = {}
    for side, simulation in enumerate((comparison.as_is.simulation, comparison.to_be.simulation)):
        for key, figures in simulation.resources.items():
            if figures.utilisation is not None:
                values.setdefault(figures.name.into(wording.language) or key, [None, None])[side] = figures.utilisation
    if not values:
        return None
    scale = fitting_scale("share", [1.0])
    return bar_chart(
        [_bar(name, shares, scale) for name, shares in values.items()],
        key="utilisation",
        title=word("Busy time of each role"),
        note=word("Busy time by time on duty. Above about 80 per cent queues grow quickly."),
        axis="%",
        sides=(word("As it is"), word("As it could be")),
        row_header=word("Role"),
    )


def _bar(name: str, values: list[float] | list[float | None], scale: Scale) -> Bar:
    as_is, to_be = values
    return Bar(
        name=name,
        as_is=None if as_is is None else as_is * scale.factor,
        to_be=None if to_be is None else to_be * scale.factor,
        shown=(_EMPTY if as_is is None else scale.number(as_is), _EMPTY if to_be is None else scale.number(to_be)),
    )
