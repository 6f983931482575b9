"""The distributions of BPSim, as those of a scenario."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from analysis.scenario.distributions import Distribution

__all__ = ["LAWS"]

_STRIPS = 200


def _positive(number: float) -> float:
    if number <= 0:
        raise ValueError
    return number


def _normal(mean: float, sd: float, low: float = 0.0, high: float | None = None) -> Distribution:
    if high is not None and high <= low:
        raise ValueError
    if sd <= 0:
        return Distribution(type="fixed", value=max(0.0, mean))
    return Distribution(type="normal", mean=mean, sd=sd, min=max(0.0, low), max=high)


def _uniform(low: float, high: float) -> Distribution:
    if not 0 <= low <= high:
        raise ValueError
    return Distribution(type="uniform", min=low, max=high)


def _triangular(low: float, mode: float, high: float) -> Distribution:
    if not 0 <= low <= mode <= high:
        raise ValueError
    return Distribution(type="triangular", min=low, mode=mode, max=high)


def _lognormal(mean: float, sd: float) -> Distribution:
    return Distribution(type="lognormal", mean=_positive(mean), sd=sd) if sd > 0 else Distribution(
        type="fixed", value=mean)  # fmt: skip


def _erlang(k: float, mean: float) -> Distribution:
    if k < 1 or k != int(k):
        raise ValueError
    return Distribution(type="erlang", k=int(k), mean=_positive(mean))


def _gamma(shape: float, scale: float) -> Distribution:
    return Distribution(type="gamma", mean=_positive(shape) * _positive(scale), sd=math.sqrt(shape) * scale)


def _strips(quantile: Callable[[NDArray[np.float64]], NDArray[np.float64]]) -> Distribution:
    """Return 200 equally likely values of a distribution that Ortoo does not have."""
    fine = (np.arange(_STRIPS * 25) + 0.5) / (_STRIPS * 25)
    return Distribution(type="empirical", values=tuple(quantile(fine).reshape(_STRIPS, 25).mean(axis=1).tolist()))


def _weibull(shape: float, scale: float) -> Distribution:
    return _strips(lambda share: _positive(scale) * (-np.log1p(-share)) ** (1 / _positive(shape)))


def _beta(shape: float, scale: float) -> Distribution:
    """Return the standard's beta distribution, whose two parameters are the usual alpha and beta."""
    from scipy.special import betaincinv

    return _strips(lambda share: np.asarray(betaincinv(_positive(shape), _positive(scale), share)))


def _counts(mean: float, chances: NDArray[np.float64]) -> Distribution:
    kept = chances > 1e-12
    weights = chances[kept] / chances[kept].sum()
    values = tuple(np.flatnonzero(kept).astype(float).tolist())
    return Distribution(type="empirical", values=values, weights=tuple(weights.tolist())) if mean else Distribution(
        type="fixed", value=0.0)  # fmt: skip


def _poisson(mean: float) -> Distribution:
    from scipy.special import gammaln

    if not 0 <= mean <= 1e5:
        raise ValueError
    numbers = np.arange(int(mean + 12 * math.sqrt(mean) + 30))
    return _counts(mean, np.exp(numbers * math.log(mean) - mean - gammaln(numbers + 1)) if mean else np.ones(1))


def _binomial(chance: float, trials: float) -> Distribution:
    from scipy.special import gammaln

    if not 0 <= chance <= 1 or trials != int(trials) or not 1 <= trials <= 1e5:
        raise ValueError
    if chance in {0.0, 1.0}:
        return Distribution(type="fixed", value=chance * trials)
    numbers = np.arange(int(trials) + 1)
    ways = gammaln(trials + 1) - gammaln(numbers + 1) - gammaln(trials - numbers + 1)
    logs = ways + numbers * math.log(chance) + (trials - numbers) * math.log1p(-chance)
    return _counts(chance * trials, np.exp(logs))


LAWS: dict[str, tuple[tuple[str, ...], Callable[..., Distribution]]] = {
    "BetaDistribution": (("shape", "scale"), _beta),
    "BinomialDistribution": (("probability", "trials"), _binomial),
    "ErlangDistribution": (("k", "mean"), _erlang),
    "GammaDistribution": (("shape", "scale"), _gamma),
    "LogNormalDistribution": (("mean", "standardDeviation"), _lognormal),
    "NegativeExponentialDistribution": (
        ("mean",),
        lambda mean: Distribution(type="exponential", mean=_positive(mean)),
    ),
    "NormalDistribution": (("mean", "standardDeviation"), _normal),
    "PoissonDistribution": (("mean",), _poisson),
    "TriangularDistribution": (("min", "mode", "max"), _triangular),
    "TruncatedNormalDistribution": (("mean", "standardDeviation", "min", "max"), _normal),
    "UniformDistribution": (("min", "max"), _uniform),
    "WeibullDistribution": (("shape", "scale"), _weibull),
}
"""What each needs, and what makes it of that, with ValueError where it does not make one."""
