"""The places and steps of a net while it is made."""

from dataclasses import dataclass, field

from bpmn.soundness.net import Transition, bits_of

__all__ = ["Sheet", "Step"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A transition whose scopes are still named, since not all of their places are known yet.

    Attributes:
        consumes: Places it takes a token from.
        produces: Places it gives one to.
        elements: Ids of the elements passed.
        ends: Id of the scope that must be empty, and is left: what may still happen in it is over; "" for none.
        cancels: Ids of the scopes in which everything is taken away.
        receives: Index of the message taken, or None.
        sends: Indexes of the messages sent.
        is_end: Whether it only takes a token away at an end event.
    """

    consumes: tuple[int, ...]
    produces: tuple[int, ...]
    elements: tuple[str, ...]
    ends: str = ""
    cancels: tuple[str, ...] = ()
    receives: int | None = None
    sends: tuple[int, ...] = ()
    is_end: bool = False


@dataclass(slots=True)
class Sheet:
    """What is known of a net so far.

    Attributes:
        names: What each place stands for.
        scopes: For each place, the scopes it is in.
        steps: The steps.
        inside: For each scope, the places whose tokens keep it from ending.
        extras: For each scope, the places that only say what may still happen in it.
        ends: Places before an end event where several paths meet.
        repeatable: Places where a second token does no harm.
        approximate: Ids of elements whose meaning the game can only guess.
        partial: Ids of gateways that may go on in more ways than are drawn.
    """

    names: list[str] = field(default_factory=list)
    scopes: list[frozenset[str]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    inside: dict[str, set[int]] = field(default_factory=dict)
    extras: dict[str, set[int]] = field(default_factory=dict)
    ends: set[int] = field(default_factory=set)
    repeatable: set[int] = field(default_factory=set)
    approximate: list[str] = field(default_factory=list)
    partial: list[str] = field(default_factory=list)
    _known: dict[tuple[str, str], int] = field(default_factory=dict)

    def place(self, kind: str, element: str, scopes: tuple[str, ...], *, is_extra: bool = False) -> int:
        """Return the place of that kind for an element, made at the first call.

        Args:
            kind: "flow", "active", "waiting", "ready" and so on.
            element: Id of the element it stands for.
            scopes: Ids of the scopes it is in, from the inside out.
            is_extra: Whether a token there says only what may still happen, and keeps no scope from ending.
        """
        known = self._known.get((kind, element))
        if known is not None:
            return known
        place = len(self.names)
        self._known[kind, element] = place
        self.names.append(element)
        self.scopes.append(frozenset((*scopes, "extra") if is_extra else scopes))
        for scope in scopes:
            (self.extras if is_extra else self.inside).setdefault(scope, set()).add(place)
        return place

    def transitions(self, synthetic: frozenset[str]) -> tuple[Transition, ...]:
        """Return the steps with the places of their scopes filled in, and without the elements nobody knows."""
        # What needs no token, like a gateway that no flow enters, never gets one.
        return tuple(self._resolved(step, synthetic) for step in self.steps if step.consumes)

    def _resolved(self, step: Step, synthetic: frozenset[str]) -> Transition:
        cleared = [scope for scope in (*step.cancels, step.ends) if scope]
        clears = bits_of({place for scope in cleared for place in self.extras.get(scope, ())})
        clears |= bits_of({place for scope in step.cancels for place in self.inside.get(scope, ())})
        return Transition(
            consumes=bits_of(step.consumes),
            produces=bits_of(step.produces),
            inhibitors=bits_of(self.inside.get(step.ends, set())) if step.ends else 0,
            clears=clears,
            receives=step.receives,
            sends=step.sends,
            elements=tuple(element for element in step.elements if element not in synthetic),
            covers=frozenset(step.elements),
            is_end=step.is_end,
        )
