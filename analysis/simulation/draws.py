"""Random numbers that depend on what they are for, not on when they are drawn.

Each draw has a key: seed, replication, case, element, visit and purpose. A change elsewhere in the model shifts none of
them, so two variants simulated with one seed meet the same cases, the same durations and the same decisions (common
random numbers). The generator is the finaliser of SplitMix64 over the mixed key.

Sources: Steele, Lea, Flood, Fast Splittable Pseudorandom Number Generators, OOPSLA 2014; Wichura, Algorithm AS 241,
Applied Statistics 37 (1988); Marsaglia, Tsang, A Simple Method for Generating Gamma Variables, ACM TOMS 26 (2000).
"""

import math

import numpy as np
from numpy.typing import NDArray

from analysis.simulation.compiling import compiled, inlined

__all__ = ["case_key", "draw", "stream_key", "uniform"]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_THIRTY, _TWENTY_SEVEN, _THIRTY_ONE, _ELEVEN = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_UNIT = 2.0**-53
_PATIENCE = 10_000


@inlined
def _mix(value: np.uint64) -> np.uint64:
    value = (value ^ (value >> _THIRTY)) * _FIRST
    value = (value ^ (value >> _TWENTY_SEVEN)) * _SECOND
    return value ^ (value >> _THIRTY_ONE)


@inlined
def case_key(seed_key: np.uint64, case: int) -> np.uint64:
    """Return the key of one case from the key of seed and replication."""
    return _mix(seed_key + np.uint64(case + 1) * _GOLDEN)


@inlined
def stream_key(key: np.uint64, element: np.uint64, visit: int, purpose: int) -> np.uint64:
    """Return the key of one draw: of a case's key, an element's hash, the visit's number and a small purpose number."""
    return _mix(_mix(key ^ element) + np.uint64(visit * 8 + purpose) * _GOLDEN)


@inlined
def uniform(key: np.uint64, number: int) -> float:
    """Return the number-th uniform value of a key, inside (0, 1)."""
    bits = _mix(key + np.uint64(number + 1) * _GOLDEN) >> _ELEVEN
    return (np.float64(bits) + 0.5) * _UNIT


@compiled
def _standard_normal(u: float) -> float:
    q = u - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        top = 2509.0809287301226727 * r + 33430.575583588128105
        top = (top * r + 67265.770927008700853) * r + 45921.953931549871457
        top = (top * r + 13731.693765509461125) * r + 1971.5909503065514427
        top = (top * r + 133.14166789178437745) * r + 3.387132872796366608
        low = 5226.495278852545925 * r + 28729.085735721942674
        low = (low * r + 39307.89580009271061) * r + 21213.794301586595867
        low = (low * r + 5394.1960214247511077) * r + 687.1870074920579083
        low = (low * r + 42.313330701600911252) * r + 1.0
        return q * top / low
    r = math.sqrt(-math.log(min(u, 1.0 - u)))
    if r <= 5.0:
        r -= 1.6
        top = 7.7454501427834140764e-4 * r + 0.0227238449892691845833
        top = (top * r + 0.24178072517745061177) * r + 1.27045825245236838258
        top = (top * r + 3.64784832476320460504) * r + 5.7694972214606914055
        top = (top * r + 4.6303378461565452959) * r + 1.42343711074968357734
        low = 1.05075007164441684324e-9 * r + 5.475938084995344946e-4
        low = (low * r + 0.0151986665636164571966) * r + 0.14810397642748007459
        low = (low * r + 0.68976733498510000455) * r + 1.6763848301838038494
        low = (low * r + 2.05319162663775882187) * r + 1.0
    else:
        r -= 5.0
        top = 2.01033439929228813265e-7 * r + 2.71155556874348757815e-5
        top = (top * r + 0.0012426609473880784386) * r + 0.026532189526576123093
        top = (top * r + 0.29656057182850489123) * r + 1.7848265399172913358
        top = (top * r + 5.4637849111641143699) * r + 6.6579046435011037772
        low = 2.04426310338993978564e-15 * r + 1.4215117583164458887e-7
        low = (low * r + 1.8463183175100546818e-5) * r + 7.868691311456132591e-4
        low = (low * r + 0.0148753612908506148525) * r + 0.13692988092273580531
        low = (low * r + 0.59983220655588793769) * r + 1.0
    return top / low if q > 0 else -top / low


@compiled
def _standard_gamma(shape: float, key: np.uint64, start: int) -> float:
    boost = 1.0
    number = start
    if shape < 1.0:
        boost = uniform(key, number) ** (1.0 / shape)
        number += 1
        shape += 1.0
    d = shape - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    for _ in range(_PATIENCE):
        z = _standard_normal(uniform(key, number))
        u = uniform(key, number + 1)
        number += 2
        root = 1.0 + c * z
        v = root * root * root  # not ** 3, which compiled code and the interpreter round differently
        if v > 0.0 and math.log(u) < 0.5 * z * z + d - d * v + d * math.log(v):
            return boost * d * v
    return boost * d


@compiled
def _triangular(low: float, mode: float, high: float, u: float) -> float:
    if high == low:
        return low
    middle = (mode - low) / (high - low)
    if u < middle:
        return low + math.sqrt(u * (high - low) * (mode - low))
    return high - math.sqrt((1.0 - u) * (high - low) * (high - mode))


@compiled
def _empirical(law: np.void, values: NDArray[np.float64], u: float) -> float:
    first, last = law["v0"], law["v1"]
    while first < last - 1:
        middle = (first + last - 1) // 2
        if values[middle, 1] < u:
            first = middle + 1
        else:
            last = middle + 1
    return float(values[first, 0])


@compiled
def _erlang(phases: int, mean: float, key: np.uint64) -> float:
    total = 0.0
    for number in range(phases):
        total -= math.log(uniform(key, number))
    return total * mean / phases


@compiled
def _unbounded(law: np.void, key: np.uint64, attempt: int) -> float:
    kind = law["type"]
    if kind == 1:
        return float(law["low"] - (law["a"] - law["low"]) * math.log(uniform(key, attempt)))
    if kind == 4:
        return float(law["a"] + law["b"] * _standard_normal(uniform(key, attempt)))
    if kind == 5:
        return math.exp(law["a"] + law["b"] * _standard_normal(uniform(key, attempt)))
    return float(law["b"] * _standard_gamma(law["a"], key, attempt * 4096))


@compiled
def _within_bounds(law: np.void, key: np.uint64) -> float:
    """Return a value within the bounds, drawn again until it is."""
    for attempt in range(_PATIENCE):
        value = _unbounded(law, key, attempt)
        if law["low"] <= value <= law["high"]:
            return value
    return float(law["low"])


@compiled
def draw(law: np.void, values: NDArray[np.float64], key: np.uint64) -> float:
    """Return a value of a law (a record of `analysis.simulation.tables.LAW`) for a key."""
    kind = law["type"]
    if kind == 1 or 4 <= kind <= 6:
        return _within_bounds(law, key)
    if kind == 0:
        value = law["a"]
    elif kind == 2:
        value = law["a"] + (law["b"] - law["a"]) * uniform(key, 0)
    elif kind == 3:
        value = _triangular(law["a"], law["b"], law["c"], uniform(key, 0))
    elif kind == 7:
        value = _erlang(law["k"], law["a"], key)
    else:
        value = _empirical(law, values, uniform(key, 0))
    return float(value)
