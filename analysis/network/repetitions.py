"""How often an activity is repeated, where that follows from what is known of the case. BPMN 2.0.2 §13.3.6, §13.3.7."""

from analysis.scenario.values import ActivityParameters, Scenario
from bpmn.frozen import dataclass
from bpmn.model import Activity, Expression, FlowNode, MultiInstance, StandardLoop

__all__ = ["Repetition", "follows_from_facts", "is_known", "repetition_of"]

_MOST_TURNS = 10_000
_DONE = ("numberOfCompletedInstances", "nrOfCompletedInstances")
_ALL = ("numberOfInstances", "nrOfInstances")
_ACTIVE = ("numberOfActiveInstances", "nrOfActiveInstances")
_ENDED = ("numberOfTerminatedInstances", "nrOfTerminatedInstances")


@dataclass(frozen=True, slots=True, kw_only=True)
class Repetition:
    """Rules over what is known of the case that say how often an activity is done.

    Attributes:
        count: How many instances there are; None: as the node says.
        goes_on: Whether a loop takes another turn; None: it is no such loop.
        is_tested_before: Whether that is asked before the first turn too.
        most: How many turns a loop has at most.
        is_done: When it holds after an instance, the others are ended; None: never.
        enough: When so many instances are done, the others are ended; 0: never.
    """

    count: Expression | None = None
    goes_on: Expression | None = None
    is_tested_before: bool = False
    most: int = 0
    is_done: Expression | None = None
    enough: int = 0


def is_known(rule: Expression | None, names: frozenset[str]) -> bool:
    """Return whether a rule is about what is known of a case, and about something."""
    if rule is None or not rule.language:
        return False
    from bpmn.expressions import ExpressionError, Language, compile_expression

    try:
        asked = compile_expression(rule.text, Language(rule.language), names=names).names
    except (ExpressionError, ValueError):
        return False
    return bool(asked) and asked <= names


def follows_from_facts(element: Activity, names: frozenset[str]) -> bool:
    """Return whether it follows from what is known of a case how many instances or turns an activity has."""
    loop = element.loop
    if isinstance(loop, StandardLoop):
        return is_known(loop.condition, names)
    return isinstance(loop, MultiInstance) and is_known(loop.cardinality, names)


def repetition_of(element: FlowNode, scenario: Scenario, names: frozenset[str]) -> Repetition | None:
    """Return by what rules an element is repeated, None where it is by none.

    Args:
        element: The element.
        scenario: The completed scenario.
        names: What is known of a case.
    """
    loop = element.loop if isinstance(element, Activity) else None
    said = scenario.activities.get(element.id, ActivityParameters())
    if isinstance(loop, StandardLoop) and said.repeats_by_rule:
        most = loop.maximum or _MOST_TURNS
        return Repetition(goes_on=loop.condition, is_tested_before=loop.test_before, most=most)
    if not isinstance(loop, MultiInstance):
        return None
    count = loop.cardinality if said.repeats_by_rule else None
    is_done = loop.completion_condition if is_known(loop.completion_condition, names) else None
    enough = 0
    if is_done is None and count is None and said.instances is not None and said.instances.is_constant:
        enough = _enough(loop.completion_condition, round(said.instances.expected))
    if count is None and is_done is None and not enough:
        return None
    return Repetition(count=count, is_done=is_done, enough=enough)


def _enough(condition: Expression | None, count: int) -> int:
    """Return after how many of the instances a condition over their numbers is true; 0: after none, or unclear."""
    if condition is None or not condition.language:
        return 0
    from bpmn.expressions import ExpressionError, Language, compile_expression

    try:
        compiled = compile_expression(condition.text, Language(condition.language))
        if not compiled.names <= {*_DONE, *_ALL, *_ACTIVE, *_ENDED}:
            return 0
        return next((done for done in range(1, count) if compiled.evaluate(_numbers(done, count)).value is True), 0)
    except (ExpressionError, ValueError):
        return 0


def _numbers(done: int, count: int) -> dict[str, int]:
    """The numbers of instances that a completion condition can ask for: Table 10.30, and those of Camunda."""
    groups = ((_DONE, done), (_ALL, count), (_ACTIVE, count - done), (_ENDED, 0))
    return {name: number for names, number in groups for name in names}
