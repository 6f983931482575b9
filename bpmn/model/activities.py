"""Activities: tasks, sub-processes, call activities and their loops. BPMN 2.0.2 §10.3."""

from bpmn.frozen import dataclass
from bpmn.model.data import DataAssociation, DataInput, DataOutput
from bpmn.model.elements import Element, Expression, Facts
from bpmn.model.events import EventDefinition
from bpmn.model.interactions import Interaction
from bpmn.model.nodes import FlowNode
from bpmn.model.scopes import Scope
from bpmn.model.work import Assignment, DecisionCall, Form, Job, Script

__all__ = [
    "Activity",
    "CallActivity",
    "Loop",
    "MultiInstance",
    "StandardLoop",
    "SubProcess",
    "Task",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardLoop:
    """The activity is repeated while a condition holds.

    Attributes:
        test_before: Whether the condition is looked at before the first turn (while) or after it (repeat until not).
        maximum: The most turns there may be, or None.
        condition: While it is true, there is another turn.
    """

    test_before: bool = False
    maximum: int | None = None
    condition: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MultiInstance:
    """The activity has several instances.

    Attributes:
        is_sequential: One after the other, or all at once.
        cardinality: How many, or None where a collection says so.
        collection: The variable or expression giving the items, or None.
        item: The variable an instance finds its item in, "" for none.
        output_collection: The variable that gathers what the instances give, "" for none.
        output_item: What one instance gives, or None.
        completion_condition: When it is true after an instance, the rest are not waited for.
        behavior: "None", "One", "All" or "Complex": for which instances an event is thrown (Table 10.31).
        complex_behaviors: For "Complex": condition and event thrown when it holds.
        none_event: For "None": the event definition thrown at each instance's completion.
        one_event: For "One": the event definition thrown at the first.
    """

    is_sequential: bool = False
    cardinality: Expression | None = None
    collection: Expression | None = None
    item: str = ""
    output_collection: str = ""
    output_item: Expression | None = None
    completion_condition: Expression | None = None
    behavior: str = "All"
    complex_behaviors: tuple[tuple[Expression, EventDefinition], ...] = ()
    none_event: EventDefinition | None = None
    one_event: EventDefinition | None = None


Loop = StandardLoop | MultiInstance


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity(FlowNode):
    """Work that is done.

    Attributes:
        default: Id of the flow taken when no conditional flow is, or None.
        loop: Whether and how it is repeated.
        is_for_compensation: Whether it only runs to undo another activity.
        start_quantity: Tokens that must arrive before it starts (§13.3.2).
        completion_quantity: Tokens that leave when it completes.
        data_inputs: What its I/O specification takes in.
        data_outputs: What it gives out.
        data_input_associations: Where the inputs come from.
        data_output_associations: Where the outputs go.
        facts: What Ortoo knows of it beyond BPMN.
        interaction: Who exchanges what, in a choreography; None elsewhere.
    """

    default: str | None = None
    loop: Loop | None = None
    is_for_compensation: bool = False
    start_quantity: int = 1
    completion_quantity: int = 1
    data_inputs: tuple[DataInput, ...] = ()
    data_outputs: tuple[DataOutput, ...] = ()
    data_input_associations: tuple[DataAssociation, ...] = ()
    data_output_associations: tuple[DataAssociation, ...] = ()
    facts: Facts | None = None
    interaction: Interaction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Activity):
    """An activity that is not broken down further.

    `type` is "task", "userTask", "manualTask", "serviceTask", "scriptTask", "sendTask", "receiveTask" or
    "businessRuleTask" (in a choreography "choreographyTask").

    Attributes:
        assignment: Who does a user task.
        form: Its form.
        job: What a machine does.
        decision: A business rule task's decision.
        script: A script task's script.
        message: Id of the message a send or receive task refers to, or None.
        operation: Id of the operation referred to, or None.
        instantiate: A receive task that starts the process.
        correlation_key: Which instance a received message belongs to (Zeebe's subscription), or None.
    """

    assignment: Assignment | None = None
    form: Form | None = None
    job: Job | None = None
    decision: DecisionCall | None = None
    script: Script | None = None
    message: str | None = None
    operation: str | None = None
    instantiate: bool = False
    correlation_key: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubProcess(Activity):
    """An activity with a process of its own inside.

    `type` is "subProcess", "transaction" or "adHocSubProcess".

    Attributes:
        scope: What is inside.
        is_event_sub_process: Started by an event of its own instead of by a token.
        is_sequential: An ad-hoc sub-process whose activities are done one at a time.
        completion_condition: When an ad-hoc sub-process is done.
        cancel_remaining_instances: Whether what still runs is cancelled then.
    """

    scope: Scope
    is_event_sub_process: bool = False
    is_sequential: bool = False
    completion_condition: Expression | None = None
    cancel_remaining_instances: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CallActivity(Activity):
    """An activity that runs another process or global task.

    Attributes:
        called_element: The id of what is called (an expression where the dialect allows one), or None.
        binding: "latest", "deployment" or "version".
        version: The version asked for with binding "version", or None.
        passes_all_inputs: Whether all variables go in.
        passes_all_outputs: Whether all come back.
    """

    called_element: Expression | None = None
    binding: str = "latest"
    version: str | None = None
    passes_all_inputs: bool = True
    passes_all_outputs: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class GlobalTask(Element):
    """A task that call activities can call: "globalTask", "globalUserTask", "globalScriptTask" and so on."""

    task: Task
