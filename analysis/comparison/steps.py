"""The steps that lead from as-is to to-be, one activity, pool or arrival pattern each, and the rest as one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from analysis.comparison.reordering import possible_edits
from analysis.comparison.sentences import listed
from analysis.comparison.sureness import StepKind
from analysis.comparison.values import Side
from analysis.scenario import Scenario
from bpmn.difference import Change, match_nodes
from bpmn.language import Text
from bpmn.model import Activity, Event, FlowNode, Gateway, Model
from bpmn.writing import Edit

__all__ = ["Step", "find_steps", "is_wait", "shared_ways"]

_MOVES = frozenset({"eliminated", "added", "merged", "automated", "moved", "renamed"})
"""Changes of single steps; the others are about the order of the work."""

_REST = (
    "transfers",
    "case_cost",
    "case_priority",
    "case_due",
    "assignment",
    "attributes",
    "gateways",
    "rules",
    "partners",
    "promise_s",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step from as-is to to-be.

    Attributes:
        key: Its name in data.
        kind: What it is.
        place: Where among the others it can be taken: "before" the order of work becomes another (what goes has no
            place in the new order), "after" it (what comes has none in the old one), "any" time, "last" (people can
            only be spared when their work has gone), or it is the "order" itself.
        as_is: Ids of its elements as it is.
        to_be: Ids of its elements as it could be.
        changes: The differences of the models that it makes.
        text: What it is, for people.
        edit: How it changes the as-is model, or None where it only changes its scenario or is the "order" itself.
    """

    key: str
    kind: StepKind
    place: Literal["before", "order", "after", "any", "last"]
    as_is: tuple[str, ...] = ()
    to_be: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    text: Text
    edit: Edit | None = None


def find_steps(as_is: Side, to_be: Side, changes: Sequence[Change]) -> tuple[Step, ...]:
    """Return the steps, each of which can make a difference; none for a model and scenario against itself.

    Args:
        as_is: The side as it is.
        to_be: The side as it could be.
        changes: The differences of their models.
    """
    match = match_nodes(as_is.model, to_be.model)
    merged = [change for change in changes if change.kind == "merged" and len(change.to_be) == 1]
    in_merged = {key for change in merged for key in change.as_is}, {key for change in merged for key in change.to_be}
    steps = [
        *(_merged(change) for change in merged),
        *(step for step in _gone(as_is, match, changes) if step.as_is[0] not in in_merged[0]),
        *(step for step in _come(to_be, match, changes) if step.to_be[0] not in in_merged[1]),
        *(
            step
            for step in _changed(as_is, to_be, match, changes)
            if step.as_is[0] not in in_merged[0] and step.to_be[0] not in in_merged[1]
        ),
        *_chances(as_is, to_be, match),
        *_staff(as_is.scenario, to_be.scenario),
        *_demand(as_is.scenario, to_be.scenario),
    ]
    moved = possible_edits(as_is.model, to_be.model, match, changes)
    steps += [_reordered(change, edit) for change, edit in moved]
    rest = [change for change in changes if all(change is not other for other, _ in moved)]
    return (*steps, *_order(as_is, to_be, match, rest))


def is_wait(node: FlowNode, model: Model) -> bool:
    """Whether a node is an event that every case at it waits for, so that it can be left out by not waiting."""
    sources = [model.nodes.get(model.flows[flow].source) for flow in node.incoming if flow in model.flows]
    return (
        isinstance(node, Event)
        and node.type == "intermediateCatchEvent"
        and node.kind != "link"
        and all(source is None or source.type != "eventBasedGateway" for source in sources)
    )


def _touching(changes: Iterable[Change], as_is: str | None, to_be: str | None) -> tuple[Change, ...]:
    return tuple(
        change for change in changes if change.kind in _MOVES and (as_is in change.as_is or to_be in change.to_be)
    )


def _reordered(change: Change, edit: Edit) -> Step:
    return Step(
        key=f"{change.kind}." + ".".join(change.as_is),
        kind="order",
        place="before",
        as_is=change.as_is,
        to_be=change.to_be,
        changes=(change,),
        text=change.text,
        edit=edit,
    )


def _merged(change: Change) -> Step:
    return Step(
        key="merged." + ".".join(change.as_is),
        kind="changed",
        place="before",
        as_is=change.as_is,
        to_be=change.to_be,
        changes=(change,),
        text=change.text,
    )


def _reached(side: Side) -> Iterator[FlowNode]:
    """Yield the activities that take time and the events waited for, of those that a case comes to."""
    for node in side.model.nodes.values():
        if side.flow.visits.get(node.id, 0.0) > 0:
            takes_time = isinstance(node, Activity) and getattr(node, "scope", None) is None
            if takes_time or is_wait(node, side.model):
                yield node


def _gone(side: Side, match: Mapping[str, str], changes: Sequence[Change]) -> Iterator[Step]:
    for node in _reached(side):
        if node.id not in match:
            found = _touching(changes, node.id, None)
            text = found[0].text if found else Text("{name} is no longer done.", name=node.name or node.id)
            yield Step(
                key=f"eliminated.{node.id}",
                kind="eliminated",
                place="before",
                as_is=(node.id,),
                changes=found,
                text=text,
            )


def _come(side: Side, match: Mapping[str, str], changes: Sequence[Change]) -> Iterator[Step]:
    known = set(match.values())
    for node in _reached(side):
        if node.id not in known:
            found = _touching(changes, None, node.id)
            text = found[0].text if found else Text("{name} is new.", name=node.name or node.id)
            yield Step(key=f"added.{node.id}", kind="added", place="after", to_be=(node.id,), changes=found, text=text)


def _changed(as_is: Side, to_be: Side, match: Mapping[str, str], changes: Sequence[Change]) -> Iterator[Step]:
    for before, after in match.items():
        was = as_is.scenario.activities.get(before), as_is.scenario.events.get(before)
        will_be = to_be.scenario.activities.get(after), to_be.scenario.events.get(after)
        node = to_be.model.nodes[after]
        if was == will_be or not (isinstance(node, Activity) or is_wait(node, to_be.model)):
            continue
        found = _touching(changes, before, after)
        name = node.name or node.id
        text = (
            listed([change.text for change in found], " ")
            if found
            else Text("{name}: other figures in the scenario.", name=name)
        )
        yield Step(
            key=f"changed.{before}",
            kind="changed",
            place="any",
            as_is=(before,),
            to_be=(after,),
            changes=found,
            text=text,
        )


def shared_ways(as_is: FlowNode, to_be: FlowNode) -> tuple[str, ...]:
    """Return the flows that leave a gateway where they are the same ones on both sides, else none."""
    is_choice = isinstance(as_is, Gateway) and isinstance(to_be, Gateway) and len(as_is.outgoing) > 1
    return tuple(as_is.outgoing) if is_choice and set(as_is.outgoing) == set(to_be.outgoing) else ()


def _chances(as_is: Side, to_be: Side, match: Mapping[str, str]) -> Iterator[Step]:
    for before, after in match.items():
        node = as_is.model.nodes[before]
        ways = shared_ways(node, to_be.model.nodes[after])
        if any(as_is.scenario.flows.get(way) != to_be.scenario.flows.get(way) for way in ways):
            text = Text("{name}: other shares of the cases take its ways.", name=node.name or node.id)
            yield Step(key=f"changed.{before}", kind="changed", place="any", as_is=(before,), to_be=(after,), text=text)


def _staff(as_is: Scenario, to_be: Scenario) -> Iterator[Step]:
    for key, pool in as_is.resources.items():
        other = to_be.resources.get(key)
        if other is None:
            continue
        hours = as_is.calendars.get(pool.calendar or ""), to_be.calendars.get(other.calendar or "")
        if replace(pool, name=other.name) != other or hours[0] != hours[1]:
            name = other.name if other.name.texts else key
            is_smaller = other.amount is not None and (pool.amount is None or other.amount < pool.amount)
            text = Text("{name}: other people, hours or costs.", name=name)
            yield Step(key=f"staff.{key}", kind="staff", place="last" if is_smaller else "any", text=text)


def _demand(as_is: Scenario, to_be: Scenario) -> Iterator[Step]:
    if _arrivals(as_is) != _arrivals(to_be):
        yield Step(key="demand", kind="demand", place="any", text=Text("Cases come otherwise than before."))


def _arrivals(scenario: Scenario) -> tuple[object, ...]:
    arrivals = scenario.arrivals
    keys = [arrivals.calendar or "", *(key for key, _ in arrivals.rates)] if arrivals else []
    return scenario.start, arrivals, [scenario.calendars.get(key) for key in keys]


def _order(as_is: Side, to_be: Side, match: Mapping[str, str], changes: Sequence[Change]) -> Iterator[Step]:
    """Yield the step from the one model, and all else of its scenario, to the other: where the two differ at all."""
    shared = {way for a, b in match.items() for way in shared_ways(as_is.model.nodes[a], to_be.model.nodes[b])}
    rest = [_rest(side.scenario, shared) for side in (as_is, to_be)]
    if _is_same(as_is.model, to_be.model) and rest[0] == rest[1]:
        return
    found = tuple(change for change in changes if change.kind not in _MOVES)
    what = Text("What else is different: the order of the work, its decisions and events.")
    text = listed([what, *(change.text for change in found)], " ")
    yield Step(key="order", kind="order", place="order", changes=found, text=text)


def _is_same(one: Model, other: Model) -> bool:
    return one.source == other.source if one.source and other.source else one == other


def _rest(scenario: Scenario, shared: set[str]) -> list[object]:
    """Return what the other steps do not change and the course of the cases hangs on."""
    flows = {key: chance for key, chance in scenario.flows.items() if key not in shared}
    return [flows, *(getattr(scenario, name) for name in _REST)]
