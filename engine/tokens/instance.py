"""A running case as others see it: created, moved on, saved and loaded."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from bpmn.language import Text
from engine.errors import NotExecutableError, UnknownActivityInstanceError
from engine.tokens.arriving import take_up
from engine.tokens.case import Case
from engine.tokens.definition import ProcessDefinition
from engine.tokens.foresight import hopeless_joins
from engine.tokens.library import Library
from engine.tokens.modifying import ActiveElement, active_instances, cancel_instance, cancel_waiting_tokens, start_at
from engine.tokens.records import Budget, Step, Thrown, Wait
from engine.tokens.specs.activity import ActivitySpec, is_told_at_work
from engine.tokens.specs.catch_event import Listener
from engine.tokens.specs.triggers import Occurrence
from engine.tokens.state import dump, restore
from engine.tokens.task import TaskState, TokenTask
from engine.tokens.values import Json, Value, accept, encoded, given_out

__all__ = ["ProcessInstance"]


class ProcessInstance:
    """A running case in memory.

    Every call that takes `now` moves the case on until all in it waits. If one raises a `BudgetExceededError` or
    `ExpressionFailedError`, the object is of no use any more: the caller discards it and records an incident.
    """

    def __init__(self, case: Case) -> None:
        self._case = case

    @classmethod
    def create(
        cls,
        definition: ProcessDefinition,
        *,
        data: Mapping[str, Json],
        now: datetime,
        new_id: Callable[[], str],
        start_event: str | None = None,
        correlation: str | None = None,
        budget: Budget | None = None,
        assigns: bool = True,
        library: Library | None = None,
    ) -> "ProcessInstance":
        """Return a new case with its token at the start; `advance` moves it.

        Args:
            definition: What it is an instance of.
            data: Its first variables.
            now: The time, aware UTC.
            new_id: Gives ids that were never given before.
            start_event: Id of the start event that occurred; the none start event where it is not given.
            correlation: What the message that started it carries: it sets the keys for the messages that follow.
            budget: What it may use.
            assigns: Whether it is found out who may do user tasks; if not, their waits have no assignment.
            library: Where it finds the processes it calls that are not in its own file.

        Raises:
            DataRefusedError: If the data are no JSON.
            NotExecutableError: If there is no such start event.
        """
        if start_event is not None and start_event not in definition.start_events:
            text = Text(
                "The process {process} has no start event {element}.",
                process=definition.process_id,
                element=start_event,
            )
            raise NotExecutableError(text, elements=[start_event])
        case = Case(definition, now=now, new_id=new_id, budget=budget or Budget(), library=library)
        case.assigns = assigns
        keys = definition.start_keys.get(start_event or "", ())
        if correlation is not None and keys:
            case.marks["keys"] = dict.fromkeys(keys, correlation)
        chosen = definition.top.task_specs[start_event] if start_event else next(iter(definition.top.starts), None)
        variables = accept(data)
        if chosen is None or not chosen.node.outputs:
            for name, value in variables.items():
                case.put(case.data, name, value)
            variables = {}
        case.begin(case, start=start_event, payload=encoded(variables))
        return cls(case)

    @classmethod
    def load(
        cls,
        definition: ProcessDefinition,
        state: bytes,
        *,
        new_id: Callable[[], str],
        budget: Budget | None = None,
        library: Library | None = None,
    ) -> "ProcessInstance":
        """Return the case that `save` wrote.

        Raises:
            StateFormatError: If the state is not one of this definition, or of a format this version does not read.
        """
        return cls(restore(definition, state, new_id=new_id, budget=budget or Budget(), library=library))

    def take_up(self, known: Collection[str], now: datetime) -> None:
        """Let what is new in this version listen, now that the case has come to it; `advance` moves it afterwards.

        Args:
            known: The ids of the events that the version it came from had too.
            now: The time.

        Raises:
            ExpressionFailedError: If the value of a new timer is no time.
        """
        self._case.now = now
        take_up(self._case, known)

    def save(self) -> bytes:
        """Return all that is alive in the case; what has finished is not in it."""
        return dump(self._case)

    @property
    def status(self) -> str:
        """Return "running", "completed", "terminated" or "error"."""
        return self._case.status

    @property
    def definition(self) -> ProcessDefinition:
        """What it is an instance of."""
        return self._case.definition

    @property
    def error(self) -> Thrown | None:
        """The error that ended the case, or None."""
        return self._case.error

    @property
    def variables(self) -> dict[str, Value]:
        """A copy of the process's variables, as FEEL's values (`bpmn.expressions.to_json` makes JSON of them)."""
        return given_out(self._case.data)

    @property
    def waits(self) -> tuple[Wait, ...]:
        """What the case waits for from outside, oldest first."""
        return tuple(
            wait
            for task in self._case.index.values()
            if task.has_state(TaskState.STARTED | TaskState.WAITING)
            for wait in task.task_spec.waits(task)
        )

    @property
    def stuck_joins(self) -> tuple[str, ...]:
        """The ids of gateways at which tokens wait for others."""
        scopes = (self._case, *self._case.subprocesses.values())
        return tuple(scope.spec.task_specs[name].node.id for scope in scopes for name in scope.arrivals)

    def advance(self, now: datetime) -> None:
        """Move tokens until everything waits.

        Raises:
            BudgetExceededError: If the case uses more than it may.
            ExpressionFailedError: If an expression fails or no flow can be taken.
        """
        self._case.now = now
        self._case.run()

    def complete(
        self, instance_id: str, data: Mapping[str, Json], now: datetime, *, local: Mapping[str, Json] | None = None
    ) -> None:
        """Complete a user task or a job with what it gave.

        Args:
            instance_id: The activity instance.
            data: What it gave. Where the model maps outputs, only they see it.
            now: The time, aware UTC.
            local: What only the output mappings see; where it is given, `data` are variables of the case whatever the
                model maps, as Camunda's external tasks have it.

        Raises:
            UnknownActivityInstanceError: If nothing of that id waits for it.
        """
        task = self._waiting(instance_id)
        spec = task.task_spec
        if not isinstance(spec, ActivitySpec) or not spec.is_done_outside:
            raise _unknown(instance_id)
        self._case.now = now
        if local is not None:
            self._case.set_variables(spec.chain(task), accept(data))
            for name, value in accept(local).items():
                self._case.put(task.data, name, value)
            data = {}
        spec.resume(task, accept(data))
        self._case.run()

    def throw_error(
        self, instance_id: str, code: str, message: str, now: datetime, *, data: Mapping[str, Json] | None = None
    ) -> bool:
        """Raise a BPMN error from a job, and return whether an event of the model catches it.

        Args:
            instance_id: The activity instance.
            code: The error code.
            message: What happened, for people.
            now: The time, aware UTC.
            data: Variables that are set before.

        Raises:
            UnknownActivityInstanceError: If nothing of that id waits.
        """
        task = self._waiting(instance_id)
        self._case.now = now
        self._case.set_variables(task.task_spec.chain(task), accept(data or {}))
        occurrence = Occurrence(kind="error", name=code, payload={"errorCode": code, "errorMessage": message})
        if not self._case.propagate_from(task, occurrence):
            return False
        self._case.run()
        return True

    def fire_timer(self, instance_id: str, now: datetime) -> None:
        """Let a timer fire whose time has come; one whose time has not come stays.

        Raises:
            UnknownActivityInstanceError: If nothing of that id waits.
        """
        task = self._waiting(instance_id)
        spec, occurrence = task.task_spec, Occurrence(kind="timer", at=now)
        self._case.now = now
        if isinstance(spec, Listener) and spec.hears(task, occurrence):
            spec.occur(task, occurrence)
        self._case.run()

    def deliver_message(self, name: str, payload: Mapping[str, Json], correlation: str | None, now: datetime) -> bool:
        """Give a message to what has waited for it longest, and return whether anything does."""
        self._case.now = now
        occurrence = Occurrence(kind="message", name=name, correlation=correlation, payload=accept(payload))
        taken = self._case.deliver(occurrence)
        self._case.run()
        return taken

    def deliver_signal(self, name: str, payload: Mapping[str, Json], now: datetime) -> int:
        """Give a signal to all who wait for it, and return how many do."""
        self._case.now = now
        number = self._case.broadcast(Occurrence(kind="signal", name=name, payload=accept(payload)))
        self._case.run()
        return number

    @property
    def active(self) -> tuple[ActiveElement, ...]:
        """What holds its tokens, and the joins at which tokens wait."""
        return active_instances(self._case)

    @property
    def hopeless_joins(self) -> tuple[str, ...]:
        """The ids of parallel gateways at which tokens wait for others that cannot come."""
        return hopeless_joins(self._case)

    def change_by_hand(self, now: datetime) -> None:
        """Let what is cancelled and started by hand from here on have happened now; `advance` moves the case after."""
        self._case.now = now

    def cancel_activity(self, instance_id: str) -> None:
        """Break off an activity or event instance with all inside and beside it; `advance` moves the case afterwards.

        Raises:
            UnknownActivityInstanceError: If nothing of that id holds a token.
        """
        task = self._case.index.get(instance_id)
        if task is None or not task.task_spec.keeps_alive:
            raise _unknown(instance_id)
        cancel_instance(self._case, task)

    def cancel_waiting_tokens(self, element: str) -> bool:
        """Take away the tokens that wait at a join, and return whether there were any."""
        return cancel_waiting_tokens(self._case, element)

    @property
    def at_work(self) -> frozenset[str]:
        """The activity instances that have begun, as the event log tells, and are not over."""
        return frozenset(task.id for task in self._case.index.values() if is_told_at_work(task))

    def is_alive(self, instance_id: str) -> bool:
        """Return whether an activity or event instance has neither completed nor been cancelled."""
        return instance_id in self._case.index

    def start_at(
        self,
        element: str,
        *,
        is_after: bool = False,
        inside: str | None = None,
        variables: Mapping[str, Json] | None = None,
        leaving: Collection[str] = (),
    ) -> None:
        """Put a token before or after an element; `advance` moves it. See `engine.tokens.modifying.start_at`.

        Raises:
            ModificationRefusedError: If that is not possible.
            DataRefusedError: If the variables are no JSON.
        """
        start_at(self._case, element, is_after=is_after, inside=inside, variables=variables, leaving=leaving)

    def set_variables(self, values: Mapping[str, Json], now: datetime) -> None:
        """Change variables of the process; nothing moves before the next step.

        Raises:
            DataRefusedError: If a value is no JSON value.
            BudgetExceededError: If the case holds too much with them.
        """
        self._case.now = now
        for name, value in accept(values).items():
            self._case.put(self._case.data, name, value)

    def cancel(self, now: datetime) -> None:
        """End the case where it stands: everything in it is broken off, and nothing is undone."""
        self._case.now = now
        self._case.terminate(self._case)

    @property
    def history(self) -> tuple[Step, ...]:
        """What happened since the last drain, in order."""
        return tuple(self._case.history)

    def drain_history(self) -> tuple[Step, ...]:
        """Return what happened since the last drain, in order."""
        steps = tuple(self._case.history)
        self._case.history.clear()
        return steps

    def drain_thrown(self) -> tuple[Thrown, ...]:
        """Return what the case sent out since the last drain, in order."""
        thrown = tuple(self._case.thrown)
        self._case.thrown.clear()
        return thrown

    def _waiting(self, instance_id: str) -> TokenTask:
        task = self._case.index.get(instance_id)
        if task is None or not task.has_state(TaskState.STARTED | TaskState.WAITING):
            raise _unknown(instance_id)
        return task


def _unknown(instance_id: str) -> UnknownActivityInstanceError:
    text = Text("There is no activity {instance} that waits for this.", instance=instance_id)
    return UnknownActivityInstanceError(text, instance_id=instance_id)
