"""The cheapest alignment of a trace with the token game of a model."""

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from bpmn.soundness import Marking, Net, TokenGame, Transition

__all__ = ["Aligner", "Alignment"]

_SILENT = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """A way through the model beside a trace.

    Attributes:
        cost: How many activities were done against the model or left out.
        unexpected: Those done against it.
        skipped: Those left out.
        places: What each place that got a token on the way stands for (flows among them), in order.
        elements: The elements passed, in order.
    """

    cost: int
    unexpected: tuple[int, ...]
    skipped: tuple[int, ...]
    places: tuple[str, ...]
    elements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """One move: the activity it shows (-1: none), where it leads, what it passes."""

    label: int
    marking: Marking
    places: tuple[str, ...]
    elements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Node:
    """Where a search is: the cost so far, how it came here."""

    marking: Marking
    position: int
    step: _Step | None
    is_log_move: bool
    before: "_Node | None"


class Aligner:
    """Aligns traces with one net; what a marking allows is worked out once for all of them."""

    def __init__(self, net: Net, labels: Mapping[str, int], *, most_states: int) -> None:
        self._net = net
        self._game = TokenGame(net)
        self._labels = labels
        self._most = most_states
        self._steps: dict[Marking, tuple[_Step, ...]] = {}
        self._worked: dict[int, Alignment | None] = {}

    @cached_property
    def shortest(self) -> int:
        """How many activities the shortest way through the model shows."""
        found = self.align((), is_open=False)
        return found.cost if found else 0

    def align(self, trace: tuple[int, ...], *, is_open: bool) -> Alignment | None:
        """Return the cheapest alignment of a trace; None where it takes more states than are looked at.

        Args:
            trace: Numbers of activities, in order.
            is_open: Whether the case may stand anywhere at the trace's end.
        """
        first = _Node(self._net.first, 0, None, False, None)
        heap: list[tuple[int, int, int, _Node]] = [(0, 0, 0, first)]
        done: set[tuple[Marking, int]] = set()
        count = 0
        while heap:
            cost, steps, _, node = heapq.heappop(heap)
            state = (node.marking, node.position)
            if state in done:
                continue
            done.add(state)
            if node.position == len(trace) and (is_open or self._game.is_over(node.marking)):
                return _alignment(cost, node, trace)
            if len(done) > self._most:
                return None
            for price, following in self._following(node, trace):
                count += 1
                heapq.heappush(heap, (cost + price, steps + 1, count, following))
        return None

    def _following(self, node: _Node, trace: tuple[int, ...]) -> Iterator[tuple[int, _Node]]:
        is_left = node.position < len(trace)
        for step in self._allowed(node.marking):
            if step.label == _SILENT:
                yield 0, _Node(step.marking, node.position, step, False, node)
            else:
                if is_left and step.label == trace[node.position]:
                    yield 0, _Node(step.marking, node.position + 1, step, False, node)
                yield 1, _Node(step.marking, node.position, step, False, node)
        if is_left:
            yield 1, _Node(node.marking, node.position + 1, None, True, node)

    def _allowed(self, marking: Marking) -> tuple[_Step, ...]:
        found = self._steps.get(marking)
        if found is None:
            found = tuple(
                _Step(
                    self._label(move.transition),
                    move.marking,
                    self._names(move.transition.produces),
                    move.transition.elements,
                )
                for move in self._game.moves(marking)
                if not move.doubled
            )
            self._steps[marking] = found
        return found

    def _label(self, transition: Transition) -> int:
        """Return the activity that a step shows: that which ends with it, where events may interrupt it."""
        shown = [self._labels[one] for one in transition.elements if one in self._labels]
        if shown and not self._begins(transition):
            return shown[0]
        if not transition.elements:
            ended = [self._labels[one] for one in self._names(transition.consumes) if one in self._labels]
            return ended[0] if ended else _SILENT
        return _SILENT

    def _begins(self, transition: Transition) -> bool:
        """Whether a step only begins an activity: it puts a token on the place that says that it runs."""
        begun = set(self._names(transition.produces))
        return any(one in begun for one in transition.elements)

    def _names(self, places: int) -> tuple[str, ...]:
        return tuple(name for place, name in enumerate(self._net.names) if places >> place & 1)


def _alignment(cost: int, last: _Node, trace: tuple[int, ...]) -> Alignment:
    unexpected: list[int] = []
    skipped: list[int] = []
    places: list[str] = []
    elements: list[str] = []
    node = last
    while node.before is not None:
        before, step = node.before, node.step
        if node.is_log_move:
            unexpected.append(trace[before.position])
        elif step is not None:
            if step.label != _SILENT and node.position == before.position:
                skipped.append(step.label)
            places.extend(reversed(step.places))
            elements.extend(reversed(step.elements))
        node = before
    return Alignment(
        cost=cost,
        unexpected=tuple(reversed(unexpected)),
        skipped=tuple(reversed(skipped)),
        places=tuple(reversed(places)),
        elements=tuple(reversed(elements)),
    )
