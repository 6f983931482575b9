"""Random times as far as flow analysis needs them: mean, variance, and, where it can be had, the whole distribution.

A law is exact as atoms (finitely many values), as a phase-type distribution, or as one distribution of a scenario. What
is made of a mixture of kinds keeps exact moments; its distribution is then that of the gamma law with these moments.
"""

import math
from collections.abc import Sequence
from functools import lru_cache, reduce

import numpy as np
from numpy.typing import NDArray

from analysis.scenario.distributions import Distribution
from bpmn.frozen import dataclass

__all__ = ["ZERO", "Law", "law_of", "law_of_atoms", "law_of_phases", "longest", "mixture", "race", "wait_law"]

Floats = NDArray[np.float64]
_MOST_ATOMS = 4096
_MOST_PHASES = 1200


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Law:
    """The distribution of a time in seconds.

    Attributes:
        mean: Its mean.
        variance: Its variance.
        atoms: Values with their probabilities, where it has finitely many; else None.
        phases: Initial probabilities and generator of the transient phases, where it is phase-type; else None.
        source: The scenario's distribution, where it is one.
    """

    mean: float
    variance: float
    atoms: tuple[tuple[float, float], ...] | None = None
    phases: tuple[Floats, Floats] | None = None
    source: Distribution | None = None

    @property
    def is_zero(self) -> bool:
        """Whether it takes no time at all."""
        return self.mean == 0 and self.variance == 0

    def cdf(self, at: Floats) -> Floats:
        """Return the probability of at most `at`."""
        if self.atoms is not None:
            return np.asarray(sum((at >= value) * share for value, share in self.atoms), dtype=np.float64)
        if self.source is not None:
            return self.source.cdf(at)
        from scipy.special import gammainc

        if self.variance <= 0:
            return np.asarray(at >= self.mean, dtype=np.float64)
        return np.asarray(gammainc(self.mean**2 / self.variance, np.maximum(at, 0) * self.mean / self.variance))


ZERO = Law(mean=0.0, variance=0.0, atoms=((0.0, 1.0),), phases=(np.zeros(0), np.zeros((0, 0))))


def law_of(distribution: Distribution | None) -> Law:
    """Return the law of a scenario's distribution; None takes no time."""
    if distribution is None or (distribution.type == "fixed" and distribution.value == 0):
        return ZERO
    mean, variance = distribution.expected, distribution.variance
    atoms: tuple[tuple[float, float], ...] | None = None
    phases: tuple[Floats, Floats] | None = None
    if distribution.is_constant:
        atoms = ((mean, 1.0),)
    elif distribution.type == "empirical" and len(distribution.values) <= 64:
        weights = distribution.weights or (1 / len(distribution.values),) * len(distribution.values)
        atoms = tuple(zip(distribution.values, weights, strict=True))
    elif distribution.type == "exponential" and distribution.min == 0 and distribution.max is None:
        phases = (np.ones(1), np.array([[-1 / mean]]))
    elif distribution.type == "erlang" and distribution.k <= 20:
        rate, k = distribution.k / mean, distribution.k
        phases = (np.eye(k)[0], rate * (np.eye(k, k=1) - np.eye(k)))
    return Law(mean=mean, variance=variance, atoms=atoms, phases=phases, source=distribution)


def wait_law(chance: float, rate_per_s: float) -> Law:
    """Return the law of a queueing wait: nothing with probability 1 - `chance`, else exponential.

    Source: the waiting time in M/M/c; Gross et al., Fundamentals of Queueing Theory, 4th ed., §2.3.
    """
    mean = chance / rate_per_s
    variance = 2 * chance / rate_per_s**2 - mean**2
    return Law(mean=mean, variance=variance, phases=(np.array([chance]), np.array([[-rate_per_s]])))


def law_of_phases(initial: Floats, generator: Floats) -> Law:
    """Return the law of the time to absorption, moments by -T⁻¹.

    Source: Neuts, Matrix-Geometric Solutions in Stochastic Models, 1981, §2.2.
    """
    if not len(initial):
        return ZERO
    ones = np.ones(len(initial))
    first = np.linalg.solve(-generator, ones)
    second = 2 * np.linalg.solve(-generator, first)
    mean = float(initial @ first)
    return Law(mean=mean, variance=float(initial @ second) - mean**2, phases=(initial, generator))


def law_of_atoms(atoms: dict[float, float]) -> Law:
    """Return the law of finitely many values."""
    total = math.fsum(atoms.values())
    mean = math.fsum(value * share for value, share in atoms.items()) / total
    variance = math.fsum((value - mean) ** 2 * share for value, share in atoms.items()) / total
    return Law(mean=mean, variance=variance, atoms=tuple(sorted((v, s / total) for v, s in atoms.items())))


def mixture(laws: Sequence[tuple[Law, float]]) -> Law:
    """Return the law of one of several, by their probabilities."""
    if all(law.atoms is not None for law, _ in laws):
        atoms: dict[float, float] = {}
        for law, share in laws:
            for value, chance in law.atoms or ():
                atoms[value] = atoms.get(value, 0.0) + chance * share
        return law_of_atoms(atoms)
    if all(law.phases is not None for law, _ in laws):
        from scipy.linalg import block_diag

        parts = [(law.phases, share) for law, share in laws if law.phases is not None and len(law.phases[0])]
        initial = np.concatenate([share * phases[0] for phases, share in parts])
        return law_of_phases(initial, np.asarray(block_diag(*[phases[1] for phases, _ in parts])))
    mean = math.fsum(law.mean * share for law, share in laws)
    second = math.fsum((law.variance + law.mean**2) * share for law, share in laws)
    return Law(mean=mean, variance=max(0.0, second - mean**2))


def longest(laws: Sequence[Law]) -> Law:
    """Return the law of the longest of independent times: exact for atoms and phases, else by numerical integration.

    Source: E max = ∫ (1 - ∏ Fₖ(t)) dt; for phases the Kronecker sum, Neuts 1981, §2.2.
    """
    laws = [law for law in laws if not law.is_zero] or [ZERO]
    if len(laws) == 1:
        return laws[0]
    if all(law.atoms is not None for law in laws) and math.prod(len(law.atoms or ()) for law in laws) <= 10**6:
        return _longest_atoms(laws)
    if all(law.phases is not None for law in laws):
        sizes = [len(law.phases[0]) + 1 for law in laws if law.phases is not None]
        if math.prod(sizes) <= _MOST_PHASES:
            return _longest_phases(laws)
    return _longest_by_grid(laws)


def _longest_atoms(laws: Sequence[Law]) -> Law:
    values = sorted({value for law in laws for value, _ in law.atoms or ()})
    below = np.prod([law.cdf(np.array(values)) for law in laws], axis=0)
    return law_of_atoms(dict(zip(values, np.diff(below, prepend=0.0).tolist(), strict=True)))


def _longest_phases(laws: Sequence[Law]) -> Law:
    """The Kronecker sum of the generators, each with its absorbing phase, without the state in which all are done."""
    initials, generators = [], []
    for law in laws:
        if law.phases is None:
            continue
        initial, generator = law.phases
        exits = -generator.sum(axis=1, keepdims=True)
        generators.append(np.block([[generator, exits], [np.zeros((1, len(initial) + 1))]]))
        initials.append(np.append(initial, 1 - initial.sum()))
    together = reduce(lambda a, b: np.kron(a, np.eye(len(b))) + np.kron(np.eye(len(a)), b), generators)
    return law_of_phases(reduce(np.kron, initials)[:-1], together[:-1, :-1])


def _longest_by_grid(laws: Sequence[Law]) -> Law:
    points, weights = _quadrature(laws)
    survival = 1 - np.prod([law.cdf(points) for law in laws], axis=0)
    mean = float(weights @ survival)
    second = float(weights @ (2 * points * survival))
    return Law(mean=mean, variance=max(0.0, second - mean**2))


def _edges(laws: Sequence[Law], per_law: int) -> Floats:
    """Where to cut the axis: at atoms and the ends of laws, and closer where their distribution functions rise."""
    found = [np.zeros(1)]
    for law in laws:
        sd = math.sqrt(law.variance)
        found.append(np.array([value for value, _ in law.atoms or ()]))
        if law.source is not None:
            found.append(np.array([law.source.min, law.source.mode, law.source.max or 0.0]))
        found.append(np.array([law.mean]))
        if sd > 0:
            found.append(law.mean + sd * np.linspace(-6, 6, per_law))
            found.append(law.mean + sd * np.geomspace(6, 40, per_law // 2))
            found.append(law.mean * np.geomspace(1e-6, 1, per_law // 2))
    edges = np.unique(np.concatenate(found))
    return np.asarray(edges[edges >= 0], dtype=np.float64)


@lru_cache(maxsize=1)
def _nodes() -> tuple[Floats, Floats]:
    """Return where and with which weight eight values make an integral. Source: Gauss-Legendre quadrature."""
    return np.polynomial.legendre.leggauss(8)


def _quadrature(laws: Sequence[Law]) -> tuple[Floats, Floats]:
    """Points and weights of Gauss and Legendre's rule between the edges."""
    edges = _edges(laws, 25)
    middle, half = (edges[1:] + edges[:-1]) / 2, np.diff(edges) / 2
    nodes, weights = _nodes()
    points = (middle[:, None] + half[:, None] * nodes).ravel()
    return points, (half[:, None] * weights).ravel()


def race(laws: Sequence[Law]) -> tuple[list[float], Law]:
    """Return the chance of each law to be first, and the law of the first; of two at once the earlier listed is."""
    if all(law.phases is not None and len(law.phases[0]) == 1 and law.phases[0][0] == 1 for law in laws):
        rates = [1 / law.mean for law in laws]
        total = sum(rates)
        return [rate / total for rate in rates], law_of_phases(np.ones(1), np.array([[-total]]))
    if all(law.atoms is not None and len(law.atoms) == 1 for law in laws):
        winner = min(range(len(laws)), key=lambda number: (laws[number].mean, number))
        return [float(number == winner) for number in range(len(laws))], laws[winner]
    return _race_by_grid(laws)


def _race_by_grid(laws: Sequence[Law]) -> tuple[list[float], Law]:
    """Chances by Stieltjes sums: over an atom the rule for ties holds, elsewhere the trapezoid's."""
    edges = _edges(laws, 400)
    atoms = np.array([value for law in laws for value, _ in law.atoms or ()])
    grid = np.unique(np.concatenate([edges, np.nextafter(atoms, -np.inf)]))
    values = [law.cdf(grid) for law in laws]
    is_atom = np.isin(grid, atoms)
    before = [np.concatenate(([0.0], below[:-1])) for below in values]
    chances = []
    for number, own in enumerate(values):
        rivals = np.ones_like(grid)
        for other, below in enumerate(values):
            if other != number:
                tie = below if other < number else before[other]
                rivals = rivals * (1 - np.where(is_atom, tie, (below + before[other]) / 2))
        chances.append(float(np.sum(np.diff(own, prepend=0.0) * rivals)))
    total = sum(chances) or 1.0
    points, weights = _quadrature(laws)
    survival = np.prod([1 - law.cdf(points) for law in laws], axis=0)
    mean = float(weights @ survival)
    second = float(weights @ (2 * points * survival))
    return [chance / total for chance in chances], Law(mean=mean, variance=max(0.0, second - mean**2))
