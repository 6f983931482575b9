"""Distributions fitted to observed times: each type by maximum likelihood, the best by Akaike's criterion.

Sources: Law, Simulation Modeling and Analysis, 5th ed., ch. 6; Akaike, IEEE Trans. Automatic Control 19 (1974);
Johnson, Kotz, Beyond Beta, 2004, ch. 1 (triangular).
"""

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.errors import ScenarioError
from analysis.scenario.distributions import Distribution
from bpmn.frozen import dataclass
from bpmn.language import Text

__all__ = ["Fit", "fit_distribution", "fits"]

Floats = NDArray[np.float64]

_FEWEST = 10
_FAR = 0.05
_CRITICAL = 1.358  # of √n · D at 5%, all parameters known; with fitted ones it rejects too seldom, never too often
_POINTS = 200
_ALIKE = 1e-6
_INSTANT = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A distribution fitted to values.

    Attributes:
        distribution: The distribution, in the unit of the values.
        aic: Akaike's criterion, 2 · parameters - 2 · log likelihood; smaller is better; infinite for an empirical one.
        ks: The Kolmogorov-Smirnov distance: the largest difference of the two distribution functions.
    """

    distribution: Distribution
    aic: float
    ks: float


def fit_distribution(values: Sequence[float] | Floats) -> Fit:
    """Return the distribution that fits values best: by AIC, or the values themselves where none fits.

    None fits where the distance to the best is more than 0.05 and more than chance explains (Kolmogorov-Smirnov, 5%).

    Raises:
        ScenarioError: If there are fewer than 10 values, or one is negative or no number.
    """
    found = fits(values)
    best = found[0]
    allowed = max(_FAR, _CRITICAL / math.sqrt(len(values)))
    if best.ks <= allowed:
        return best
    steps = np.linspace(0, 1, min(_POINTS, len(values)))
    points = np.quantile(np.asarray(values, dtype=np.float64), steps)
    law = Distribution(type="empirical", values=tuple(points.tolist()))
    return Fit(distribution=law, aic=math.inf, ks=_distance(law, np.sort(np.asarray(values, dtype=np.float64))))


def fits(values: Sequence[float] | Floats) -> tuple[Fit, ...]:
    """Return a fit of every type that values allow, the best by AIC first.

    Raises:
        ScenarioError: If there are fewer than 10 values, or one is negative or no number.
    """
    x = np.sort(np.asarray(values, dtype=np.float64))
    if len(x) < _FEWEST:
        raise ScenarioError(Text("A distribution is fitted to at least {least} values.", least=_FEWEST))
    if not np.isfinite(x).all() or x[0] < 0:
        raise ScenarioError(Text("A distribution is fitted to values of 0 and more only."))
    if x[-1] - x[0] <= max(_INSTANT, _ALIKE * x[-1]):
        law = Distribution(type="fixed", value=float(x.mean()))
        return (Fit(distribution=law, aic=-math.inf, ks=0.0),)
    laws = [law for make in _MAKERS for law in make(x)]
    made = [Fit(distribution=law, aic=_aic(law, x), ks=_distance(law, x)) for law in laws]
    return tuple(sorted((fit for fit in made if math.isfinite(fit.aic)), key=lambda fit: (fit.aic, fit.ks)))


def _distance(law: Distribution, x: Floats) -> float:
    """Return the Kolmogorov-Smirnov distance to sorted values; tied values count together."""
    places, counts = np.unique(x, return_counts=True)
    after = np.cumsum(counts) / len(x)
    before = np.concatenate(([0.0], after[:-1]))
    at = law.cdf(places)
    below = law.cdf(np.nextafter(places, -np.inf))
    return float(max(np.abs(after - at).max(), np.abs(before - below).max()))


def _exponential(x: Floats) -> list[Distribution]:
    return [Distribution(type="exponential", mean=float(x.mean()))]


def _uniform(x: Floats) -> list[Distribution]:
    return [Distribution(type="uniform", min=float(x[0]), max=float(x[-1]))]


def _triangular(x: Floats) -> list[Distribution]:
    """Return the best of the triangles from the least to the greatest value; the best mode is one of the values."""
    laws = [
        Distribution(type="triangular", min=float(x[0]), mode=float(mode), max=float(x[-1]))
        for mode in np.unique(np.quantile(x, np.linspace(0, 1, 101), method="nearest"))
    ]
    return [max(laws, key=lambda law: _log_likelihood(law, x))]


def _normal(x: Floats) -> list[Distribution]:
    return [Distribution(type="normal", mean=float(x.mean()), sd=float(x.std()))]


def _lognormal(x: Floats) -> list[Distribution]:
    if x[0] < _INSTANT:
        return []
    logs = np.log(x)
    variance = float(logs.var())
    mean = math.exp(float(logs.mean()) + variance / 2)
    return [Distribution(type="lognormal", mean=mean, sd=mean * math.sqrt(math.expm1(variance)))]


def _gamma(x: Floats) -> list[Distribution]:
    """Return the gamma distribution and the Erlang ones beside it, whose shape is a whole number."""
    from scipy.special import digamma, polygamma

    if x[0] < _INSTANT:
        return []
    mean = float(x.mean())
    gap = math.log(mean) - float(np.log(x).mean())
    shape = (3 - gap + math.sqrt((gap - 3) ** 2 + 24 * gap)) / (12 * gap)
    for _ in range(50):
        step = (math.log(shape) - float(digamma(shape)) - gap) / (1 / shape - float(polygamma(1, shape)))
        shape = max(shape - step, shape / 10)
        if abs(step) < 1e-10 * shape:
            break
    phases = {max(1, math.floor(shape)), math.ceil(shape)}
    erlang = [Distribution(type="erlang", k=k, mean=mean) for k in sorted(phases) if k <= 1000]
    return [Distribution(type="gamma", mean=mean, sd=mean / math.sqrt(shape)), *erlang]


_MAKERS: tuple[Callable[[Floats], list[Distribution]], ...] = (
    _exponential, _uniform, _triangular, _normal, _lognormal, _gamma,
)  # fmt: skip
_PARAMETERS = {"exponential": 1, "uniform": 2, "triangular": 3, "normal": 2, "lognormal": 2, "gamma": 2, "erlang": 2}


def _aic(law: Distribution, x: Floats) -> float:
    return 2 * _PARAMETERS[law.type] - 2 * _log_likelihood(law, x)


def _log_likelihood(law: Distribution, x: Floats) -> float:
    with np.errstate(divide="ignore", invalid="ignore"):
        return float(_LOG_DENSITIES[law.type](law, x).sum())


def _log_uniform(law: Distribution, x: Floats) -> Floats:
    return np.full(len(x), -math.log((law.max or 0.0) - law.min))


def _log_triangular(law: Distribution, x: Floats) -> Floats:
    """Return the logarithm of the density; at the ends, where it is 0, of that half a rank inside."""
    low, high, mode = law.min, law.max or 0.0, law.mode
    inside = np.clip(x, low + (high - low) / (2 * len(x)), high - (high - low) / (2 * len(x)))
    rising = np.log(np.maximum(inside - low, 0) / max(mode - low, 1e-300))
    falling = np.log(np.maximum(high - inside, 0) / max(high - mode, 1e-300))
    return np.where(inside < mode, rising, falling) + math.log(2 / (high - low))


def _log_normal_density(law: Distribution, x: Floats) -> Floats:
    from scipy.special import log_ndtr

    z = (x - law.mean) / law.sd
    kept = float(log_ndtr((law.mean - law.min) / law.sd))  # what is drawn below the least value is drawn again
    return np.asarray(-0.5 * z**2 - math.log(law.sd * math.sqrt(2 * math.pi)) - kept, dtype=np.float64)


def _log_lognormal(law: Distribution, x: Floats) -> Floats:
    variance = math.log1p((law.sd / law.mean) ** 2)
    z = np.log(x) - (math.log(law.mean) - variance / 2)
    return np.asarray(-(z**2) / (2 * variance) - np.log(x) - 0.5 * math.log(2 * math.pi * variance), dtype=np.float64)


def _log_gamma(shape: float, scale: float, x: Floats) -> Floats:
    terms = (shape - 1) * np.log(x) - x / scale - shape * math.log(scale) - math.lgamma(shape)
    return np.asarray(terms, dtype=np.float64)


_LOG_DENSITIES: dict[str, Callable[[Distribution, Floats], Floats]] = {
    "exponential": lambda law, x: -x / law.mean - math.log(law.mean),
    "uniform": _log_uniform,
    "triangular": _log_triangular,
    "normal": _log_normal_density,
    "lognormal": _log_lognormal,
    "gamma": lambda law, x: _log_gamma((law.mean / law.sd) ** 2, law.sd**2 / law.mean, x),
    "erlang": lambda law, x: _log_gamma(law.k, law.mean / law.k, x),
}
