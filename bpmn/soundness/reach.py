"""Works out from which places a token can come to an inclusive join, when that is asked for."""

from collections.abc import Iterator, Mapping, Sequence

from bpmn.soundness.net import Transition, bits_of, places_in

__all__ = ["Arrows", "Reach"]


class Arrows:
    """The ways that tokens go from place to place.

    Attributes:
        scopes: The scopes of each place.
        into: For each place, what tokens come from: places, and the inclusive join they pass or "".
    """

    def __init__(
        self,
        scopes: Sequence[frozenset[str]],
        transitions: Sequence[Transition],
        joins: Sequence[tuple[str, tuple[int, ...], int]],
    ) -> None:
        self.scopes = scopes
        self.into: list[list[tuple[tuple[int, ...], str]]] = [[] for _ in scopes]
        for transition in transitions:
            consumed = tuple(places_in(transition.consumes))
            for place in places_in(transition.produces):
                self.into[place].append((consumed, ""))
        for element, inputs, output in joins:
            self.into[output].append((inputs, element))


class Reach(Mapping[int, int]):
    """For each incoming place of an inclusive join, the places from which a token can come to it.

    As paths of sequence flows do, the ways stay in the scope, and do not pass the join itself (BPMN 2.0.2 §13.4.3).
    """

    def __init__(self, element: str, inputs: tuple[int, ...], arrows: Arrows) -> None:
        self._element = element
        self._inputs = inputs
        self._arrows = arrows
        self._known: dict[int, int] = {}

    def __getitem__(self, place: int) -> int:
        if place not in self._known:
            self._known[place] = self._before(place)
        return self._known[place]

    def __iter__(self) -> Iterator[int]:
        return iter(self._inputs)

    def __len__(self) -> int:
        return len(self._inputs)

    def _before(self, place: int) -> int:
        arrows = self._arrows
        around = arrows.scopes[place]
        found, waiting = {place}, [place]
        while waiting:
            for consumed, passed in arrows.into[waiting.pop()]:
                for before in consumed if passed != self._element else ():
                    if before not in found and arrows.scopes[before] >= around:
                        found.add(before)
                        waiting.append(before)
        return bits_of(found)
