"""Moves a saved case to another version of its model: every element in its state is given the id of its counterpart.

The state is rewritten as it was saved, and read as one of the new version afterwards. What holds a token has to have a
counterpart of the same kind in the same place; what only listens is given up where it has none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from bpmn.language import Text
from bpmn.model import BoundaryEvent
from engine.tokens.definition import ProcessDefinition
from engine.tokens.scope_spec import ScopeSpec
from engine.tokens.specs.catch_event import Listener
from engine.tokens.specs.join import JoinSpec
from engine.tokens.specs.multi_instance import MultiInstanceSpec
from engine.tokens.specs.node import NodeSpec
from engine.tokens.state import CALLED

__all__ = ["Rewritten", "home_of", "rewrite_state"]

Entry = dict[str, Any]


@dataclass(kw_only=True)
class Rewritten:
    """A state on its way to another version.

    Attributes:
        state: The rewritten state; of no use where there are obstacles.
        moved: What holds a token, and its counterpart, by element.
        obstacles: Why the case cannot be moved, a sentence each.
        warnings: What is given up, a sentence each.
        known: The boundary events and starts of event sub-processes that the old version had too, by their new ids.
    """

    state: bytes = b""
    moved: list[tuple[str, str]] = field(default_factory=list)
    obstacles: list[Text] = field(default_factory=list)
    warnings: list[Text] = field(default_factory=list)
    known: set[str] = field(default_factory=set)


def home_of(definition: ProcessDefinition) -> dict[str, str]:
    """Return the key of the scope that each element of a definition is in."""
    return {spec.node.id: key for key, scope in definition.scopes.items() for spec in scope.task_specs.values()}


def rewrite_state(
    state: bytes,
    old: ProcessDefinition,
    new: ProcessDefinition,
    mapping: Mapping[str, str],
    reasons: Mapping[str, Text],
) -> Rewritten:
    """Return a saved state with the ids of another version.

    Args:
        state: What `ProcessInstance.save` gave.
        old: The version it is of.
        new: The version it is to be of.
        mapping: The counterpart of each element that has one; elements that the normal form has added keep their ids.
        reasons: Why other elements have none.
    """
    rewriter = _Rewriter(old=old, new=new, mapping=mapping, reasons=reasons)
    stored = orjson.loads(state)
    stored["process"] = new.process_id
    stored["scopes"] = [rewriter.scope(*scope) for scope in stored["scopes"]]
    rewriter.forget_dropped(stored["scopes"])
    rewriter.found.state = orjson.dumps(stored)
    rewriter.found.known = set(rewriter.known_listeners())
    return rewriter.found


@dataclass(kw_only=True)
class _Rewriter:
    old: ProcessDefinition
    new: ProcessDefinition
    mapping: Mapping[str, str]
    reasons: Mapping[str, Text]
    found: Rewritten = field(default_factory=Rewritten)
    dropped: set[str] = field(default_factory=set)

    def scope(
        self,
        key: str,
        host: str | None,
        variables: Entry,
        arrivals: dict[str, dict[str, int]],
        undoable: list[Entry],
        marks: Entry,
        tasks: list[list[Any]],
    ) -> list[Any]:
        """Return a scope of the state, rewritten; one of another deployed definition stays as it is."""
        if CALLED in key:
            return [key, host, variables, arrivals, undoable, marks, tasks]
        new_key = self._key(key)
        old, new = self.old.scopes[key], self.new.scopes.get(new_key)
        if new is None:
            if key == self.old.process_id or "/" not in key:
                self.found.obstacles.append(Text("The process {process} is not in the new version.", process=key))
            return [key, host, variables, arrivals, undoable, marks, tasks]
        return [
            new_key,
            host,
            variables,
            dict(self._arrivals(old, new, arrivals)),
            self._entries(undoable),
            self._scope_marks(old, marks),
            [one for task in tasks if (one := self._task(old, new, task)) is not None],
        ]

    def known_listeners(self) -> Iterator[str]:
        """Yield the listeners of the new version that are counterparts of old ones."""
        for key, old in self.old.scopes.items():
            new = self.new.scopes.get(self._key(key))
            for before in old.task_specs.values():
                target = self._target(before.node.id)
                if new is None or target is None or before.keeps_alive:
                    continue
                after = new.task_specs.get(f"{target}#listener")
                if self._obstacle(before, after, target) is None:
                    yield target

    def forget_dropped(self, scopes: list[list[Any]]) -> None:
        """Take listeners that were given up off the lists of the activities they listened beside."""
        for scope in scopes:
            for *_, marks in scope[-1]:
                for key in ("edges", "race"):
                    if key in marks:
                        marks[key] = [one for one in marks[key] if one not in self.dropped]

    def _key(self, key: str) -> str:
        process, *path = key.split("/")
        first = self.new.process_id if process == self.old.process_id else process
        return "/".join([first, *(self._target(one) or one for one in path)])

    def _target(self, element: str) -> str | None:
        """Return an element's counterpart, or None."""
        if element in self.mapping:
            return self.mapping[element]
        return None if element in self.reasons else element  # what the normal form adds has the same id in both

    def _task(self, old: ScopeSpec, new: ScopeSpec, task: list[Any]) -> list[Any] | None:
        """Return a task, rewritten; None for a listener that is given up."""
        instance_id, name, *rest, marks = task
        before = old.task_specs[name]
        _, hash_, suffix = name.partition("#")
        target = self._target(before.node.id)
        after = None if target is None else new.task_specs.get(f"{target}{hash_}{suffix}")
        obstacle = self._obstacle(before, after, target)
        if obstacle is not None and not before.keeps_alive:
            self.dropped.add(instance_id)
            self.found.warnings.append(
                Text("{element} is no longer waited for. {reason}", element=before.node.id, reason=obstacle)
            )
            return None
        if obstacle is not None or after is None:
            text = Text("The case is at {element}. {reason}", element=before.node.id, reason=obstacle or Text(""))
            self.found.obstacles.append(text)
            return task
        if before.keeps_alive:
            self.found.moved.append((before.node.id, after.node.id))
        return [instance_id, after.name, *rest, self._task_marks(marks)]

    def _obstacle(self, before: NodeSpec, after: NodeSpec | None, target: str | None) -> Text | None:
        """Return why an element cannot become another, or None."""
        element = before.node.id
        if target is None:
            return self.reasons.get(element) or Text("It is not in the new version.")
        if after is None:
            return Text("{target} is in another place, or repeated in another way, in the new version.", target=target)
        if type(before) is not type(after) or before.node.type != after.node.type or _is_repeated_else(before, after):
            return Text("{target} is of another kind in the new version.", target=target)
        if isinstance(before, Listener) and isinstance(after, Listener) and _kinds(before) != _kinds(after):
            return Text("{target} waits for something else in the new version.", target=target)
        if not self._is_attached_alike(before, after):
            return Text("{target} belongs to another activity in the new version.", target=target)
        return None

    def _is_attached_alike(self, before: NodeSpec, after: NodeSpec) -> bool:
        if not isinstance(before.node, BoundaryEvent) or not isinstance(after.node, BoundaryEvent):
            return True
        return self._target(before.node.attached_to) == after.node.attached_to

    def _arrivals(
        self, old: ScopeSpec, new: ScopeSpec, arrivals: dict[str, dict[str, int]]
    ) -> Iterator[tuple[str, dict[str, int]]]:
        for name, waiting in arrivals.items():
            before = old.task_specs[name]
            target = self._target(name)
            after = None if target is None else new.task_specs.get(target)
            obstacle = self._obstacle(before, after, target)
            flows = {} if after is None else {one: self._flow(old, new, after, one) for one in waiting}
            if obstacle is None and None in flows.values():
                obstacle = Text("A token waits on a flow that the new version does not have.")
            if obstacle is not None or after is None:
                self.found.obstacles.append(
                    Text("Tokens wait at {element}. {reason}", element=name, reason=obstacle or Text(""))
                )
                continue
            self.found.moved.append((name, after.name))
            yield after.name, {str(flows[one]): number for one, number in waiting.items()}

    def _flow(self, old: ScopeSpec, new: ScopeSpec, join: NodeSpec, flow: str) -> str | None:
        """Return the flow into a join that an old one has become: by its id, else by where it comes from."""
        if flow == "" and not isinstance(join, JoinSpec):
            return ""  # tokens that an activity gathers before it begins are not told apart
        if flow in join.node.incoming:
            return flow
        source = next((one.source for one in old.source.flows if one.id == flow), "")
        target = self._target(source)
        return next((one.id for one in new.source.flows if (one.source, one.target) == (target, join.node.id)), None)

    def _scope_marks(self, old: ScopeSpec, marks: Entry) -> Entry:
        """Return what specs keep of a scope: of a complex gateway under its own name, of an ad-hoc one the pending."""
        found: Entry = {}
        for key, value in marks.items():
            if key == "pending":
                found[key] = [target for one in value if (target := self._target(one)) is not None]
            elif key in old.task_specs:
                found[self._target(key) or key] = value
            else:
                found[key] = value
        return found

    def _task_marks(self, marks: Entry) -> Entry:
        found = dict(marks)
        if "undo_entry" in marks:
            found["undo_entry"] = next(iter(self._entries([marks["undo_entry"]])), marks["undo_entry"])
        if "undo" in marks:
            found["undo"] = self._entries(marks["undo"])
        if "start" in marks:
            found["start"] = self._target(marks["start"]) or marks["start"]
        return found

    def _entries(self, undoable: list[Entry]) -> list[Entry]:
        """Return what can be undone, rewritten; what has no counterpart any more cannot be."""
        found = []
        for entry in undoable:
            element, undo = self._target(entry["element"]), self._target(entry["undo"])
            if element is None or undo is None:
                self.found.warnings.append(
                    Text("What was done at {element} can no longer be undone.", element=entry["element"])
                )
                continue
            inner = {key: self._entries(entry[key]) for key in ("inside", "undoable") if key in entry}
            found.append(entry | {"element": element, "undo": undo} | inner)
        return found


def _kinds(listener: Listener) -> list[tuple[str, bool]]:
    return [(trigger.kind, trigger.is_condition) for trigger in listener.triggers]


def _is_repeated_else(before: NodeSpec, after: NodeSpec) -> bool:
    if not isinstance(before, MultiInstanceSpec) or not isinstance(after, MultiInstanceSpec):
        return False
    return before.repeat.is_sequential != after.repeat.is_sequential
