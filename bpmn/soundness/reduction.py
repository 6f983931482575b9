"""Makes a net smaller without changing what can go wrong in it: sequences, blocks and equal ways are folded.

Source: the fusion rules of Murata, Petri Nets: Properties, Analysis and Applications (1989), section V.D, restricted to
what keeps liveness and safeness: series places and transitions, parallel transitions, self-loops, and the fork whose
branches do nothing but meet again. Inclusive splits and joins are folded where the join never has to wait.
"""

from dataclasses import replace

from bpmn.soundness.net import Net, OrJoin, Transition, bits_of, places_in

__all__ = ["reduce_net"]


def reduce_net(net: Net) -> Net:
    """Return a smaller net with the same verdict, places numbered as before."""
    reduction = _Reduction(net)
    reduction.run()
    return replace(
        net,
        transitions=tuple(reduction.transitions.values()),
        or_joins=tuple(reduction.joins),
        covered=net.covered | reduction.covered,
        ends=reduction.ends,
    )


class _Reduction:
    """The working state: transitions by number, and who takes from and gives to each place."""

    def __init__(self, net: Net) -> None:
        self.transitions: dict[int, Transition] = dict(enumerate(net.transitions))
        self.takers: list[set[int]] = [set() for _ in net.names]
        self.givers: list[set[int]] = [set() for _ in net.names]
        self.covered: frozenset[str] = frozenset()
        self.ends = net.ends
        self._scopes = net.scopes
        # Where a place stands for more than the tokens on it, it has to stay.
        self._always_fixed = net.first.tokens | net.finals
        self.joins = list(net.or_joins)
        self._joined = _join_inputs(net.or_joins)
        for number, transition in self.transitions.items():
            self._link(number, transition)

    def run(self) -> None:
        """Fold until nothing can be folded any more."""
        waiting = set(range(len(self.takers)))
        while waiting:
            place = waiting.pop()
            waiting |= self._fold(place)
            if not waiting:
                waiting = self._fold_inclusive_blocks()

    @property
    def _fixed(self) -> int:
        return self._always_fixed | self._joined

    def _fold_inclusive_blocks(self) -> set[int]:
        """Fold what one place's tokens part for and an inclusive gateway joins again, with nothing else between.

        Such a join never waits: every token that can come to one of its flows comes by that place, and so can come to
        all of them.
        """
        for join in self.joins:
            entry = self._entry_of(join)
            if entry is None:
                continue
            for number in list(self.takers[entry]):
                before = self.transitions[number]
                if before.produces & bits_of(join.inputs):
                    joined = join.transition(before.produces)
                    self._replace(number, _sequence(before, joined))
            self.joins.remove(join)
            self._joined = _join_inputs(tuple(self.joins))
            return {entry, join.output}
        return set()

    def _entry_of(self, join: OrJoin) -> int | None:
        """Return the only place whose tokens part to come to a join, None where there is none such."""
        inputs = bits_of(join.inputs)
        givers = {number for place in join.inputs for number in self.givers[place]}
        entries = {self.transitions[number].consumes for number in givers}
        if len(entries) != 1 or any(self.takers[place] or not self.givers[place] for place in join.inputs):
            return None
        (entry,) = entries
        places = entry | inputs | 1 << join.output
        if entry & (entry - 1) or entry & (inputs | 1 << join.output) or inputs & (self._always_fixed | self.ends):
            return None
        if len({self._scopes[place] for place in places_in(places)}) > 1:
            return None
        is_closed = all(self.transitions[n].is_plain and not self.transitions[n].produces & ~inputs for n in givers)
        return entry.bit_length() - 1 if is_closed else None

    def _fold(self, place: int) -> set[int]:
        touched = self._drop_self_loops(place) | self._drop_equals(place)
        if self._fixed >> place & 1 or len(self.takers[place]) != 1 or not self.givers[place]:
            return touched
        (number,) = self.takers[place]
        after = self.transitions[number]
        if after.is_plain and self._can_join(after, number):
            touched |= self._join(after, number)
        return touched

    def _can_join(self, after: Transition, number: int) -> bool:
        """Return whether a transition can be made one with those before it, so that its places go."""
        consumed = list(places_in(after.consumes))
        involved = {self._scopes[place] for place in (*consumed, *places_in(after.produces))}
        if len(involved) != 1 or after.consumes & (self._fixed | after.produces) or after.produces & self.ends:
            return False
        givers = self.givers[consumed[0]]
        if any(self.takers[place] != {number} for place in consumed):
            return False
        if any(self.givers[place] != givers for place in consumed):
            return False
        return all(
            number != giver and not (self.transitions[giver].produces & ~after.consumes & after.produces)
            for giver in givers
        )

    def _join(self, after: Transition, number: int) -> set[int]:
        givers = set(self.givers[next(places_in(after.consumes))])
        for giver in givers:
            before = self.transitions[giver]
            self._replace(giver, _sequence(before, after))
        self._remove(number)
        return {place for giver in givers for place in _places(self.transitions[giver])} | set(_places(after))

    def _drop_self_loops(self, place: int) -> set[int]:
        loops = [n for n in self.takers[place] if self._is_self_loop(self.transitions[n])]
        if len(loops) == len(self.takers[place]):
            # A loop without a way out has to stay: it is what is wrong.
            loops = loops[1:]
        touched: set[int] = set()
        for number in loops:
            self._cover(place, self.transitions[number].covers)
            self._remove(number)
            touched.add(place)
        return touched

    def _cover(self, place: int, covers: frozenset[str]) -> None:
        """Remember that elements run whenever a place gets a token."""
        for giver in self.givers[place]:
            before = self.transitions[giver]
            self.transitions[giver] = replace(before, covers=before.covers | covers)
        if self._fixed >> place & 1:
            self.covered |= covers

    @staticmethod
    def _is_self_loop(transition: Transition) -> bool:
        return transition.is_plain and transition.consumes == transition.produces

    def _drop_equals(self, place: int) -> set[int]:
        seen: dict[tuple[object, ...], int] = {}
        touched: set[int] = set()
        for number in sorted(self.takers[place]):
            t = self.transitions[number]
            first = seen.setdefault((t.consumes, t.produces, t.inhibitors, t.clears, t.receives, t.sends), number)
            if first == number:
                continue
            kept = self.transitions[first]
            shorter = min(kept.elements, t.elements, key=len)
            self.transitions[first] = replace(kept, elements=shorter, covers=kept.covers | t.covers)
            touched |= set(_places(t))
            self._remove(number)
        return touched

    def _replace(self, number: int, transition: Transition) -> None:
        self._remove(number)
        self.transitions[number] = transition
        self._link(number, transition)

    def _link(self, number: int, transition: Transition) -> None:
        for place in places_in(transition.consumes):
            self.takers[place].add(number)
        for place in places_in(transition.produces):
            self.givers[place].add(number)

    def _remove(self, number: int) -> None:
        transition = self.transitions.pop(number)
        for place in places_in(transition.consumes):
            self.takers[place].discard(number)
        for place in places_in(transition.produces):
            self.givers[place].discard(number)


def _sequence(before: Transition, after: Transition) -> Transition:
    return replace(
        before,
        produces=before.produces & ~after.consumes | after.produces,
        elements=before.elements + after.elements,
        covers=before.covers | after.covers,
    )


def _join_inputs(joins: tuple[OrJoin, ...]) -> int:
    return bits_of([place for join in joins for place in (*join.inputs, join.output)])


def _places(transition: Transition) -> tuple[int, ...]:
    return (*places_in(transition.consumes), *places_in(transition.produces))
