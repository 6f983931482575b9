"""From elements of the model to what moves tokens: one small function for each kind of node."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bpmn.decisions import DecisionModel
from bpmn.model import (
    BoundaryEvent,
    CallActivity,
    CatchEvent,
    Event,
    EventDefinition,
    FlowNode,
    Gateway,
    MultiInstance,
    SubProcess,
    Task,
    ThrowEvent,
)
from engine.tokens.names import Names
from engine.tokens.scope_spec import ScopeSpec
from engine.tokens.specs.activity import ActivitySpec
from engine.tokens.specs.ad_hoc import AdHocSpec
from engine.tokens.specs.boundary_event import BoundaryEventSpec
from engine.tokens.specs.call_activity import CallActivitySpec
from engine.tokens.specs.catch_event import CatchSpec
from engine.tokens.specs.complex_gateway import ComplexGatewaySpec
from engine.tokens.specs.data_flow import data_flow_of
from engine.tokens.specs.decision_task import DecisionTaskSpec
from engine.tokens.specs.effects import (
    CancelEffect,
    CompensateEffect,
    Effect,
    ErrorEffect,
    EscalationEffect,
    MessageEffect,
    SignalEffect,
    TerminateEffect,
)
from engine.tokens.specs.event import EventSpec
from engine.tokens.specs.event_gateway import EventGatewaySpec
from engine.tokens.specs.exclusive_gateway import ExclusiveGatewaySpec
from engine.tokens.specs.inclusive_gateway import InclusiveGatewaySpec
from engine.tokens.specs.loop import LoopSpec
from engine.tokens.specs.multi_instance import MultiInstanceSpec
from engine.tokens.specs.node import NodeSpec
from engine.tokens.specs.parallel_gateway import ParallelGatewaySpec
from engine.tokens.specs.receive_task import ReceiveTaskSpec
from engine.tokens.specs.script_task import ScriptTaskSpec
from engine.tokens.specs.send_task import SendTaskSpec
from engine.tokens.specs.standard_loop import StandardLoopSpec
from engine.tokens.specs.sub_process import SubProcessSpec
from engine.tokens.specs.throw_event import ThrowSpec
from engine.tokens.specs.triggers import (
    CodeTrigger,
    ConditionTrigger,
    MessageTrigger,
    SignalTrigger,
    TimerTrigger,
    Trigger,
)
from engine.tokens.specs.work import JobTaskSpec, UserTaskSpec

__all__ = ["Builder"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Builder:
    """Makes the specs of one model's nodes.

    Attributes:
        names: What its events refer to.
        lanes: The name of the lane of each node that is in one.
        variables: The variable of each data element, by id.
        decisions: The decisions that business rule tasks can have.
        counts_from: What loop counters begin with.
    """

    names: Names
    lanes: Mapping[str, str]
    variables: Mapping[str, str]
    decisions: Sequence[DecisionModel]
    counts_from: int

    def activity(self, scope: ScopeSpec, node: FlowNode, inside: ScopeSpec | None) -> ActivitySpec:
        """Return an activity's spec, in its loop where it has one."""
        name = f"{node.id}#body" if getattr(node, "loop", None) is not None else node.id
        if isinstance(node, SubProcess):
            assert inside is not None  # noqa: S101  # the caller compiles the inside of every sub-process
            kind = AdHocSpec if node.type == "adHocSubProcess" else SubProcessSpec
            made: ActivitySpec = kind(scope, node, inside, name=name, lane=self._lane(node))
        elif isinstance(node, CallActivity):
            made = CallActivitySpec(scope, node, name=name, lane=self._lane(node))
        else:
            assert isinstance(node, Task)  # noqa: S101  # there are no other activities
            made = _TASKS.get(node.type, _plain_task)(self, scope, node, name)
        made.data_flow = data_flow_of(made.node, self.variables)
        return self._looped(scope, made) or made

    def _looped(self, scope: ScopeSpec, body: ActivitySpec) -> LoopSpec | None:
        node, loop, lane = body.node, body.node.loop, self._lane(body.node)
        if loop is None:
            return None
        if not isinstance(loop, MultiInstance):
            return StandardLoopSpec(scope, node, body, loop, counts_from=self.counts_from, lane=lane)
        made = MultiInstanceSpec(scope, node, body, self._named(loop), counts_from=self.counts_from, lane=lane)
        if loop.behavior == "None" and loop.none_event is not None:
            made.none_effect = self.effect(node, loop.none_event)
        if loop.behavior == "One" and loop.one_event is not None:
            made.one_effect = self.effect(node, loop.one_event)
        if loop.behavior == "Complex":
            made.complex_effects = tuple((when, self.effect(node, what)) for when, what in loop.complex_behaviors)
        return made

    def _named(self, loop: MultiInstance) -> MultiInstance:
        """Return a loop whose collections are called by the variables that hold them, not by their ids."""
        collection = loop.collection
        if collection is not None and not collection.language:
            collection = replace(collection, text=self.variables.get(collection.text, collection.text))
        output = self.variables.get(loop.output_collection, loop.output_collection)
        return replace(loop, collection=collection, output_collection=output)

    def gateway(self, scope: ScopeSpec, node: Gateway) -> NodeSpec:
        """Return a gateway's spec."""
        return _GATEWAYS[node.type](scope, node, lane=self._lane(node))

    def boundary(self, scope: ScopeSpec, node: BoundaryEvent) -> BoundaryEventSpec:
        """Return a boundary event's spec."""
        made = BoundaryEventSpec(scope, node, self.triggers(node), lane=self._lane(node))
        made.reached.data_flow = data_flow_of(node, self.variables)
        return made

    def event(self, scope: ScopeSpec, node: Event) -> NodeSpec:
        """Return the spec of a start, intermediate or end event; a start event has occurred when it is reached."""
        made = self._event(scope, node)
        made.data_flow = data_flow_of(node, self.variables)
        return made

    def _event(self, scope: ScopeSpec, node: Event) -> EventSpec:
        lane = self._lane(node)
        if isinstance(node, CatchEvent) and node.type == "intermediateCatchEvent":
            return CatchSpec(scope, node, self.triggers(node), lane=lane)
        if isinstance(node, ThrowEvent):
            effects = (self.effect(node, one) for one in node.definitions if one.type != "linkEventDefinition")
            return ThrowSpec(scope, node, tuple(effects), lane=lane)
        assert isinstance(node, CatchEvent)  # noqa: S101  # a start event
        return EventSpec(scope, node, lane=lane)

    def triggers(self, node: CatchEvent) -> tuple[Trigger, ...]:
        """Return what a catching event waits for."""
        return tuple(
            _TRIGGERS[one.type](self, node, one) for one in node.definitions if one.type != "linkEventDefinition"
        )

    def effect(self, node: FlowNode, definition: EventDefinition) -> Effect:
        """Return what a throwing event causes."""
        return _EFFECTS[definition.type](self, node, definition)

    def _lane(self, node: FlowNode) -> str:
        return self.lanes.get(node.id, "")

    # Tasks.

    def plain_task(self, scope: ScopeSpec, node: Task, name: str) -> ActivitySpec:
        """A task or manual task: nothing for an engine to do (§10.3.3)."""
        return ActivitySpec(scope, node, name=name, lane=self._lane(node))

    def user_task(self, scope: ScopeSpec, node: Task, name: str) -> ActivitySpec:
        """A user task."""
        return UserTaskSpec(scope, node, name=name, lane=self._lane(node))

    def service_task(self, scope: ScopeSpec, node: Task, name: str) -> ActivitySpec:
        """A service task."""
        return JobTaskSpec(scope, node, name=name, lane=self._lane(node))

    def script_task(self, scope: ScopeSpec, node: Task, name: str) -> ActivitySpec:
        """A script task; one without a script, but with a job, is done by a machine."""
        if node.script is None and node.job is not None:
            return self.service_task(scope, node, name)
        return ScriptTaskSpec(scope, node, name=name, lane=self._lane(node))

    def send_task(self, scope: ScopeSpec, node: Task, name: str) -> ActivitySpec:
        """A send task."""
        key = self.names.correlation_key(node.message)
        keys = self.names.message_keys(node, node.message)
        effect = MessageEffect(self.names.message(node, node.message), key, node.message or "", keys=keys)
        return SendTaskSpec(scope, node, effect, name=name, lane=self._lane(node))

    def receive_task(self, scope: ScopeSpec, node: Task, name: str) -> ActivitySpec:
        """A receive task."""
        key = node.correlation_key or self.names.correlation_key(node.message)
        keys = self.names.message_keys(node, node.message)
        trigger = MessageTrigger(self.names.message(node, node.message), key, wait_kind="receive", keys=keys)
        return ReceiveTaskSpec(scope, node, trigger, name=name, lane=self._lane(node))

    def business_rule_task(self, scope: ScopeSpec, node: Task, name: str) -> ActivitySpec:
        """A business rule task: its decision where that is known, else a machine's work."""
        call = node.decision
        if call is not None:
            for model in self.decisions:
                if call.decision in {*model.decisions, *(one.name for one in model.decisions.values())}:
                    others = [one for one in self.decisions if one is not model]
                    return DecisionTaskSpec(scope, node, call, model, imports=others, name=name, lane=self._lane(node))
        return self.service_task(scope, node, name)


_plain_task = Builder.plain_task
_TASKS: Mapping[str, Callable[[Builder, ScopeSpec, Task, str], ActivitySpec]] = {
    "userTask": Builder.user_task,
    "serviceTask": Builder.service_task,
    "scriptTask": Builder.script_task,
    "sendTask": Builder.send_task,
    "receiveTask": Builder.receive_task,
    "businessRuleTask": Builder.business_rule_task,
}
_GATEWAYS: Mapping[str, type[NodeSpec]] = {
    "exclusiveGateway": ExclusiveGatewaySpec,
    "parallelGateway": ParallelGatewaySpec,
    "inclusiveGateway": InclusiveGatewaySpec,
    "eventBasedGateway": EventGatewaySpec,
    "complexGateway": ComplexGatewaySpec,
}


def _condition(builder: Builder, node: FlowNode, definition: EventDefinition) -> Trigger:
    del builder, node
    assert definition.condition is not None  # noqa: S101  # looked at before building
    return ConditionTrigger(definition.condition)


_TRIGGERS: Mapping[str, Callable[[Builder, FlowNode, EventDefinition], Trigger]] = {
    "messageEventDefinition": lambda builder, node, one: MessageTrigger(
        builder.names.message(node, one.reference),
        builder.names.correlation_key(one.reference),
        keys=builder.names.message_keys(node, one.reference),
    ),
    "signalEventDefinition": lambda builder, node, one: SignalTrigger(builder.names.signal(node, one)),
    "timerEventDefinition": lambda _builder, _node, one: TimerTrigger(one),
    "conditionalEventDefinition": _condition,
    "errorEventDefinition": lambda builder, _node, one: CodeTrigger("error", builder.names.code(one)),
    "escalationEventDefinition": lambda builder, _node, one: CodeTrigger("escalation", builder.names.code(one)),
    "cancelEventDefinition": lambda _builder, _node, _one: CodeTrigger("cancel"),
    "compensateEventDefinition": lambda _builder, _node, _one: CodeTrigger("compensate"),
}
_EFFECTS: Mapping[str, Callable[[Builder, FlowNode, EventDefinition], Effect]] = {
    "messageEventDefinition": lambda builder, node, one: MessageEffect(
        builder.names.message(node, one.reference),
        builder.names.correlation_key(one.reference),
        one.reference or "",
        keys=builder.names.message_keys(node, one.reference),
    ),
    "signalEventDefinition": lambda builder, node, one: SignalEffect(builder.names.signal(node, one)),
    "errorEventDefinition": lambda builder, _node, one: ErrorEffect(builder.names.code(one)),
    "escalationEventDefinition": lambda builder, _node, one: EscalationEffect(builder.names.code(one)),
    "terminateEventDefinition": lambda _builder, _node, _one: TerminateEffect(),
    "compensateEventDefinition": lambda _builder, _node, one: CompensateEffect(
        one.reference or "", waits=one.wait_for_completion
    ),
    "cancelEventDefinition": lambda _builder, _node, _one: CancelEffect(),
}
