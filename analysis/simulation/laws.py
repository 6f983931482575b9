"""Distributions as rows of the kernel's tables."""

import math
from collections.abc import Iterable
from itertools import accumulate
from typing import Any

import numpy as np

from analysis.scenario.distributions import Distribution
from analysis.simulation.codes import LAWS
from analysis.simulation.layouts import FloatRows
from analysis.simulation.tables import LAW, Laws, Records

__all__ = ["law_row", "law_table", "table_of"]


def law_table(law: Distribution) -> tuple[Laws, FloatRows]:
    """Return one distribution as the two tables that `analysis.simulation.draws.draw` reads."""
    row, values = law_row(law)
    return table_of(LAW, [row | {"v0": 0, "v1": len(values)}]), np.array(values or [(0.0, 1.0)])


def law_row(law: Distribution) -> tuple[dict[str, Any], list[tuple[float, float]]]:
    """Return the row of a distribution, without the place of its values, and the values with their summed weights."""
    a, b, c = _PARAMETERS[law.type](law)
    high = math.inf if law.max is None else law.max
    row = {"type": LAWS[law.type], "low": law.min, "high": high, "k": law.k, "a": a, "b": b, "c": c}
    if law.type != "empirical":
        return row, []
    weights = law.weights or (1 / len(law.values),) * len(law.values)
    return row, list(zip(law.values, accumulate(weights), strict=True))


def table_of(dtype: np.dtype[np.void], rows: Iterable[dict[str, Any]]) -> Records:
    """Return rows as a record array of at least one row; what a row does not say is 0."""
    rows = list(rows)
    table = np.zeros(max(1, len(rows)), dtype=dtype)
    for index, row in enumerate(rows):
        for name, value in row.items():
            table[index][name] = value
    return table


def _log_normal(law: Distribution) -> tuple[float, float, float]:
    shape = math.sqrt(math.log1p((law.sd / law.mean) ** 2))
    return math.log(law.mean) - shape**2 / 2, shape, 0.0


_PARAMETERS: dict[str, Any] = {
    "fixed": lambda law: (law.value, 0.0, 0.0),
    "exponential": lambda law: (law.mean, 0.0, 0.0),
    "uniform": lambda law: (law.min, law.max, 0.0),
    "triangular": lambda law: (law.min, law.mode, law.max),
    "normal": lambda law: (law.mean, law.sd, 0.0),
    "lognormal": _log_normal,
    "gamma": lambda law: ((law.mean / law.sd) ** 2, law.sd**2 / law.mean, 0.0),
    "erlang": lambda law: (law.mean, 0.0, 0.0),
    "empirical": lambda _: (0.0, 0.0, 0.0),
}
