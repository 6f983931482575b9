"""The net that the token game is played on: places, transitions, inclusive joins. Markings are bit sets.

A place that may hold a token is a bit. A second token on it is what "lack of synchronisation" means, so that no marking
needs more; only messages on their way are counted.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

__all__ = ["Marking", "Net", "OrJoin", "Transition", "bits_of", "places_in"]


@dataclass(frozen=True, slots=True)
class Marking:
    """Where the tokens are.

    Attributes:
        tokens: A bit for each place that holds a token.
        messages: How many messages are on their way, by message flow.
    """

    tokens: int
    messages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One step of the game.

    Attributes:
        consumes: Places that must hold a token, and lose it.
        produces: Places that get a token.
        inhibitors: Places that must be empty.
        clears: Places that are emptied, if they hold a token.
        receives: Index of the message it takes, or None.
        sends: Indexes of the messages it sends.
        elements: Ids of the elements passed, in order, for showing the way.
        covers: Ids of the elements that are known to run when it fires, or something else like it does.
        is_end: Whether it only takes a token away at an end event.
    """

    consumes: int
    produces: int
    inhibitors: int = 0
    clears: int = 0
    receives: int | None = None
    sends: tuple[int, ...] = ()
    elements: tuple[str, ...] = ()
    covers: frozenset[str] = frozenset()
    is_end: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether it depends on nothing but the tokens it takes, and touches nothing but those it gives."""
        return not (self.inhibitors or self.clears or self.sends or self.receives is not None or self.is_end)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrJoin:
    """An inclusive gateway where paths meet.

    Attributes:
        element: Its id.
        inputs: Its incoming places.
        output: Its outgoing place.
        reach: For each incoming place, the places from which a token may still come to it without passing the gateway.
    """

    element: str
    inputs: tuple[int, ...]
    output: int
    reach: Mapping[int, int] = field(default_factory=dict)

    def waits_for(self, filled: int) -> int:
        """Return the places whose tokens it waits for while these of its incoming places are filled.

        Source: BPMN 2.0.2 §13.4.3 (Table 13.3): it waits while some token can reach an empty incoming flow, unless that
        token can also reach one that is filled already.
        """
        toward_filled = toward_empty = 0
        for place in self.inputs:
            if filled >> place & 1:
                toward_filled |= self.reach.get(place, 0)
            else:
                toward_empty |= self.reach.get(place, 0)
        return toward_empty & ~toward_filled & ~bits_of(self.inputs)

    def transition(self, filled: int) -> Transition:
        """Return the step it makes when these of its incoming places are filled."""
        return Transition(
            consumes=filled,
            produces=1 << self.output,
            elements=(self.element,),
            covers=frozenset({self.element}),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Net:
    """A net with its first marking.

    Attributes:
        names: What each place stands for: the id of a flow, activity, scope.
        scopes: For each place, the ids of the scopes whose emptiness or end it matters for; places of different scopes
            are never folded into one.
        transitions: The steps.
        or_joins: The inclusive joins.
        first: The first marking.
        finals: Places that may hold a token when all is over.
        message_names: Ids of the message flows.
        ends: Places before an end event where several paths meet: a second token there means that it ends twice.
        partial: Ids of gateways that may go on in more ways than there are transitions for.
        starting: Indexes of the message flows each of whose messages makes a new instance.
        covered: Ids of elements known to run from the start.
        repeatable: Places on the side paths of non-interrupting events, where a second token does no harm: it only
            means that the same is done again.
    """

    names: tuple[str, ...]
    scopes: tuple[frozenset[str], ...]
    transitions: tuple[Transition, ...]
    or_joins: tuple[OrJoin, ...]
    first: Marking
    finals: int
    message_names: tuple[str, ...] = ()
    ends: int = 0
    partial: tuple[str, ...] = ()
    starting: frozenset[int] = frozenset()
    covered: frozenset[str] = frozenset()
    repeatable: int = 0


def bits_of(places: tuple[int, ...] | list[int] | set[int] | frozenset[int]) -> int:
    """Return the bit set of some places."""
    bits = 0
    for place in places:
        bits |= 1 << place
    return bits


def places_in(bits: int) -> Iterator[int]:
    """Yield the places of a bit set, the lowest first."""
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low
