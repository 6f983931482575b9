"""What is assumed where a scenario says nothing, each assumption in a sentence."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.scenario.awaited import assumed_event, is_awaited
from analysis.scenario.choosing import choices_assumed
from analysis.scenario.distributions import Distribution
from analysis.scenario.durations import iso_duration
from analysis.scenario.left_out import left_out
from analysis.scenario.values import (
    ActivityParameters,
    Arrivals,
    Label,
    ResourcePool,
    Scenario,
)
from bpmn.frozen import dataclass
from bpmn.language import Text
from bpmn.model import (
    Activity,
    CallActivity,
    FlowNode,
    Gateway,
    Lane,
    Model,
    MultiInstance,
    Process,
    StandardLoop,
    SubProcess,
)
from bpmn.normal import normal_form

if TYPE_CHECKING:
    from analysis.network.mail import Mail
    from analysis.network.rules import Facts
    from analysis.network.values import Network
    from bpmn.decisions import DecisionModel

__all__ = ["CompleteScenario", "default_scenario", "with_defaults"]

_PEOPLE_WORK = Distribution(type="triangular", min=900.0, mode=1800.0, max=3600.0)
_MACHINE_WORK = Distribution(type="fixed", value=5.0)
_MACHINES = {"serviceTask", "scriptTask", "businessRuleTask", "sendTask"}
_LOAD = 0.7
_YEAR_S = 365 * 86400.0
_CASES, _REPLICATIONS = 1000, 20
_APPLICANT = re.compile(
    r"applicant|citizen|customer|client|founder|taxpayer|developer|өргөдөл гаргагч|иргэн|үйлчлүүлэгч|хүсэлт гаргагч",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteScenario:
    """A scenario in which nothing that a simulation needs is missing.

    Attributes:
        scenario: The completed scenario.
        assumed: What was assumed, a sentence each.
    """

    scenario: Scenario
    assumed: tuple[Text, ...] = ()


def default_scenario(model: Model) -> Scenario:
    """Return the scenario that is assumed for a model of which nothing is known.

    Raises:
        ScenarioError: If the model has no process.
    """
    return with_defaults(model, Scenario(name=Label((("en", "Assumed"), ("mn", "Таамагласан"))))).scenario


def with_defaults(
    model: Model, scenario: Scenario, facts: "Facts | None" = None, *, decisions: "Iterable[DecisionModel]" = ()
) -> CompleteScenario:
    """Return a scenario with everything filled in that a simulation of the model needs, and what was assumed for it.

    Args:
        model: The model.
        scenario: The scenario.
        facts: What can be known of a case; None: what the scenario and the decisions make known.
        decisions: DMN files in which the decisions of business rule tasks are.

    Raises:
        ScenarioError: If the scenario does not fit the model.
    """
    # Not at the top: a network is made of a scenario, so its package imports this one.
    from analysis.network.building import choose_process
    from analysis.network.mail import mail_of, partners_of
    from analysis.network.rules import facts_of

    process = choose_process(model, scenario.process)
    known = facts or facts_of(model, scenario, decisions)
    filling = _Filling(
        model, replace(scenario, process=process.id), known, mail_of(model, scenario, process, known.names)
    )
    seen: set[str] = set()
    for root in (process, *partners_of(model, scenario, process)):
        filling.fill_activities(root, seen)
    filling.note_what_is_left_out(process)
    filling.fill_events()
    filling.fill_arrivals()
    filling.fill_lengths()
    return CompleteScenario(scenario=filling.scenario, assumed=(*scenario.remarks, *filling.assumed))


class _Filling:
    """A scenario while it is being filled."""

    def __init__(self, model: Model, scenario: Scenario, facts: "Facts", mail: "Mail") -> None:
        self.model = model
        self.mail = mail
        self.facts = facts
        self.scenario = scenario
        self.assumed: list[Text] = []
        self._reached: list[FlowNode] = []
        self._event_starts: set[str] = set()

    def fill_activities(self, process: Process, seen: set[str]) -> None:
        """Fill the activities of a process and of those it calls."""
        seen.add(process.id)
        lanes = {lane.id: lane for lane in _all_lanes(process.scope.lanes)}
        activities = dict(self.scenario.activities)
        for _, element in process.scope.walk():
            self._reached.append(element)
            if isinstance(element, SubProcess) and element.is_event_sub_process:
                self._event_starts |= {node.id for node in element.scope.nodes}
            if isinstance(element, Activity):
                lane = lanes.get(self.model.lane_of.get(element.id, ""))
                activities[element.id] = self._activity(element, lane, activities.get(element.id))
        self.scenario = replace(self.scenario, activities=activities)
        for element in list(self._reached):
            called = isinstance(element, CallActivity) and element.called_element
            inner = self.model.process(called.text) if called else None
            if inner is not None and inner.id not in seen:
                self.fill_activities(inner, seen)

    def _activity(self, element: Activity, lane: Lane | None, said: ActivityParameters | None) -> ActivityParameters:
        known = said or ActivityParameters()
        is_work = not isinstance(element, SubProcess | CallActivity) and element.type != "receiveTask"
        if is_work and known.duration is None:
            known = replace(known, duration=self._work_time(element))
        if is_work and said is None and element.type not in _MACHINES:
            known = replace(known, resources=(self._pool(lane),))
        if element.loop is not None and known.instances is None:
            by_rule = self._repeats_by_rule(element)
            known = replace(known, instances=self._instances(element, by_rule=by_rule), repeats_by_rule=by_rule)
        return known

    def _work_time(self, element: Activity) -> Distribution:
        law = _MACHINE_WORK if element.type in _MACHINES else _PEOPLE_WORK
        self.assumed.append(
            Text("{name} takes {time} on average.", name=element.name or element.id, time=iso_duration(law.expected))
        )
        return law

    def _pool(self, lane: Lane | None) -> str:
        """Return the pool for a lane: one that the scenario has under its id or name, else a new one of one person."""
        key = (lane.name or lane.id) if lane else "staff"
        pools = dict(self.scenario.resources)
        for known, pool in pools.items():
            if lane is not None and (known in {lane.id, lane.name} or lane.name in dict(pool.name.texts).values()):
                return known
        if key in pools:
            return key
        is_applicant = bool(_APPLICANT.search(key))
        amount = None if is_applicant else 1
        side = "applicant" if is_applicant else "office"
        pools[key] = ResourcePool(id=key, name=Label((("", key),)), amount=amount, side=side)
        self.scenario = replace(self.scenario, resources=pools)
        self.assumed.append(
            Text("{name} stands for the applicants; each does the own work.", name=key)
            if is_applicant
            else Text("{name} is one person who works around the clock.", name=key)
        )
        return key

    def _repeats_by_rule(self, element: Activity) -> bool:
        from analysis.network.repetitions import follows_from_facts

        return follows_from_facts(element, self.facts.names)

    def _instances(self, element: Activity, *, by_rule: bool) -> Distribution:
        from analysis.network.repetitions import constant_turns, counts_from

        loop = element.loop
        text = loop.cardinality.text.strip() if isinstance(loop, MultiInstance) and loop.cardinality else ""
        if text.isdigit():
            return Distribution(type="fixed", value=float(text))
        turns = constant_turns(loop, counts_from(self.model)) if isinstance(loop, StandardLoop) else None
        if turns is not None:
            return Distribution(type="fixed", value=turns)
        count = 1.0 if isinstance(loop, StandardLoop) else 2.0
        name, times = element.name or element.id, f"{count:g}"
        self.assumed.append(
            Text("How often {name} is done follows from the case.", name=name)
            if by_rule
            else Text("{name} is done {count} times.", name=name, count=times)
        )
        return Distribution(type="fixed", value=count)

    def fill_events(self) -> None:
        """Fill what is waited for, and the ways out of gateways nobody knows the chances of."""
        events = dict(self.scenario.events)
        for element in self._reached:
            if element.id in self.mail.hears:
                if element.id in self.mail.partly:
                    text = Text(
                        "{name} waits only for what is sent by what is simulated.", name=element.name or element.id
                    )
                    self.assumed.append(text)
                continue
            if is_awaited(element, self._event_starts) and element.id not in events:
                made, said = assumed_event(element, self.scenario, is_answered=self._is_answered(element))
                events |= {} if made is None else {element.id: made}
                self.assumed += [] if said is None else [said]
            elif isinstance(element, Gateway) and element.type in {"exclusiveGateway", "inclusiveGateway"}:
                self.assumed += [] if self._goes_by_rules(element) else choices_assumed(element, self.scenario)
        self.scenario = replace(self.scenario, events=events)

    def _is_answered(self, element: FlowNode) -> bool:
        """Whether somebody who is not simulated sends what is waited for: a message is drawn to it."""
        own = {node.id for node in self._reached}
        flows = [flow for one in self.model.collaborations for flow in one.message_flows]
        return any(flow.target == element.id and flow.source not in own for flow in flows)

    def note_what_is_left_out(self, process: Process) -> None:
        """Say what of the model is not simulated."""
        self.assumed += left_out(self.model, self.scenario, process, self._reached, self.facts.names)

    def _goes_by_rules(self, gateway: Gateway) -> bool:
        from analysis.network.rules import rules_of

        flows = self.model.flows
        return rules_of(gateway, flows, self.scenario, self.facts.names, self.model.source_name) is not None

    def fill_arrivals(self) -> None:
        """Fill how often cases arrive: by the yearly volume, else so that the busiest pool works 70% of its time."""
        if self.scenario.arrivals is not None:
            return
        if self.scenario.volume_per_year:
            mean = _YEAR_S / self.scenario.volume_per_year
        else:
            from analysis.network.building import build_network

            network = build_network(normal_form(self.model).model, self.scenario, self.facts)
            mean = max((work / _LOAD for work in _work_per_person(network).values()), default=0.0) or 3600.0
        inter_arrival = Distribution(type="exponential", mean=mean)
        self.scenario = replace(self.scenario, arrivals=Arrivals(inter_arrival=inter_arrival))
        self.assumed.append(Text("A case arrives every {time} on average, at random.", time=iso_duration(round(mean))))

    def fill_lengths(self) -> None:
        """Fill how long the simulation is."""
        cases = self.scenario.cases or _CASES
        warm_up = self.scenario.warm_up if self.scenario.warm_up is not None else cases // 10
        self.scenario = replace(
            self.scenario,
            cases=cases,
            warm_up=min(warm_up, cases - 1),
            replications=self.scenario.replications or _REPLICATIONS,
        )


def _all_lanes(lanes: tuple[Lane, ...]) -> list[Lane]:
    found: list[Lane] = []
    waiting = list(lanes)
    while waiting:
        lane = waiting.pop(0)
        found.append(lane)
        waiting += lane.lanes
    return found


def _work_per_person(network: "Network") -> Mapping[str, float]:
    """Return the expected working seconds a case needs of each person, by limited pool."""
    from analysis.network.visits import expected_visits

    work: dict[str, float] = {}
    for node, visits in zip(network.nodes, expected_visits(network), strict=True):
        for pool in node.resources[:1]:
            amount = network.scenario.resources[pool].amount
            if amount and node.duration is not None and node.kind == "task":
                work[pool] = work.get(pool, 0.0) + visits * node.duration.expected / amount
    return work
