"""How often what is repeated by rules is done, for a case of which something is known. BPMN 2.0.2 §13.3.6, §13.3.7."""

from collections.abc import Iterator

from analysis.flow.learning import Facts, Learning, TooMuchError
from analysis.network import Node
from analysis.network.repetitions import NUMBERS, Repetition

__all__ = ["Turns"]

_NOTHING = 1e-12


class Turns:
    """The turns of loops and the instances of multi-instance activities that go by rules."""

    def __init__(self, learning: Learning) -> None:
        """Take what rules come to."""
        self.learning = learning

    @staticmethod
    def is_ruled(repetition: Repetition) -> bool:
        """Return whether what is known of the case, or what becomes known, says how often it is done."""
        return any(rule is not None for rule in (repetition.count, repetition.goes_on, repetition.is_done))

    def most(self, node: Node, facts: Facts) -> int:
        """Return how many turns there are at most.

        Raises:
            TooMuchError: If that is not one number.
        """
        repetition = node.repetition
        if repetition is None:
            return 1
        if repetition.goes_on is not None:
            numbers = {"turn": repetition.counts_from}
            is_tried = not repetition.is_tested_before or self.learning.holds(
                repetition.goes_on, _counted(repetition, facts, numbers)
            )
            return repetition.most if is_tried else 0
        if repetition.count is not None:
            count = self.learning.value(repetition.count, facts)
            return max(0, round(count)) if isinstance(count, float) else 0
        if node.instances is None or not node.instances.is_constant:
            raise TooMuchError(node.name)
        return round(node.instances.expected)

    def is_over(self, node: Node, turn: int, count: int, facts: Facts) -> bool:
        """Return whether no further turn is waited for after one is done, counted from 1."""
        repetition = node.repetition
        if turn >= count or repetition is None:
            return True
        number = turn - (repetition.goes_on is None) + repetition.counts_from
        active = 0 if node.is_sequential else count - turn
        numbers = {"completed": turn, "all": count, "active": active, "ended": 0, "turn": number}
        known = _counted(repetition, facts, numbers)
        if repetition.goes_on is not None and not self.learning.holds(repetition.goes_on, known):
            return True
        return repetition.is_done is not None and self.learning.holds(repetition.is_done, known)

    def of(self, node: Node, facts: Facts) -> Iterator[tuple[int, Facts, float]]:
        """Yield how often an activity is done, what is known then, and how likely that is."""
        count = self.most(node, facts)
        if count == 0:
            yield 0, facts, 1.0
            return
        learns_each = node.repetition is not None and (
            node.repetition.goes_on is not None or node.repetition.is_done is not None
        )
        if not learns_each:
            yield from ((count, learnt, chance) for learnt, chance in self.learning.learn(node.id, facts))
            return
        shares = {facts: 1.0}
        for turn in range(1, count + 1):
            following: dict[Facts, float] = {}
            for known, share in shares.items():
                for learnt, chance in self.learning.learn(node.id, known):
                    if self.is_over(node, turn, count, learnt):
                        yield turn, learnt, share * chance
                    elif share * chance > _NOTHING:
                        following[learnt] = following.get(learnt, 0.0) + share * chance
            shares = following
            if not shares:
                return


def _counted(repetition: Repetition, facts: Facts, numbers: dict[str, int]) -> Facts:
    asked = sorted(repetition.numbers)
    return (*facts, *((name, float(numbers[NUMBERS[name]])) for name in asked))
