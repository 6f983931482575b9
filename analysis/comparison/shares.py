"""What each change contributes to the differences: the changes applied one at a time, averaged over the orders."""

import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.comparison.between import Between
from analysis.comparison.orders import all_orders, sampled_orders
from analysis.comparison.phases import Progress
from analysis.comparison.replicating import Effort
from analysis.comparison.steps import Step, find_steps
from analysis.comparison.sureness import ChangeShare, ShareEffect, Shares
from analysis.comparison.values import Side
from analysis.errors import ScenarioError, SimulationError
from analysis.simulation import compile_simulation, measure_of, simulate
from bpmn.difference import Change
from bpmn.language import Text

__all__ = ["find_shares"]

_MEASURES = ("cycle_time", "waiting_time", "cost_office")
_MOST_TAKEN_IN_ALL_ORDERS = 4

Order = tuple[str, ...]
Table = npt.NDArray[np.float64]
"""A row a replication, a column a measure; or one more dimension before these, a step."""


def find_shares(
    as_is: Side,
    to_be: Side,
    changes: Sequence[Change],
    effort: Effort,
    *,
    orders: int,
    differences: Mapping[str, float],
    progress: Progress,
) -> Shares:
    """Return the share of each change in the differences of cycle time, waiting time and office cost.

    What a change does hangs on what was changed before it; its share is the average over the orders in which they can
    be applied (Shapley value; over the orders in which what goes does so before the new order of the work, what comes
    after it, and people leave a pool last of all: no earlier is there less work for them). With up to four steps all
    orders are taken, each simulated as the comparison was; with more, orders are drawn at random, each with its
    opposite, and each pair meets a chance of its own, so that the intervals hold the noise of both.

    Args:
        as_is: The side as it is.
        to_be: The side as it could be.
        changes: The differences of their models.
        effort: How much is simulated.
        orders: How many orders are drawn at most; rounded up to pairs.
        differences: The comparison's own differences, by measure.
        progress: Called with how many simulations are done.

    Sources: Shapley, A value for n-person games (1953); Faigle, Kern, The Shapley value for cooperative games under
    precedence constraints, International Journal of Game Theory 21 (1992) 249-266; Castro, Gómez, Tejada, Polynomial
    calculation of the Shapley value based on sampling, Computers & Operations Research 36 (2009) 1726-1730; Mitchell et
    al., Sampling permutations for Shapley value estimation, JMLR 23 (2022), for the opposite orders.
    """
    steps = find_steps(as_is, to_be, changes)
    if not steps:
        return Shares(remark=Text("The two sides do not differ in anything that is simulated."))
    walk = _Walk(Between(as_is, to_be, steps), effort, progress)
    is_exact = len(steps) <= _MOST_TAKEN_IN_ALL_ORDERS
    try:
        gained, count = walk.through_all() if is_exact else walk.through_some(max(4, orders))
    except (ScenarioError, SimulationError) as error:
        return Shares(remark=Text("One state between the two cannot be simulated: {reason}", reason=error.text))
    found, totals = _ranked(steps, gained)
    return Shares(
        by_change=found,
        totals=totals,
        remainder={name: differences[name] - total for name, total in totals.items()},
        orders=count,
        is_exact=is_exact,
        cases=effort.cases,
        method=_method(count, is_exact=is_exact),
    )


@dataclass(frozen=True, slots=True)
class _Walk:
    """Walks from as-is to to-be in several orders."""

    between: Between
    effort: Effort
    progress: Progress

    def through_all(self) -> tuple[Table, int]:
        """Return what each step gains in each replication on average over all orders, and how many these are."""
        orders = list(all_orders(self.between.steps))
        known: dict[frozenset[str], Table] = {}
        wanted = list(dict.fromkeys(taken for order in orders for taken in _ways(order)))
        for done, taken in enumerate(wanted):
            self.progress(done, len(wanted))
            known[taken] = self._measured(taken, self.effort.seed, self.effort.replications)
        return np.mean([self._gains(order, known) for order in orders], axis=0), len(orders)

    def through_some(self, count: int) -> tuple[Table, int]:
        """Return what each step gains for each pair of opposite orders, and how many orders these are."""
        pairs = list(sampled_orders(self.between.steps, -(-count // 2), self.effort.seed))
        total = 2 * len(pairs)
        found: list[Table] = []
        with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
            try:
                for gains in pool.map(self._through_pair, range(len(pairs)), pairs):
                    found.append(gains)
                    self.progress(2 * len(found), total)
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
        return np.stack(found, axis=1), total

    def _through_pair(self, number: int, pair: tuple[Order, Order]) -> Table:
        known: dict[frozenset[str], Table] = {}
        for order in pair:
            for taken in _ways(order):
                if taken not in known:
                    known[taken] = self._measured(taken, self.effort.seed * 1000 + number + 1, 1)
        gains: Table = np.mean([self._gains(order, known) for order in pair], axis=0)
        return gains[:, 0, :]

    def _gains(self, order: Order, known: Mapping[frozenset[str], Table]) -> Table:
        position = {step.key: number for number, step in enumerate(self.between.steps)}
        ways = _ways(order)
        gains = np.zeros((len(order), *known[ways[0]].shape))
        for key, before, after in zip(order, ways, ways[1:], strict=False):
            gains[position[key]] = known[after] - known[before]
        return gains

    def _measured(self, taken: frozenset[str], seed: int, replications: int) -> Table:
        model, scenario = self.between.after(taken)
        compiled = compile_simulation(model, scenario, self.effort.decisions)
        result = simulate(compiled, cases=self.effort.cases, replications=replications, seed=seed)
        return np.column_stack([result.per_replication[name] for name in _MEASURES])


def _ways(order: Iterable[str]) -> list[frozenset[str]]:
    """Return the sets of steps that have been taken on the way, from none to all."""
    found = [frozenset[str]()]
    for key in order:
        found.append(found[-1] | {key})
    return found


def _ranked(steps: Sequence[Step], gained: Table) -> tuple[tuple[ChangeShare, ...], dict[str, float]]:
    """Return the shares, the largest in cycle time first, and what they add up to."""
    sums = gained.mean(axis=1).sum(axis=0)
    totals = dict(zip(_MEASURES, map(float, sums), strict=True))
    found = [_share(step, gains, totals) for step, gains in zip(steps, gained, strict=True)]
    found.sort(key=lambda share: (-abs(share.effects["cycle_time"].amount), share.key))
    return tuple(found), totals


def _share(step: Step, gains: Table, totals: Mapping[str, float]) -> ChangeShare:
    effects = {}
    for column, name in enumerate(_MEASURES):
        found = measure_of(gains[:, column], "")
        share = found.mean / totals[name] if totals[name] else None
        effects[name] = ShareEffect(amount=found.mean, ci_low=found.ci_low, ci_high=found.ci_high, share=share)
    return ChangeShare(
        key=step.key,
        kind=step.kind,
        changes=step.changes,
        as_is=step.as_is,
        to_be=step.to_be,
        text=step.text,
        effects=effects,
    )


def _method(orders: int, *, is_exact: bool) -> Text:
    if is_exact:
        return Text(
            "The changes applied one at a time, averaged over all {count} orders that are possible. An activity that"
            " goes or comes is left out by taking no time, nobody and no money.",
            count=orders,
        )
    return Text(
        "The changes applied one at a time, averaged over {count} orders drawn at random. An activity that goes or"
        " comes is left out by taking no time, nobody and no money; what goes does so before the new order of the"
        " work, what comes after it, and people go last.",
        count=orders,
    )
