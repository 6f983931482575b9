"""How often an activity is repeated, where that follows from what is known of the case. BPMN 2.0.2 §13.3.6, §13.3.7."""

from collections.abc import Mapping

from analysis.scenario.values import ActivityParameters, Scenario
from bpmn.frozen import dataclass
from bpmn.model import Activity, Expression, FlowNode, Model, MultiInstance, StandardLoop

__all__ = [
    "NUMBERS",
    "Repetition",
    "constant_turns",
    "counts_from",
    "follows_from_facts",
    "is_known",
    "repetition_of",
    "unknown_in_completion",
]

_MOST_TURNS = 10_000
_GROUPS = {
    "completed": ("numberOfCompletedInstances", "nrOfCompletedInstances"),
    "all": ("numberOfInstances", "nrOfInstances"),
    "active": ("numberOfActiveInstances", "nrOfActiveInstances"),
    "ended": ("numberOfTerminatedInstances", "nrOfTerminatedInstances"),
    "turn": ("loopCounter",),
}
NUMBERS: Mapping[str, str] = {name: number for number, names in _GROUPS.items() for name in names}
"""What a condition can ask of the repetition, by the names of BPMN 2.0.2 tables 10.28 and 10.30, and of Camunda 7."""
_COUNTED_FROM_0 = {"camunda", "flowable", "activiti"}


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
        numbers: The names by which its rules ask how many instances there are, which one it is, and so on.
        counts_from: What the first turn or instance is numbered with.
    """

    count: Expression | None = None
    goes_on: Expression | None = None
    is_tested_before: bool = False
    most: int = 0
    is_done: Expression | None = None
    enough: int = 0
    numbers: frozenset[str] = frozenset()
    counts_from: int = 1


def counts_from(model: Model) -> int:
    """Return what the first turn is numbered with: 0 in models for Camunda 7, Flowable and Activiti, else 1."""
    return 0 if _COUNTED_FROM_0 & set(model.dialects) else 1


def is_known(rule: Expression | None, names: frozenset[str]) -> bool:
    """Return whether a rule is about what is known of a case, and about something."""
    asked = _asked(rule, names)
    return bool(asked) and asked <= names


def _asked(rule: Expression | None, names: frozenset[str]) -> frozenset[str]:
    """Return what a rule asks for; nothing where it cannot be read."""
    if rule is None or not rule.language:
        return frozenset()
    from bpmn.expressions import ExpressionError, Language, compile_expression

    try:
        return frozenset(compile_expression(rule.text, Language(rule.language), names=names).names)
    except (ExpressionError, ValueError):
        return frozenset()


def follows_from_facts(element: Activity, names: frozenset[str]) -> bool:
    """Return whether it follows from what is known of a case how many instances or turns an activity has."""
    loop = element.loop
    if isinstance(loop, StandardLoop):
        return bool(_asked(loop.condition, names) & names) and is_known(loop.condition, names | {"loopCounter"})
    return isinstance(loop, MultiInstance) and is_known(loop.cardinality, names)


def unknown_in_completion(element: Activity, names: frozenset[str]) -> frozenset[str]:
    """Return what the completion condition of an activity asks for that is not known of a case."""
    loop = element.loop
    condition = loop.completion_condition if isinstance(loop, MultiInstance) else None
    return _asked(condition, names) - names - set(NUMBERS)


def repetition_of(
    element: FlowNode, scenario: Scenario, names: frozenset[str], first_number: int = 1
) -> Repetition | None:
    """Return by what rules an element is repeated, None where it is by none.

    Args:
        element: The element.
        scenario: The completed scenario.
        names: What is known of a case.
        first_number: What the first turn is numbered with: see `counts_from`.
    """
    loop = element.loop if isinstance(element, Activity) else None
    said = scenario.activities.get(element.id, ActivityParameters())
    if isinstance(loop, StandardLoop) and said.repeats_by_rule:
        most = loop.maximum or _MOST_TURNS
        return Repetition(
            goes_on=loop.condition,
            is_tested_before=loop.test_before,
            most=most,
            numbers=_asked(loop.condition, names) & {"loopCounter"} - names,
            counts_from=first_number,
        )
    if not isinstance(loop, MultiInstance):
        return None
    count = loop.cardinality if said.repeats_by_rule else None
    asked = _asked(loop.completion_condition, names)
    is_constant = count is None and said.instances is not None and said.instances.is_constant
    enough, is_done = 0, None
    if is_constant and said.instances is not None and asked and asked <= set(NUMBERS) - names - {"loopCounter"}:
        enough = _enough(loop, round(said.instances.expected))
    elif asked and asked <= names | set(NUMBERS):
        is_done = loop.completion_condition
    if count is None and is_done is None and not enough:
        return None
    numbers = asked & set(NUMBERS) - names if is_done is not None else frozenset()
    return Repetition(count=count, is_done=is_done, enough=enough, numbers=numbers, counts_from=first_number)


def _enough(loop: MultiInstance, count: int) -> int:
    """Return after how many of the instances a condition over their numbers is true; 0: after none, or unclear."""
    from bpmn.expressions import ExpressionError, Language, compile_expression

    condition = loop.completion_condition
    if condition is None:
        return 0
    try:
        holds = compile_expression(condition.text, Language(condition.language)).evaluate
        # Of instances one after the other none is active when one has just been completed.
        active = {done: 0 if loop.is_sequential else count - done for done in range(1, count)}
        return next((done for done in active if holds(_numbers(done, count, active[done])).value is True), 0)
    except (ExpressionError, ValueError):
        return 0


def _numbers(done: int, count: int, active: int) -> dict[str, int]:
    numbers = {"completed": done, "all": count, "active": active, "ended": 0}
    return {name: numbers[number] for name, number in NUMBERS.items() if number in numbers}


def constant_turns(loop: StandardLoop, first_number: int) -> float | None:
    """Return how many turns a loop has whose condition needs no data but the number of the turn, None where it does."""
    from bpmn.expressions import ExpressionError, Language, compile_expression

    if loop.condition is None:
        return float(loop.maximum) if loop.maximum else None
    try:
        compiled = compile_expression(loop.condition.text, Language(loop.condition.language))
        if not compiled.names <= {"loopCounter"}:
            return None
        if compiled.evaluate({"loopCounter": first_number}).value is False and loop.test_before:
            return 0.0
        turns = range(1, (loop.maximum or _MOST_TURNS) + 1 if compiled.names else 2)
        answers = ((turn, compiled.evaluate({"loopCounter": turn + first_number}).value) for turn in turns)
        ended = next(((turn, answer) for turn, answer in answers if answer is not True), None)
    except (ExpressionError, ValueError):
        return None
    if ended is None:
        return float(loop.maximum) if loop.maximum else None
    return float(ended[0]) if ended[1] is False else None
