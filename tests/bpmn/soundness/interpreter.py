"""A second, naive token game, for comparison: BPMN's own words played out instance by instance.

It shares no code with `bpmn.soundness`. It works on the model as read, not on the normal form; it keeps a tree of
running scopes, not a bit set; it starts and completes every activity in two steps; it folds nothing and looks for the
inclusive join's paths anew each time. Sources: BPMN 2.0.2 §13 and §10.5.
"""

from collections.abc import Iterable, Iterator
from itertools import product
from typing import NamedTuple, TypeVar

from bpmn.model import (
    Activity,
    BoundaryEvent,
    CatchEvent,
    FlowNode,
    Gateway,
    IntermediateThrowEvent,
    StartEvent,
    SubProcess,
    Task,
    ThrowEvent,
)
from bpmn.model.activities import MultiInstance, StandardLoop
from tests.bpmn.soundness.structure import NotPlayedError, Structure, link_of

__all__ = ["Frame", "Interpreter", "Run", "Step"]


_T = TypeVar("_T")


class Run(NamedTuple):
    """A running activity or event sub-process, or an event-based gateway that waits."""

    node: str
    fired: tuple[str, ...] = ()
    inside: "tuple[Frame, ...]" = ()


class Frame(NamedTuple):
    """A running scope: the flows with a token (one with two is there twice), and what runs in it."""

    owner: str
    tokens: tuple[str, ...] = ()
    runs: tuple[Run, ...] = ()
    is_closed: bool = False

    def plus(self, tokens: Iterable[str] = (), runs: Iterable[Run] = ()) -> "Frame":
        """Return it with more in it."""
        both = (*self.tokens, *tokens), (*self.runs, *runs)
        return self._replace(tokens=tuple(sorted(both[0])), runs=tuple(sorted(both[1])))

    def minus(self, tokens: Iterable[str] = (), runs: Iterable[Run] = ()) -> "Frame":
        """Return it with less in it."""
        left, running = list(self.tokens), list(self.runs)
        for token in tokens:
            left.remove(token)
        for run in runs:
            running.remove(run)
        return self._replace(tokens=tuple(left), runs=tuple(running))


class Step(NamedTuple):
    """What can happen next: elements passed, the scope afterwards (None: it has ended), messages, what is thrown."""

    passed: tuple[str, ...]
    after: Frame | None
    receives: int | None = None
    sends: tuple[int, ...] = ()
    thrown: tuple[str, str | None, str] | None = None


class Interpreter(Structure):
    """Plays one process."""

    # Beginning

    def beginnings(self) -> Iterator[Step]:
        """Yield the ways in which the process can start."""
        starts = self.starts(self.process.id)
        for start in starts:
            for message in self.post.choices(start.id):
                frames = [Frame(self.process.id).plus(out) for out in self.outs(start)]
                yield from (Step((start.id,), frame, message) for frame in frames)
        first = self.firsts(self.process.scope)
        doors = [n for n in first if isinstance(n, Task | Gateway) and n.instantiate]
        for door in doors:
            targets = [self.nodes[self.flows[f].target] for f in door.outgoing] if isinstance(door, Gateway) else [door]
            if isinstance(door, Gateway) and door.event_gateway_type == "Parallel":
                yield Step((door.id,), Frame(self.process.id).plus(door.outgoing))
                continue
            for target in targets:
                for message in self.post.choices(target.id):
                    before = () if target is door else (door.id,)
                    for out in self.outs(target):
                        yield Step((*before, target.id), Frame(self.process.id).plus(out), message)
        if first and not doors and not starts:
            yield Step((), Frame(self.process.id).plus(f"to {n.id}" for n in first))

    def _begun(self, activity: str) -> Iterator[tuple[tuple[str, ...], tuple[Frame, ...]]]:
        """Yield what is passed and what is inside when an activity begins."""
        if activity not in self.scopes:
            yield (), ()
            return
        scope = self.scopes[activity]
        starts = self.starts(activity)
        blank = [n for n in starts if n.kind == "none"]
        for start in blank:
            for out in self.outs(start):
                yield (start.id,), (Frame(activity).plus(out),)
        if starts and not blank:
            yield (), (Frame(activity, ("never",)),)
        if not starts:
            first = self.firsts(scope)
            tokens = [f"to {n.id}" for n in first] or ["never"]
            yield (), (Frame(activity).plus(tokens),)

    # Leaving

    # Playing

    def steps(self, frame: Frame) -> Iterator[Step]:
        """Yield all that can happen next in a scope, what is inside its activities included."""
        scope = self.scopes[frame.owner]
        if not frame.tokens and not frame.runs:
            yield Step((), None)
        for node in scope.nodes:
            yield from self._arrivals(frame, self.nodes[node.id])
        yield from (Step((), frame.minus([token])) for token in frame.tokens if token.startswith("end "))
        for run in frame.runs:
            yield from self._progress(frame, run)
        if not frame.is_closed:
            yield from self._spontaneous(frame)

    def _arrivals(self, frame: Frame, node: FlowNode) -> Iterator[Step]:
        if node.type == "parallelGateway":
            needed = [f for f in self.ins(node) if not f.startswith("to ")] or [f"to {node.id}"]
            if all(f in frame.tokens for f in needed):
                yield Step((node.id,), frame.minus(needed).plus(node.outgoing))
            return
        if node.type in ("inclusiveGateway", "complexGateway"):
            filled = [f for f in self.ins(node) if f in frame.tokens]
            if filled and self._may_join(frame, node, filled):
                for way in self.ways(node):
                    yield Step((node.id,), frame.minus(filled).plus(way))
            return
        for place in self.ins(node):
            if place in frame.tokens:
                yield from self._arrival(frame.minus([place]), node)

    def _arrival(self, frame: Frame, node: FlowNode) -> Iterator[Step]:
        if node.type == "eventBasedGateway":
            yield Step((node.id,), frame.plus(runs=[Run(node.id)]))
        elif isinstance(node, Gateway):
            # A gateway that no flow leaves has an end event of its own behind it.
            for way in node.outgoing or [f"end {node.id}"]:
                yield Step((node.id,), frame.plus([way]))
        elif isinstance(node, Activity):
            yield from self._enter(frame, node)
        elif isinstance(node, CatchEvent):
            for message, out in product(self.post.choices(node.id), self.outs(node)):
                yield Step((node.id,), frame.plus(out), message)
        elif isinstance(node, ThrowEvent):
            yield from self._throw(frame, node)

    def _enter(self, frame: Frame, node: Activity) -> Iterator[Step]:
        is_shown = node.id in self.scopes or bool(self.edge(node.id))
        for passed, inside in self._begun(node.id):
            label = (node.id, *passed) if is_shown else ()
            yield Step(label, frame.plus(runs=[Run(node.id, (), inside)]))
        if _may_be_skipped(node):
            for out in self.outs(node):
                yield Step((node.id,), frame.plus(out))

    def _throw(self, frame: Frame, node: ThrowEvent) -> Iterator[Step]:
        kinds = {d.type.removesuffix("EventDefinition"): d for d in node.definitions}
        sends = self.post.sent.get(node.id, ())
        if "terminate" in kinds:
            yield Step((node.id,), None, None, sends)
            return
        if node.kind == "link" and isinstance(node, IntermediateThrowEvent):
            partner = self.links.get((self.around[node.id], link_of(node)))
            if partner is not None:
                for out in self.outs(self.nodes[partner]):
                    # It should have no flow of its own; where it has, that is taken too.
                    yield Step((node.id, partner), frame.plus((*out, *node.outgoing)), None, sends)
                return
        kind = next((k for k in ("error", "cancel", "escalation") if k in kinds), None)
        for out in self.outs(node):
            thrown = None if kind is None else (kind, kinds[kind].reference, node.id)
            step = Step((node.id,), frame.plus(out), None, sends, thrown)
            yield self._caught_here(frame, step, frozenset())

    def _progress(self, frame: Frame, run: Run) -> Iterator[Step]:
        node = self.nodes[run.node]
        rest = frame.minus(runs=[run])
        if isinstance(node, Gateway):
            for flow in node.outgoing:
                target = self.nodes[self.flows[flow].target]
                sends = self.post.sent.get(target.id, ())
                for message, out in product(self.post.choices(target.id), self.outs(target)):
                    yield Step((target.id,), rest.plus(out), message, sends)
            return
        for inner in run.inside:
            for step in self.steps(inner):
                yield self._lifted(frame, run, step)
        if not run.inside:
            yield from self._completions(frame, run, self.post.choices(node.id))
        for event in self.edge(node.id) if not self.is_handler(node) else ():
            yield from self._on_edge(frame, run, event)

    def _completions(self, frame: Frame, run: Run, messages: tuple[int | None, ...]) -> Iterator[Step]:
        node = self.nodes[run.node]
        rest = frame.minus(runs=[run])
        if self.is_handler(node):
            yield Step((), rest)
            return
        is_shown = node.id in self.scopes or bool(self.edge(node.id))
        sends = self.post.sent.get(node.id, ())
        for message, out in product(messages, self.outs(node)):
            yield Step(() if is_shown else (node.id,), rest.plus(out), message, sends)
            if isinstance(node, Activity) and node.loop is not None:
                for _, inside in self._begun(node.id):
                    again = run._replace(inside=inside)
                    yield Step((node.id,), rest.plus(runs=[again]), message, sends)

    def _on_edge(self, frame: Frame, run: Run, event: BoundaryEvent) -> Iterator[Step]:
        is_free = event.id not in self.post.awaited
        if not self.occurs_by_itself(event) or (event.id in run.fired and is_free):
            return
        rest = frame.minus(runs=[run])
        if not event.cancel_activity:
            fired = (*run.fired, event.id) if is_free else run.fired
            rest = rest.plus(runs=[run._replace(fired=tuple(sorted(fired)))])
        for message, out in product(self.post.choices(event.id), self.outs(event)):
            yield Step((event.id,), rest.plus(out), message)

    def _spontaneous(self, frame: Frame) -> Iterator[Step]:
        running = {run.node for run in frame.runs}
        for handler in self.handlers(frame.owner):
            for start in self.starts(handler.id):
                if handler.id in running or not self.occurs_by_itself(start):
                    continue
                for message in self.post.choices(start.id):
                    for after in self._handling(frame, handler, start):
                        yield Step((handler.id, start.id), after, message)

    def _handling(self, frame: Frame, handler: SubProcess, start: StartEvent) -> Iterator[Frame]:
        kept = Frame(frame.owner, is_closed=True) if start.is_interrupting else frame
        for out in self.outs(start):
            yield kept.plus(runs=[Run(handler.id, (), (Frame(handler.id).plus(out),))])

    # What is thrown goes outwards

    def _lifted(self, frame: Frame, run: Run, step: Step) -> Step:
        """Return what a step inside an activity means for the scope around it."""
        rest = frame.minus(runs=[run])
        if step.thrown is not None:
            return self._caught_around(frame, run, step)
        if step.after is not None:
            return step._replace(after=rest.plus(runs=[run._replace(inside=(step.after,))]))
        return step._replace(after=rest.plus(runs=[run._replace(inside=())]))

    def _caught_around(self, frame: Frame, run: Run, step: Step) -> Step:
        assert step.thrown is not None
        kind, reference, _ = step.thrown
        rest = frame.minus(runs=[run])
        going_on = (step.after,) if step.after is not None else ()
        carried = step._replace(after=rest.plus(runs=[run._replace(inside=going_on)]))
        for event in () if self.is_handler(self.nodes[run.node]) else self.edge(run.node):
            if self.fits(event, kind, reference):
                kept = rest if event.cancel_activity else carried.after
                assert kept is not None
                out = _only(self.outs(event))
                return Step((*step.passed, event.id), kept.plus(out), None, step.sends)
        return self._caught_here(frame, carried, frozenset({run.node}))

    def _caught_here(self, frame: Frame, step: Step, inside: frozenset[str]) -> Step:
        """Return a step with what it throws caught by an event sub-process of this scope, if one does."""
        if step.thrown is None:
            return step
        kind, reference, _ = step.thrown
        for handler in self.handlers(frame.owner):
            for start in self.starts(handler.id):
                if handler.id in inside or not self.fits(start, kind, reference):
                    continue
                assert step.after is not None
                after = _only(list(self._handling(step.after, handler, start)))
                return Step((*step.passed, start.id), after, None, step.sends)
        if frame.owner == self.process.id:
            return step._replace(thrown=None, after=None if kind == "error" else step.after)
        return step

    # Inclusive joins

    def _may_join(self, frame: Frame, gateway: FlowNode, filled: list[str]) -> bool:
        """Say whether no token can still come to an empty flow that cannot also come to a filled one (§13.4.3)."""
        mine = set(self.ins(gateway))
        for place in {*frame.tokens, *(f"in {run.node}" for run in frame.runs)} - mine:
            reached = self.reached(place, gateway.id)
            if reached & mine - set(filled) and not reached & set(filled):
                return False
        return True


def _only(items: list[_T]) -> _T:
    if len(items) != 1:
        raise NotPlayedError
    return items[0]


def _may_be_skipped(activity: Activity) -> bool:
    if isinstance(activity.loop, StandardLoop):
        return activity.loop.test_before
    if not isinstance(activity.loop, MultiInstance):
        return False
    cardinality = activity.loop.cardinality
    return cardinality is None or not (cardinality.text.strip().isdigit() and int(cardinality.text))
