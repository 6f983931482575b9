"""Cases in memory on a simulated clock, for `ortoo run`: timers pass at once, in the order in which they are due."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

from bpmn.decisions import DecisionModel
from bpmn.expressions import to_json
from bpmn.language import Text
from bpmn.model import Model, Process
from engine.errors import BudgetExceededError, EngineError
from engine.tokens import Budget, ProcessDefinition, ProcessInstance, Step, Thrown, Wait, compile_process
from engine.tokens.values import Json

__all__ = ["RunResult", "run_model"]

_START = datetime(2026, 1, 5, 9, tzinfo=UTC)
_DONE_AT_ONCE = frozenset({"user", "job"})
_NEEDS_ANOTHER = frozenset({"message", "signal"})
# How often a timer that repeats without end fires: while something else is still to come, and when nothing is.
_ENDLESS_BESIDE, _ENDLESS_ALONE = 100, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """What a run came to.

    Attributes:
        status: "completed", "waiting", "error" or "terminated"; of several processes the worst of these.
        trace: The activity and event instances, in order of completion.
        data: The variables of all processes at the end, the first process's before those of later ones.
        errors: What went wrong.
        waiting: What is waited for.
    """

    status: str
    trace: tuple[Step, ...] = ()
    data: Mapping[str, Json] = field(default_factory=dict)
    errors: tuple[Text, ...] = ()
    waiting: tuple[Mapping[str, Json], ...] = ()

    def as_json(self) -> dict[str, Json]:
        """Return the result under the keys of the command line's contract."""
        return {
            "status": self.status,
            "trace": [
                {
                    "element": step.element,
                    "name": step.name,
                    "type": step.type,
                    "process": step.process,
                    "time": step.time.isoformat(),
                }
                for step in self.trace
            ],
            "data": dict(self.data),
            "errors": [str(text) for text in self.errors],
            "waiting": [dict(one) for one in self.waiting],
        }


def run_model(
    model: Model,
    *,
    processes: Sequence[str] = (),
    data: Mapping[str, Json] | None = None,
    answers: Mapping[str, Mapping[str, Json]] | None = None,
    max_steps: int = 10_000,
    decisions: Sequence[DecisionModel] = (),
    models: Sequence[Model] = (),
    start: datetime = _START,
) -> RunResult:
    """Run processes of a model to the end, or until nothing in them can move.

    A process whose start event waits for a message or signal starts when another of them throws it; if none of them
    does, it starts at once, as if it had come with the data. So does one that an event-based gateway or a receive task
    begins, with the first event there. A timer that repeats without end fires three times after all else has come to
    rest, and at most a hundred times in all.

    Args:
        model: The file.
        processes: Ids of the processes to start, in order; all executable ones where none is given, else all.
        data: The first variables of each.
        answers: What user tasks and machines give, by the element's id; nothing where it is not there.
        max_steps: How many flow nodes may be passed.
        decisions: What business rule tasks decide by.
        models: Further files whose processes may be called.
        start: The clock's first time, aware UTC.
    """
    run = _Run(data=data or {}, answers=answers or {}, max_steps=max_steps, now=start)
    try:
        chosen = list(processes) or _chosen(model)
        run.plan([compile_process(model, one, models=models, decisions=decisions) for one in chosen])
        run.go()
    except EngineError as error:
        run.errors.append(error.text)
    return run.result()


def _chosen(model: Model) -> list[str]:
    def ids(found: Sequence[Process]) -> list[str]:
        return [process.id for process in found]

    filled = [process for process in model.processes if process.scope.nodes]
    return ids([process for process in filled if process.is_executable]) or ids(filled)


@dataclass(kw_only=True)
class _Run:
    data: Mapping[str, Json]
    answers: Mapping[str, Mapping[str, Json]]
    max_steps: int
    now: datetime
    instances: list[ProcessInstance] = field(default_factory=list)
    untouched: list[ProcessInstance] = field(default_factory=list)
    pending: list[tuple[ProcessDefinition, str, str, str]] = field(default_factory=list)
    trace: list[Step] = field(default_factory=list)
    errors: list[Text] = field(default_factory=list)
    held: list[tuple[Thrown, ProcessInstance]] = field(default_factory=list)
    moves: int = 0
    fired: "Counter[str]" = field(default_factory=Counter)
    given: set[tuple[str, str]] = field(default_factory=set)
    ids: "count[int]" = field(default_factory=count)

    def plan(self, definitions: Sequence[ProcessDefinition]) -> None:
        """Start the processes in order; those that another can start wait for it."""
        thrown = [{name for one in definitions if one is not other for name in one.throws} for other in definitions]
        begun: list[tuple[ProcessDefinition, str | None]] = []
        for definition, from_others in zip(definitions, thrown, strict=True):
            first = next(iter(definition.top.starts), None)
            kind = definition.start_events.get(first.node.id, "none") if first is not None else "none"
            caught = {name for _, name in definition.start_triggers.values()}
            if first is not None and kind in _NEEDS_ANOTHER and caught & from_others:
                for element, (what, name) in definition.start_triggers.items():
                    self.pending.append((definition, element, what, name))
            else:
                begun.append((definition, first.node.id if first and kind != "none" else None))
        for definition, start_event in begun:
            self.begin(definition, start_event, {})

    def begin(self, definition: ProcessDefinition, start_event: str | None, payload: Mapping[str, Json]) -> None:
        """Start a process."""
        instance = ProcessInstance.create(
            definition,
            data={**self.data, **payload},
            now=self.now,
            new_id=lambda: f"instance-{next(self.ids)}",
            start_event=start_event,
            budget=Budget(steps=self.max_steps),
            assigns=False,
        )
        self.instances.append(instance)
        self.untouched.append(instance)
        instance.advance(self.now)
        self.collect(instance)

    def collect(self, instance: ProcessInstance) -> None:
        """Take what a process did into the trace, and what it throws to those who wait for it."""
        steps = [step for step in instance.drain_history() if step.lifecycle == "complete"]
        self.trace.extend(steps)
        if steps and instance in self.untouched:
            self.untouched.remove(instance)
        self.moves += 1
        if self.moves > self.max_steps:
            text = Text("The run took more than {limit} steps.", limit=self.max_steps)
            raise BudgetExceededError(text, budget="steps", limit=self.max_steps)
        for thrown in instance.drain_thrown():
            self.deliver(thrown, instance)

    def deliver(self, thrown: Thrown, sender: ProcessInstance) -> None:
        """Take a message to one who waits for it, a signal to all but the sender."""
        payload = dict(thrown.payload)
        if thrown.kind == "message":
            if not self.is_delivered(thrown, sender):
                self.held.append((thrown, sender))
        elif thrown.kind == "signal":
            for one in [one for one in self.instances if one is not sender]:
                if one.deliver_signal(thrown.name, payload, self.now):
                    self.collect(one)
            self.start_by(thrown, only_one=False)
        elif thrown.kind == "error":
            self.errors.append(
                Text(
                    "The error {code} thrown at {element} is caught by nobody.",
                    code=thrown.name,
                    element=thrown.element,
                )
            )

    def is_delivered(self, thrown: Thrown, sender: ProcessInstance) -> bool:
        """Give a message to one who waits for it, the sender last, else start a process; return whether it went."""
        others = [one for one in self.instances if one is not sender]
        for one in (*others, sender):
            if one.deliver_message(thrown.name, thrown.payload, thrown.correlation, self.now):
                self.collect(one)
                return True
        return self.start_by(thrown, only_one=True)

    def start_by(self, thrown: Thrown, *, only_one: bool) -> bool:
        """Start the processes whose start event waits for this, or only the first; return whether there is one."""
        waiting = [one for one in self.pending if one[2:] == (thrown.kind, thrown.name)]
        for definition, element, _, _ in waiting[:1] if only_one else waiting:
            self.begin(definition, element, dict(thrown.payload))
        return bool(waiting)

    def deliver_held(self) -> bool:
        """Give a message that nobody waited for when it was thrown to who waits for it now."""
        for place, (thrown, sender) in enumerate(self.held):
            if self.is_delivered(thrown, sender):
                del self.held[place]
                return True
        return False

    def go(self) -> None:
        """Complete what waits, oldest first, and let time pass, until nothing moves."""
        while self.step():
            pass

    def step(self) -> bool:
        """Complete one thing that waits, or let the next timer fire; return whether there was one."""
        for instance in self.instances:
            for wait in instance.waits:
                if wait.kind in _DONE_AT_ONCE:
                    instance.complete(wait.instance_id, self.answers.get(wait.element, {}), self.now)
                    self.collect(instance)
                    return True
        if self.deliver_held():
            return True
        return self.let_time_pass() or self.instantiate()

    def let_time_pass(self) -> bool:
        """Let the next timer fire; return whether there is one."""
        timers = [(wait.due, place, wait) for place, wait in self._all_waits() if wait.due is not None]
        most = _ENDLESS_ALONE if all(wait.is_endless for _, _, wait in timers) else _ENDLESS_BESIDE
        timers = [one for one in timers if not one[2].is_endless or self.fired[one[2].instance_id] < most]
        if not timers:
            return False
        due, place, wait = min(timers, key=lambda one: one[0])
        self.fired[wait.instance_id] += 1
        self.now = max(self.now, due)
        self.instances[place].fire_timer(wait.instance_id, self.now)
        self.collect(self.instances[place])
        return True

    def instantiate(self) -> bool:
        """Let the event come that begins an instance in which nothing has happened yet; return whether there is one."""
        for instance in self.untouched:
            for wait in instance.waits:
                if (wait.instance_id, wait.event) in self.given:
                    continue  # of events that must all come, the others are still missing
                self.given.add((wait.instance_id, wait.event))
                if wait.kind == "signal":
                    instance.deliver_signal(wait.event, self.data, self.now)
                elif wait.kind in {"message", "receive"}:
                    instance.deliver_message(wait.event, self.data, wait.correlation, self.now)
                else:
                    continue
                self.collect(instance)
                return True
        return False

    def _all_waits(self) -> list[tuple[int, Wait]]:
        return [(place, wait) for place, instance in enumerate(self.instances) for wait in instance.waits]

    def result(self) -> RunResult:
        """Return what it came to."""
        waiting = [_waiting(wait) for _, wait in self._all_waits()]
        for instance in self.instances:
            if instance.status == "running":
                waiting.extend({"element": join, "kind": "join"} for join in instance.stuck_joins)
        started = {id(instance.definition) for instance in self.instances}
        for definition, element, kind, name in self.pending:
            if id(definition) not in started:
                waiting.append({"element": element, "kind": kind, "event": name, "process": definition.process_id})
        data: dict[str, Json] = {}
        for instance in reversed(self.instances):
            data |= {name: to_json(value) for name, value in instance.variables.items()}
        return RunResult(
            status=self._status(has_waiting=bool(waiting)),
            trace=tuple(self.trace),
            data=data,
            errors=tuple(self.errors),
            waiting=tuple(waiting),
        )

    def _status(self, *, has_waiting: bool) -> str:
        statuses = {instance.status for instance in self.instances}
        if self.errors or "error" in statuses:
            return "error"
        if "running" in statuses or has_waiting:
            return "waiting"
        return "terminated" if "terminated" in statuses else "completed"


def _waiting(wait: Wait) -> dict[str, Json]:
    found: dict[str, Json] = {
        "element": wait.element,
        "name": wait.name,
        "type": wait.type,
        "process": wait.process,
        "kind": wait.kind,
    }
    if wait.event:
        found["event"] = wait.event
    if wait.correlation is not None:
        found["correlation"] = wait.correlation
    if wait.due is not None:
        found["due"] = wait.due.isoformat()
    return found
