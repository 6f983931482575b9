"""The distributions of Prosimos files, whose parameters have two orders.

Newer files state what people think in: `expon` mean, min, max; `norm` mean, deviation, min, max; `lognorm` and `gamma`
mean, variance, min, max; `uniform` from, to. Older files, and those that list bare numbers, state scipy's: shape,
location and scale, then min and max where there are five numbers (four without a shape). The number of parameters tells
them apart. Whatever is drawn outside the bounds, or below 0, is drawn again, in both.
"""

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from analysis.scenario.distributions import Distribution
from analysis.scenario.fields import Place
from bpmn.language import Text

__all__ = ["prosimos_law", "prosimos_number"]

_LEAST_SD = 1e-9
_UNBOUNDED = 1e300
_LEAST_MASS = 1e-3
_STRIPS, _POINTS = 200, 25
_GRID, _ALMOST_ALL = 40_001, 1 - 1e-7

Bounds = tuple[float, float | None]

_ALIASES = {"fixed": "fix", "normal": "norm", "exponential": "expon", "triangular": "triang",
            "log_normal": "lognorm", "lognormal": "lognorm"}  # fmt: skip
_SHAPES = {"norm": 0, "expon": 0, "uniform": 0, "lognorm": 1, "gamma": 1, "triang": 1, "exponnorm": 1}
_PLAIN_COUNTS = {"fix": (1, 2, 3, 4), "default": (2,), "expon": (1, 3), "uniform": (2,), "norm": (2, 3, 4),
                 "lognorm": (2, 4), "gamma": (2, 4), "triang": (3,)}  # fmt: skip


def prosimos_number(place: Place, default: float = 0.0) -> float:
    """Return a number, which one of the dialects writes as a text.

    Raises:
        ScenarioError: If it is neither.
    """
    if not isinstance(place.value, str):
        return place.number(default)
    try:
        number = float(place.value)
    except ValueError as error:
        raise place.error(Text("This must be a number.")) from error
    if not math.isfinite(number):
        raise place.error(Text("This must be a number."))
    return number


def prosimos_law(place: Place) -> Distribution:
    """Return the distribution that an object with `distribution_name` and `distribution_params` states.

    What Ortoo has no distribution for (`exponnorm`, and those with a location) becomes an empirical one of 200 values,
    each the mean of an equally likely part.

    Raises:
        ScenarioError: If the name is unknown, or the number of parameters fits no dialect.
    """
    said = place.at("distribution_name").text()
    if said == "histogram_sampling":
        return _histogram(place.at("histogram_data"))
    name = _ALIASES.get(said.lower(), said.lower())
    if name not in _PLAIN and name not in _SHAPES:
        known = ", ".join(sorted({*_PLAIN, *_SHAPES}))
        text = Text('The distribution "{type}" is not understood. Known are: {known}.', type=said, known=known)
        raise place.error(text)
    entries = place.at("distribution_params").entries()
    parameters = [prosimos_number(entry.at("value") if isinstance(entry.value, dict) else entry) for entry in entries]
    is_bare = any(not isinstance(entry.value, dict) for entry in entries)
    try:
        law = _made(name, parameters, is_bare=is_bare)
    except (ValueError, ZeroDivisionError, OverflowError) as error:
        raise place.error(Text("These values do not make a {type} distribution.", type=said)) from error
    if law is None:
        text = Text("A {type} distribution does not have {count} parameters.", type=said, count=str(len(parameters)))
        raise place.at("distribution_params").error(text)
    return law


def _made(name: str, parameters: list[float], *, is_bare: bool) -> Distribution | None:
    """Return the distribution, or None where no dialect has so many parameters."""
    count, shapes = len(parameters), _SHAPES.get(name)
    if (shapes is None or not is_bare) and count in _PLAIN_COUNTS.get(name, ()):
        return _PLAIN[name](*parameters)
    if shapes is None or count not in {shapes + 2, shapes + 4}:
        return None
    location, scale, *bounds = parameters[shapes:]
    return _scipy(name, parameters[0] if shapes else 0.0, location, scale, _bounds(*bounds))


def _bounds(low: float = 0.0, high: float = math.inf) -> Bounds:
    return max(0.0, low), None if high >= _UNBOUNDED else high


def _fixed(value: float) -> Distribution:
    return Distribution(type="fixed", value=max(0.0, value))


def _histogram(place: Place) -> Distribution:
    middles = tuple(entry.number(least=0) for entry in place.at("bin_midpoints").entries())
    cumulative = [entry.number(least=0, most=1 + 1e-6) for entry in place.at("cdf").entries()]
    weights = [max(0.0, after - before) for before, after in pairwise([0.0, *cumulative])]
    total = sum(weights)
    if not middles or len(middles) != len(weights) or total <= 0:
        raise place.error(Text("A histogram needs as many midpoints as cumulative shares, at least one."))
    return Distribution(type="empirical", values=middles, weights=tuple(weight / total for weight in weights))


def _spread(kind: str, mean: float, sd: float, bounds: Bounds) -> Distribution:
    """Return a normal, lognormal or gamma distribution within bounds."""
    if sd <= _LEAST_SD or (mean <= 0 and kind != "normal"):
        return _fixed(mean)
    low, high = bounds
    free = Distribution(type=kind, mean=mean, sd=sd, min=-math.inf if kind == "normal" else 0.0)
    return _within(free, mean, Distribution(type=kind, mean=mean, sd=sd, min=low, max=high))


def _within(free: Distribution, mean: float, bounded: Distribution) -> Distribution:
    """Return `bounded`, or one value where hardly anything lies within: the mean if that does, else the middle."""
    low, high = bounded.min, bounded.max
    if high is None and low <= mean:
        return bounded
    at_low, at_high = free.cdf(np.array([low, math.inf if high is None else high]))
    if high is None or high > low:
        if at_high - at_low >= _LEAST_MASS:
            return bounded
        if high is None:
            return _fixed(low)
    return _fixed(mean if low <= mean <= high else low + max(0.0, high - low) / 2)


def _exponential(mean: float, low: float = 0.0, high: float = math.inf) -> Distribution:
    """Return an exponential that begins at `low`; a mean below that is the mean of what is added, as in Prosimos."""
    least, most = _bounds(low, high)
    if mean <= 0:
        return _fixed(least)
    shifted = mean if mean > least else least + mean
    free = Distribution(type="exponential", mean=shifted, min=least)
    return _within(free, shifted, Distribution(type="exponential", mean=shifted, min=least, max=most))


def _uniform(low: float, high: float) -> Distribution:
    if high < low:
        raise ValueError
    return Distribution(type="uniform", min=max(0.0, low), max=max(0.0, high))


def _triangular(mode: float, low: float, high: float) -> Distribution:
    if not 0 <= low <= mode <= high:
        raise ValueError
    return Distribution(type="triangular", min=low, mode=mode, max=high)


def _moments(kind: str) -> Callable[..., Distribution]:
    def make(mean: float, variance: float, low: float = 0.0, high: float = math.inf) -> Distribution:
        return _spread(kind, mean, math.sqrt(variance), _bounds(low, high))

    return make


_PLAIN: dict[str, Callable[..., Distribution]] = {
    "fix": lambda value, *_: _fixed(value),
    "default": _uniform,
    "expon": _exponential,
    "uniform": _uniform,
    "norm": lambda mean, sd, low=0.0, high=math.inf: _spread("normal", mean, sd, _bounds(low, high)),
    "lognorm": _moments("lognormal"),
    "gamma": _moments("gamma"),
    "triang": _triangular,
}


def _scipy(name: str, shape: float, location: float, scale: float, bounds: Bounds) -> Distribution:
    """Return a distribution of scipy's (docs.scipy.org, scipy.stats) within bounds."""
    if scale <= 0:
        return _fixed(location)
    exact = _EXACT[name](shape, location, scale, bounds) if name in _EXACT else None
    return exact or _tabulated(name, (shape,), location, scale, bounds)


def _scipy_exponential(_shape: float, location: float, scale: float, bounds: Bounds) -> Distribution:
    # Cut off below, an exponential is the same exponential moved: it forgets.
    least = max(bounds[0], location)
    return _exponential(least + scale, least, math.inf if bounds[1] is None else bounds[1])


def _scipy_uniform(_shape: float, location: float, scale: float, bounds: Bounds) -> Distribution:
    high = location + scale
    return _uniform(max(bounds[0], location), high if bounds[1] is None else min(bounds[1], high))


def _scipy_lognormal(shape: float, location: float, scale: float, bounds: Bounds) -> Distribution | None:
    mean = scale * math.exp(shape**2 / 2)
    return None if location else _spread("lognormal", mean, mean * math.sqrt(math.expm1(shape**2)), bounds)


def _scipy_gamma(shape: float, location: float, scale: float, bounds: Bounds) -> Distribution | None:
    return None if location else _spread("gamma", shape * scale, math.sqrt(shape) * scale, bounds)


def _scipy_triangular(shape: float, location: float, scale: float, bounds: Bounds) -> Distribution | None:
    is_cut = bounds[0] > location or (bounds[1] is not None and bounds[1] < location + scale)
    return None if is_cut else _triangular(location + shape * scale, location, location + scale)


_EXACT: dict[str, Callable[[float, float, float, Bounds], Distribution | None]] = {
    "norm": lambda _, location, scale, bounds: _spread("normal", location, scale, bounds),
    "expon": _scipy_exponential,
    "uniform": _scipy_uniform,
    "lognorm": _scipy_lognormal,
    "gamma": _scipy_gamma,
    "triang": _scipy_triangular,
}


def _tabulated(name: str, shapes: Sequence[float], location: float, scale: float, bounds: Bounds) -> Distribution:
    """Return 200 equally likely values, each the mean of its part of the distribution within the bounds."""
    from scipy import stats

    made: Any = getattr(stats, name)
    free = made(*shapes, loc=location, scale=scale)
    low, high = float(free.cdf(bounds[0])), 1.0 if bounds[1] is None else float(free.cdf(bounds[1]))
    if not high - low >= _LEAST_MASS:
        return _fixed(min(max(float(free.mean()), bounds[0]), math.inf if bounds[1] is None else bounds[1]))
    # The inverse is read off a fine grid: scipy finds it by roots, which takes seconds for each distribution.
    top = float(free.ppf(_ALMOST_ALL)) if bounds[1] is None else min(bounds[1], float(free.ppf(_ALMOST_ALL)))
    grid = np.linspace(bounds[0], top, _GRID)
    shares = (np.arange(_STRIPS * _POINTS) + 0.5) / (_STRIPS * _POINTS)
    values = np.interp(low + shares * (high - low), free.cdf(grid), grid).reshape(_STRIPS, _POINTS).mean(axis=1)
    return Distribution(type="empirical", values=tuple(values.tolist()))
