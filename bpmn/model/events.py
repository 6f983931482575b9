"""Events and what they wait for or cause. BPMN 2.0.2 §10.5."""

from bpmn.frozen import dataclass
from bpmn.model.data import DataAssociation, DataInput, DataOutput
from bpmn.model.elements import Element, Expression
from bpmn.model.nodes import FlowNode
from bpmn.model.work import Form, Job

__all__ = [
    "BoundaryEvent",
    "CatchEvent",
    "EndEvent",
    "Event",
    "EventDefinition",
    "IntermediateThrowEvent",
    "StartEvent",
    "ThrowEvent",
    "Timer",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """When a timer event fires: exactly one of a date, a duration or a cycle.

    Attributes:
        kind: "timeDate", "timeDuration" or "timeCycle".
        value: The text: ISO 8601, a cron expression (cycle), or an expression giving one of them.
    """

    kind: str
    value: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDefinition(Element):
    """What an event waits for or causes.

    `type` is the element's name: "timerEventDefinition", "messageEventDefinition", "signalEventDefinition",
    "errorEventDefinition", "escalationEventDefinition", "conditionalEventDefinition", "linkEventDefinition",
    "compensateEventDefinition", "cancelEventDefinition", "terminateEventDefinition".

    Attributes:
        reference: The id of the message, signal, error, escalation or (compensation) activity referred to, or None.
        timer: When a timer fires.
        condition: A conditional event's condition.
        link_name: The name that pairs link events; `name` holds it too.
        wait_for_completion: Whether a compensation throw waits for its handlers.
        operation: Id of the operation that a message event uses, or None.
        code_variable: The variable that gets a caught error's or escalation's code, where a dialect names one.
        message_variable: The variable that gets a caught error's message, likewise.
    """

    reference: str | None = None
    timer: Timer | None = None
    condition: Expression | None = None
    link_name: str = ""
    wait_for_completion: bool = True
    operation: str | None = None
    code_variable: str = ""
    message_variable: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(FlowNode):
    """Something that happens. Several definitions make a multiple event, none a none event.

    Attributes:
        definitions: What it waits for or causes.
        data_inputs: The values a throw event takes in.
        data_outputs: The values a catch event gives out.
        data_input_associations: Where the inputs come from.
        data_output_associations: Where the outputs go.
    """

    definitions: tuple[EventDefinition, ...] = ()
    data_inputs: tuple[DataInput, ...] = ()
    data_outputs: tuple[DataOutput, ...] = ()
    data_input_associations: tuple[DataAssociation, ...] = ()
    data_output_associations: tuple[DataAssociation, ...] = ()

    @property
    def kind(self) -> str:
        """Its one definition's kind ("timer", "message", …), "none" where it has none, else "multiple"."""
        if not self.definitions:
            return "none"
        if len(self.definitions) > 1:
            return "multiple"
        return self.definitions[0].type.removesuffix("EventDefinition")


@dataclass(frozen=True, slots=True, kw_only=True)
class CatchEvent(Event):
    """An event that waits: start, intermediate catch ("intermediateCatchEvent"), boundary.

    Attributes:
        is_parallel_multiple: All definitions must occur, not any one of them.
    """

    is_parallel_multiple: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StartEvent(CatchEvent):
    """Where a process or sub-process begins.

    Attributes:
        is_interrupting: In an event sub-process: whether it ends what runs beside it.
        form: The form that begins a case, or None.
    """

    is_interrupting: bool = True
    form: Form | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundaryEvent(CatchEvent):
    """An event on the edge of an activity.

    Attributes:
        attached_to: The activity's id.
        cancel_activity: Whether the activity ends when it occurs.
    """

    attached_to: str = ""
    cancel_activity: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ThrowEvent(Event):
    """An event that causes.

    Attributes:
        job: What a machine does to send its message, where a dialect says so.
    """

    job: Job | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IntermediateThrowEvent(ThrowEvent):
    """An event that causes something in the middle of a process, or (none event) marks a milestone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndEvent(ThrowEvent):
    """Where a path ends.

    Attributes:
        outcome: What it means for the applicant, where Ortoo's facts say so: "granted", "rejected", "abandoned" or
            "error"; else "".
    """

    outcome: str = ""
