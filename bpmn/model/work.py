"""How work is carried out: by whom, with which form, by which machine, decision or script."""

from bpmn.frozen import dataclass
from bpmn.model.elements import Expression

__all__ = ["Assignment", "DecisionCall", "Form", "FormField", "Job", "Listener", "Script"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Who may do a user task, and by when. Texts may be plain or expressions."""

    assignee: Expression | None = None
    candidate_users: tuple[Expression, ...] = ()
    candidate_groups: tuple[Expression, ...] = ()
    due_date: Expression | None = None
    follow_up_date: Expression | None = None
    priority: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """A field that the model itself declares (Camunda's and Flowable's generated forms)."""

    id: str
    label: str = ""
    type: str = "string"
    is_required: bool = False
    default: Expression | None = None
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The form of a user task or start event: a reference to a form-js form, or fields in the model."""

    reference: str = ""
    fields: tuple[FormField, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a machine does for a service, send or business rule task.

    Attributes:
        topic: The name under which a connector or an external worker takes the work, "" for none.
        kind: How the file says it is done: "topic", "expression", "class", "delegate", "connector" or "".
        implementation: The class, delegate or connector named by the file; never run, only shown and mapped.
        expression: An expression that is evaluated, or None.
        result_variable: The variable the result goes to, "" for none.
        retries: How often it is tried, or None for the default.
        headers: Fixed settings for the worker, as pairs.
    """

    topic: str = ""
    kind: str = ""
    implementation: str = ""
    expression: Expression | None = None
    result_variable: str = ""
    retries: Expression | None = None
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """What a vendor's engine would run when something happens to an element; kept and shown, never run.

    Attributes:
        event: When: "start", "end", "take", "create", "assignment", "complete", … as the file says.
        kind: How the file says it is done: "class", "expression", "delegate", "script" or "".
        implementation: The class, delegate, expression or script.
        language: A script's language as in `Expression`, "" for others.
        is_of_work_item: Whether it hears of the work item (a task listener), not of the element's run.
    """

    event: str
    kind: str = ""
    implementation: str = ""
    language: str = ""
    is_of_work_item: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionCall:
    """The decision of a business rule task.

    Attributes:
        decision: The decision's id or name.
        result_variable: The variable the result goes to, "" for none.
        result_mapping: "singleEntry", "singleResult", "collectEntries", "resultList" or "".
    """

    decision: str
    result_variable: str = ""
    result_mapping: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A script task's script; `language` as in `Expression`."""

    text: str
    language: str = ""
    result_variable: str = ""
    line: int | None = None
