"""Kinds of cases walking through a network: which ways rules send them, and how often what is repeated is done.

A case walks as one token. At a parallel or inclusive split it goes through the ways one after the other until they
meet again, so that what it learns on one is known on those after it. Time decides nothing here but which of several
events comes first, and those chances are given.
"""

from collections.abc import Iterator, Mapping, Sequence

from analysis.flow.chains import EXIT, post_dominators
from analysis.flow.learning import Facts, Learning, TooMuchError
from analysis.flow.turns import Turns
from analysis.network import Network, Node
from analysis.network.visits import chosen_sets

__all__ = ["Tally", "walk"]

_NOTHING = 1e-12
_MOST_STEPS = 300_000
_OVER_AND_OVER = 20  # each state so many times, and there are still cases: they go round without end

_Frame = tuple[str, int, tuple[int, ...]]
# What a token comes back to: "ways" that meet at a node (or never: EXIT), with those still to be gone; or a "scope",
# with the number of its turn and how many there are at most.
_Stack = tuple[_Frame, ...]
_State = tuple[int, bool, Facts, _Stack]
# At a node, which it enters or (True) leaves, what is known, and what it comes back to, the innermost first.
_Note = tuple[str, int, tuple[int, ...]]
_Move = tuple[_State | None, float, _Note | None]

Tally = dict[tuple[str, int], dict[tuple[int, ...], float]]
"""How often in a case: by ("ways", gateway) each set of its ways, by ("turns", node) each number of turns."""


def walk(
    network: Network, kinds: Sequence[tuple[Facts, float]], learning: Learning, chances: Mapping[int, list[float]]
) -> Tally:
    """Return how often rules send cases which way, and how often what is repeated by rules is done.

    Args:
        network: The network.
        kinds: What is known of the kinds of cases when they arrive, with their shares.
        learning: What rules come to, and what becomes known by activities.
        chances: The chances of events, by node: as for `expected_visits`.

    Raises:
        TooMuchError: If what happens cannot be followed so, or does not end.
    """
    walker = _Walker(network, learning, chances)
    roots = [number for number, region in enumerate(network.regions) if region.holder < 0]
    for root in roots:
        moves = [(facts, share, list(walker.starts(root, facts, ()))) for facts, share in kinds]
        walker.run([(state, share * chance) for _, share, found in moves for state, chance, _ in found if state])
    return walker.tally


class _Walker:
    def __init__(self, network: Network, learning: Learning, chances: Mapping[int, list[float]]) -> None:
        self.network, self.learning, self.chances = network, learning, chances
        self.turns = Turns(learning)
        self.tally: Tally = {}
        self.after: dict[int, int] = {}
        self.known: dict[_State, list[_Move]] = {}
        for region in range(len(network.regions)):
            self.after |= post_dominators(network, region)

    def run(self, entries: list[tuple[_State, float]]) -> None:
        """Let shares of cases go from state to state until nothing of them is left that a number can hold."""
        shares: dict[_State, float] = {}
        for state, share in entries:
            shares[state] = shares.get(state, 0.0) + share
        steps = 0
        while shares:
            following: dict[_State, float] = {}
            for state, share in shares.items():
                for after, chance, note in self._moves(state):
                    if note is not None:
                        counts = self.tally.setdefault(note[:2], {})
                        counts[note[2]] = counts.get(note[2], 0.0) + share * chance
                    if after is not None and share * chance > _NOTHING:
                        following[after] = following.get(after, 0.0) + share * chance
            steps += len(shares)
            if steps > _MOST_STEPS:
                element = self.network.nodes[next(iter(shares))[0]].name
                raise TooMuchError(element, is_endless=len(self.known) * _OVER_AND_OVER < steps)
            shares = following

    def _moves(self, state: _State) -> list[_Move]:
        if state not in self.known:
            at, leaves, facts, stack = state
            moves = self._leave(at, facts, stack) if leaves else self._enter(at, facts, stack)
            self.known[state] = [move for move in moves if move[1] > 0]
        return self.known[state]

    def _enter(self, at: int, facts: Facts, stack: _Stack) -> Iterator[_Move]:
        node = self.network.nodes[at]
        has_met = False
        while stack and stack[0][:2] == ("ways", at):
            rest = stack[0][2]
            if rest:
                yield (rest[0], False, facts, (("ways", at, rest[1:]), *stack[1:])), 1.0, None
                return
            has_met, stack = True, stack[1:]
        if node.join in {"all", "count", "quantity"} and len(node.incoming) > 1 and not has_met:
            raise TooMuchError(node.name)
        yield from self._pass(at, facts, stack)

    def _pass(self, at: int, facts: Facts, stack: _Stack) -> Iterator[_Move]:
        """Do what is to be done at a node."""
        node = self.network.nodes[at]
        if node.kind == "terminate":
            while stack and stack[0][0] != "scope":
                stack = stack[1:]
            yield from self._end(facts, stack)
        elif node.kind in {"raise", "undo"}:
            yield from self._throw(at, facts, stack)
        elif node.kind == "scope" and node.inner >= 0 and self.network.regions[node.inner].starts:
            yield from self._open(at, facts, stack)
        elif node.kind == "wait" and node.split == "first":
            for way, chance in zip(node.outgoing, self.chances.get(at, ()), strict=False):
                yield (self.network.ways[way].target, True, facts, stack), chance, None
        elif node.kind in {"task", "wait", "scope"}:
            yield from self._do(at, facts, stack)
        else:
            yield (at, True, facts, stack), 1.0, None

    def _throw(self, at: int, facts: Facts, stack: _Stack) -> Iterator[_Move]:
        """Let an error, escalation or cancellation go to the boundary event that catches it."""
        node = self.network.nodes[at]
        if node.raises < 0:
            if not node.is_fatal:
                yield (at, True, facts, stack), 1.0, None
            return
        hosts = [host for host, one in enumerate(self.network.nodes) if node.raises in one.boundaries]
        places = [place for place, frame in enumerate(stack) if frame[0] == "scope" and frame[1] in hosts]
        if not places or node.kind == "undo":
            raise TooMuchError(node.name)
        if self.network.nodes[node.raises].is_interrupting:
            yield (node.raises, False, facts, stack[places[0] + 1 :]), 1.0, None
        else:
            yield (node.raises, False, facts, ()), 1.0, None
            yield (at, True, facts, stack), 1.0, None

    def _do(self, at: int, facts: Facts, stack: _Stack) -> Iterator[_Move]:
        """Do an activity: all of its turns, or what is learnt by it once."""
        node = self.network.nodes[at]
        if node.repetition is None or not self.turns.is_ruled(node.repetition):
            for learnt, chance in self.learning.learn(node.id, facts):
                yield from self._exits(at, facts, learnt, stack, chance, None)
            return
        for turns, learnt, chance in self.turns.of(node, facts):
            yield from self._exits(at, facts, learnt, stack, chance, ("turns", at, (turns,)))

    def _exits(
        self, at: int, before: Facts, learnt: Facts, stack: _Stack, chance: float, note: _Note | None
    ) -> Iterator[_Move]:
        """Leave an activity, or by the boundary events on it, with what was known before it."""
        node = self.network.nodes[at]
        said = self.chances.get(at)
        left = 1.0
        if node.boundaries and said is not None:
            for boundary, share in zip(node.boundaries, said[len(node.outgoing) :], strict=True):
                is_instead = self.network.nodes[boundary].is_interrupting
                yield (boundary, False, before, stack if is_instead else ()), chance * share, None
                left -= share if is_instead else 0.0
        yield (at, True, learnt, stack), chance * max(0.0, left), None
        if note is not None:
            yield None, chance, note

    def _open(self, at: int, facts: Facts, stack: _Stack) -> Iterator[_Move]:
        node = self.network.nodes[at]
        count = 1
        if node.repetition is not None and self.turns.is_ruled(node.repetition):
            count = self.turns.most(node, facts)
            if count == 0:
                yield (at, True, facts, stack), 1.0, ("turns", at, (0,))
                return
        yield from self.starts(node.inner, facts, (("scope", at, (1, count)), *stack))

    def starts(self, region: int, facts: Facts, stack: _Stack) -> Iterator[_Move]:
        """Begin a region."""
        starts = self.network.regions[region].starts
        if self.network.regions[region].starts_all:
            yield from _together([start for start, _ in starts], EXIT, facts, stack, None)
            return
        for start, share in starts:
            yield (start, False, facts, stack), share, None

    def _end(self, facts: Facts, stack: _Stack) -> Iterator[_Move]:
        """End a token: the next of the ways is gone, or what it is inside of is done."""
        while stack and stack[0][0] == "ways":
            _, meets, rest = stack[0]
            if rest:
                yield (rest[0], False, facts, (("ways", meets, rest[1:]), *stack[1:])), 1.0, None
                return
            stack = stack[1:]
        if not stack:
            return
        _, at, (turn, count) = stack[0]
        node = self.network.nodes[at]
        is_ruled = node.repetition is not None and self.turns.is_ruled(node.repetition)
        for learnt, chance in self.learning.learn(node.id, facts):
            if is_ruled and not self.turns.is_over(node, turn, count, learnt):
                again = self.starts(node.inner, learnt, (("scope", at, (turn + 1, count)), *stack[1:]))
                yield from ((state, share * chance, note) for state, share, note in again)
            else:
                note = ("turns", at, (turn,)) if is_ruled else None
                yield from self._exits(at, facts, learnt, stack[1:], chance, note)

    def _leave(self, at: int, facts: Facts, stack: _Stack) -> Iterator[_Move]:
        node = self.network.nodes[at]
        if node.gives > 1:
            raise TooMuchError(node.name)
        targets = [self.network.ways[way].target for way in node.outgoing]
        if not targets:
            yield from self._end(facts, stack)
            return
        meets = self.after.get(at, EXIT)
        for places, chance in self._ways(node, facts):
            note = ("ways", at, places) if node.goes_by_rules else None
            moves = _together([targets[place] for place in places], meets, facts, stack, note)
            yield from ((state, share * chance, said) for state, share, said in moves)

    def _ways(self, node: Node, facts: Facts) -> list[tuple[tuple[int, ...], float]]:
        ways = [self.network.ways[way] for way in node.outgoing]
        if len(ways) == 1 or (node.split == "all" and not node.goes_by_rules):
            return [(tuple(range(len(ways))), 1.0)]
        if not node.goes_by_rules:
            if node.split != "one":
                return chosen_sets(self.network, node)
            return [((place,), way.probability) for place, way in enumerate(ways)]
        true = [
            place
            for place, way in enumerate(ways)
            if not way.is_default and (way.rule is None or self.learning.holds(way.rule, facts))
        ]
        taken = true[:1] if node.split == "one" else true
        return [(tuple(taken or [place for place, way in enumerate(ways) if way.is_default][:1]), 1.0)]


def _together(targets: Sequence[int], meets: int, facts: Facts, stack: _Stack, note: _Note | None) -> Iterator[_Move]:
    """Go several ways one after the other, until they meet."""
    if not targets:
        yield None, 1.0, note
    elif len(targets) == 1:
        yield (targets[0], False, facts, stack), 1.0, note
    else:
        yield (targets[0], False, facts, (("ways", meets, tuple(targets[1:])), *stack)), 1.0, note
