"""The orders in which the steps from as-is to to-be can be taken."""

from collections.abc import Iterator, Sequence
from itertools import permutations
from random import Random

from analysis.comparison.steps import Step

__all__ = ["all_orders", "sampled_orders"]

Order = tuple[str, ...]


def all_orders(steps: Sequence[Step]) -> Iterator[Order]:
    """Yield every order in which "before" comes before the "order", "after" after it, and "last" after all."""
    last = [step for step in steps if step.place == "last"]
    for found in permutations(step for step in steps if step.place != "last"):
        places = [step.place for step in found if step.place != "any"]
        if places == sorted(places, key=("before", "order", "after").index):
            for end in permutations(last):
                yield tuple(step.key for step in (*found, *end))


def sampled_orders(steps: Sequence[Step], pairs: int, seed: int) -> Iterator[tuple[Order, Order]]:
    """Yield pairs of an order drawn at random, all being equally likely, and its opposite.

    In the opposite the steps before the new order come the other way round, so do those after it, and those that have
    no place of their own are as far from the end as they were from the beginning.

    Args:
        steps: The steps.
        pairs: How many pairs.
        seed: Where the random numbers begin.
    """
    random = Random(f"orders/{seed}")  # noqa: S311 - chance that can be repeated is wanted, nothing is kept secret
    places = ("before", "order", "after", "any", "last")
    parts = {place: [step.key for step in steps if step.place == place] for place in places}
    count = len(steps) - len(parts["last"])
    for _ in range(pairs):
        for place in ("before", "after", "any", "last"):
            random.shuffle(parts[place])
        slots = sorted(random.sample(range(count), len(parts["any"])))
        fixed = [*parts["before"], *parts["order"], *parts["after"]]
        opposite = [*reversed(parts["before"]), *parts["order"], *reversed(parts["after"])]
        mirrored = [count - 1 - slot for slot in reversed(slots)]
        forth = _joined(fixed, parts["any"], slots)
        back = _joined(opposite, list(reversed(parts["any"])), mirrored)
        yield (*forth, *parts["last"]), (*back, *reversed(parts["last"]))


def _joined(fixed: Sequence[str], free: Sequence[str], slots: Sequence[int]) -> Order:
    """Return the free steps at their slots and the fixed ones in the rest, both in their order."""
    at = dict(zip(slots, free, strict=True))
    rest = iter(fixed)
    return tuple(at[place] if place in at else next(rest) for place in range(len(fixed) + len(free)))
