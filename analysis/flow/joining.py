"""Times made of others: one after the other, one of several, of all instances, in opening hours."""

import math

from analysis.flow.chains import sequence
from analysis.flow.laws import ZERO, Law, law_of, longest, mixture
from analysis.flow.week import Stay
from analysis.flow.work import Service
from analysis.network import Node

__all__ = ["all_instances", "joined_stays", "one_after_another", "one_of", "one_of_stays", "one_round", "stretched"]


def one_after_another(laws: list[Law]) -> Law:
    """Return the law of times one after the other."""
    return sequence([law for law in laws if not law.is_zero])


def one_of(laws: list[tuple[Law, float]]) -> Law:
    """Return the law of one of several times with their chances, or the only one."""
    return laws[0][0] if len(laws) == 1 else mixture(laws)


def stretched(work: Law, presence: float) -> Law:
    """Return the law of work that lies while people are away, who are there for this share of the time."""
    return work if presence == 1 else Law(mean=work.mean / presence, variance=work.variance / presence**2)


def one_round(service: Service, presence: float) -> Law:
    """Return the work of one round: all of it, where there is but one; longer, where it lies while people are away."""
    turns, work = service.turns, service.work
    once = work if turns == 1 else Law(mean=work.mean / turns, variance=work.variance / turns)
    return stretched(once, presence)


def all_instances(one: Law, node: Node) -> Law:
    """Return the time of all instances of a node, side by side or one after the other.

    Of too many possible numbers of turns one after the other only mean and variance: E N · E X and
    E N · Var X + Var N · (E X)². Source: Wald's equations; Ross, Introduction to Probability Models, §3.4.
    """
    if node.instances is None or one.is_zero:
        return one
    counts = law_of(node.instances)
    if counts.atoms is None and node.is_sequential:
        variance = counts.mean * one.variance + counts.variance * one.mean**2
        return Law(mean=counts.mean * one.mean, variance=variance)
    found = []
    for value, share in counts.atoms if counts.atoms is not None else ((counts.mean, 1.0),):
        several = [one] * round(value)
        time = one_after_another(several) if node.is_sequential else longest(several) if several else ZERO
        found.append((time, share))
    return one_of(found)


def joined_stays(stays: list[Stay]) -> Stay:
    """Return stays one after the other as one."""
    passing = [stay.law for stay in stays if not stay.law.is_zero]
    if len(passing) > 1:
        mean = math.fsum(stay.law.mean for stay in stays)
        law = Law(mean=mean, variance=math.fsum(stay.law.variance for stay in stays))
    else:
        law = passing[0] if passing else ZERO
    return Stay(after=stays[-1].after, law=law, closed_s=math.fsum(stay.closed_s for stay in stays))


def one_of_stays(stays: list[tuple[Stay, float]]) -> Stay:
    """Return one of several stays with their chances."""
    after = sum((stay.after * share for stay, share in stays[1:]), stays[0][0].after * stays[0][1])
    closed = math.fsum(stay.closed_s * share for stay, share in stays)
    return Stay(after=after, law=mixture([(stay.law, share) for stay, share in stays]), closed_s=closed)
