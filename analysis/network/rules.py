"""Which gateways go by rules over what is known of a case, and what decisions make known."""

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from analysis.errors import ScenarioError
from analysis.scenario.values import PROBABILITY_ELSE_ONE, Scenario
from bpmn.frozen import dataclass
from bpmn.language import Text
from bpmn.model import Expression, FlowNode, Gateway, Model, SequenceFlow, Task

if TYPE_CHECKING:
    from bpmn.decisions import Decision, DecisionModel

__all__ = ["DecisionUse", "Facts", "facts_of", "rules_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionUse:
    """A decision that an activity makes of what is known, and what is known by it.

    Attributes:
        model: The DMN file.
        decision: The decision.
        variable: The variable that its result goes to.
        outputs: Further variables by name, each an expression over the result.
    """

    model: "DecisionModel"
    decision: "Decision"
    variable: str
    outputs: Mapping[str, Expression]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What can be known of a case.

    Attributes:
        names: The names of its attributes, decisions' results among them.
        decisions: The decisions that activities make, by element id.
    """

    names: frozenset[str] = frozenset()
    decisions: Mapping[str, DecisionUse] = field(default_factory=dict)


def facts_of(model: Model, scenario: Scenario, decisions: "Iterable[DecisionModel]" = ()) -> Facts:
    """Return what can be known of a case by its scenario and the decisions that its activities make.

    A decision counts where all its input data are known.
    """
    names = set(scenario.attributes)
    for activity in scenario.activities.values():
        names |= set(activity.sets)
    uses: dict[str, DecisionUse] = {}
    models = tuple(decisions)
    tasks = [node for node in model.nodes.values() if isinstance(node, Task) and node.decision is not None]
    while True:
        found = {task.id: use for task in tasks if task.id not in uses and (use := _use(task, models, names))}
        if not found or not names:
            return Facts(names=frozenset(names), decisions=uses)
        uses |= found
        names |= {name for use in found.values() for name in (use.variable, *use.outputs)}


def _use(task: Task, models: "tuple[DecisionModel, ...]", names: set[str]) -> DecisionUse | None:
    if task.decision is None:
        return None
    for model in models:
        decision = model.find(task.decision.decision)
        if decision is not None and decision.has_logic and _inputs(model, decision) <= names:
            variable = task.decision.result_variable or decision.id
            outputs = {mapping.target: mapping.source for mapping in task.outputs}
            return DecisionUse(model=model, decision=decision, variable=variable, outputs=outputs)
    return None


def _inputs(model: "DecisionModel", decision: "Decision") -> set[str]:
    """Return the names of the input data that a decision needs, also through others."""
    # Tables of Camunda and Operaton state no input data.
    needed = set(model.program(()).open_types)
    waiting, seen = [decision], {decision.id}
    while waiting:
        for name in waiting.pop().requires:
            required = model.find(name)
            if required is None:
                needed.add(name)
            elif required.id not in seen:
                seen.add(required.id)
                waiting.append(required)
    return needed


def rules_of(
    gateway: FlowNode, flows: Mapping[str, SequenceFlow], scenario: Scenario, names: frozenset[str], source_name: str
) -> dict[str, Expression | None] | None:
    """Return the rules of the ways out of a gateway (None: always taken), or None where it goes by probability.

    Raises:
        ScenarioError: If it shall go by rules, but has none, or they ask for more than is known.
    """
    if not isinstance(gateway, Gateway) or len(gateway.outgoing) < 2 or gateway.type == "eventBasedGateway":
        return None
    said = scenario.gateways.get(gateway.id)
    rules = {flow: _rule(flows[flow], scenario) for flow in gateway.outgoing if flow != gateway.default}
    is_ruled = any(flow in scenario.rules for flow in gateway.outgoing)
    if said in {"probability", PROBABILITY_ELSE_ONE} or gateway.type == "parallelGateway":
        return None
    if said is None and not is_ruled and any(flow in scenario.flows for flow in gateway.outgoing):
        return None
    wrong = [(flow, reason) for flow, rule in rules.items() if rule and (reason := _missing(rule, names))]
    if said is None and not is_ruled and (wrong or not any(rules.values())):
        return None
    if wrong or not any(rules.values()):
        flow, reason = wrong[0] if wrong else ("", Text("none of its ways has one."))
        text = Text("{gateway} cannot go by rules: {reason}", gateway=gateway.name or gateway.id, reason=reason)
        path = f"flows.{flow}.rule" if flow in scenario.rules else f"gateways.{gateway.id}"
        raise ScenarioError(text, source_name=scenario.source_name or source_name, path=path, element=gateway.id)
    return rules


def _rule(flow: SequenceFlow, scenario: Scenario) -> Expression | None:
    said = scenario.rules.get(flow.id)
    return Expression(text=said, language="feel") if said else flow.condition


def _missing(rule: Expression, names: frozenset[str]) -> Text | None:
    """Return what is unknown in a rule, or that it cannot be read; None where nothing is wrong."""
    unreadable = Text('"{rule}" is no rule that is true or false.', rule=rule.text)
    if not rule.language:
        return None if rule.text.strip().lower() in {"true", "false"} else unreadable
    from bpmn.expressions import ExpressionError, Language, compile_expression

    try:
        compiled = compile_expression(rule.text, Language(rule.language), names=names)
        if not compiled.names and not isinstance(compiled.evaluate({}).value, bool):
            return unreadable
    except (ExpressionError, ValueError):
        return unreadable
    unknown = ", ".join(sorted(compiled.names - names))
    text = "nothing says what {names} is. Give it under attributes, or under the sets of an activity."
    return Text(text, names=unknown) if unknown else None
