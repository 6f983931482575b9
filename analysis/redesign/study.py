"""What the detectors look at: one process with its evidence and the order its data demand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import networkx as nx

from analysis.bottlenecks.evidence import Evidence
from analysis.redesign.dependencies import Dependencies
from analysis.redesign.heuristics import HEURISTICS
from analysis.redesign.values import Application, Proposal
from analysis.scenario import ActivityParameters, ResourcePool
from bpmn.graph import process_graph
from bpmn.language import Text
from bpmn.model import Activity, BoundaryEvent, Facts, FlowNode, Lane, Process, Scope, SequenceFlow

__all__ = ["Study", "same_name"]

_HOURS_A_YEAR = 365.25 * 24
_NO_FACTS = Facts()
_NO_PARAMETERS = ActivityParameters()
_BY_PEOPLE = frozenset({"userTask", "manualTask", "task"})


def same_name(name: str) -> str:
    """Return a name without differences in case, blanks and punctuation, for comparing.

    >>> same_name("Check file.") == same_name("check  file")
    True
    """
    return " ".join(re.sub(r"[_.,;:()-]+", " ", name).casefold().split())


@dataclass(frozen=True)
class Study:
    """One process, and what is known of it.

    Attributes:
        evidence: Model, scenario, structure, flow and simulation, joined.
        dependencies: What each step reads and writes.
    """

    evidence: Evidence
    dependencies: Dependencies

    @cached_property
    def process(self) -> Process | None:
        """The process that the structure was measured of."""
        return self.evidence.model.process(self.evidence.structure.process)

    @cached_property
    def nodes(self) -> tuple[FlowNode, ...]:
        """Its flow nodes in the file's order, those inside sub-processes included."""
        return tuple(node for _, node in self.process.scope.walk()) if self.process else ()

    @cached_property
    def activities(self) -> tuple[Activity, ...]:
        """The activities that a case comes to, without those that only hold others or only undo something."""
        return tuple(
            node
            for node in self.nodes
            if isinstance(node, Activity)
            and not node.is_for_compensation
            and not isinstance(getattr(node, "scope", None), Scope)
            and self.visits(node.id) > 0
        )

    @cached_property
    def graph(self) -> "nx.DiGraph[str]":
        """Which node leads to which."""
        return nx.DiGraph(process_graph(self.process)) if self.process else nx.DiGraph()

    @cached_property
    def guarded(self) -> frozenset[str]:
        """Ids of the activities with boundary events, which may be left before they are done."""
        return frozenset(node.attached_to for node in self.nodes if isinstance(node, BoundaryEvent))

    @cached_property
    def lanes(self) -> dict[str, Lane]:
        """The lanes of the process by id, inner ones included."""
        waiting = list(self.process.scope.lanes) if self.process else []
        found: dict[str, Lane] = {}
        while waiting:
            lane = waiting.pop(0)
            found[lane.id] = lane
            waiting += lane.lanes
        return found

    def visits(self, element: str) -> float:
        """Return how often an average case comes to an element."""
        return self.evidence.flow.visits.get(element, 0.0)

    def work_s(self, element: str) -> float:
        """Return the work of one instance, in seconds."""
        return self.evidence.flow.processing_by_activity_s.get(element, 0.0)

    def name(self, element: str) -> str:
        """Return what people call an element."""
        return self.evidence.name(element)

    def facts(self, activity: Activity) -> Facts:
        """Return what is recorded of an activity."""
        return activity.facts or _NO_FACTS

    def parameters(self, element: str) -> ActivityParameters:
        """Return what the scenario says of an activity."""
        return self.evidence.scenario.activities.get(element, _NO_PARAMETERS)

    def pools(self, element: str) -> tuple[ResourcePool, ...]:
        """Return the pools whose people can do an activity, in order of preference."""
        return self.evidence.pools(element)

    def role(self, element: str) -> str:
        """Return who does an activity: its first pool's id, else its lane's, else ""."""
        pools = self.pools(element)
        return pools[0].id if pools else self.evidence.model.lane_of.get(element, "")

    def is_peoples(self, activity: Activity) -> bool:
        """Whether people of the office do it."""
        return activity.type in _BY_PEOPLE and not self.is_of_applicant(activity.id)

    def is_of_applicant(self, element: str) -> bool:
        """Whether the applicant does it, or brings what it waits for."""
        return self.evidence.is_of_applicant(element)

    def probability(self, flow: SequenceFlow) -> float:
        """Return how likely an exclusive gateway's way out is."""
        said = self.evidence.scenario.flows
        ways = self.evidence.model.nodes[flow.source].outgoing
        if flow.id in said:
            return said[flow.id]
        unsaid = [way for way in ways if way not in said]
        rest = 1.0 - sum(said[way] for way in ways if way in said)
        return max(0.0, rest) / len(unsaid)

    def only_way_in(self, node: FlowNode) -> SequenceFlow | None:
        """Return the one flow that enters a node, or None where there is none or are several."""
        return self.evidence.model.flows[node.incoming[0]] if len(node.incoming) == 1 else None

    def only_way_out(self, node: FlowNode) -> SequenceFlow | None:
        """Return the one flow that leaves a node, or None where there is none or are several."""
        return self.evidence.model.flows[node.outgoing[0]] if len(node.outgoing) == 1 else None

    def neighbours(self) -> Iterator[tuple[Activity, Activity]]:
        """Yield the pairs of activities of which the second follows the first always, directly and only it."""
        known = {activity.id: activity for activity in self.activities}
        for first in self.activities:
            way = self.only_way_out(first)
            second = known.get(way.target) if way else None
            if way and second and second.id != first.id and self.only_way_in(second) and way.condition is None:
                yield first, second

    def is_plain(self, activity: Activity) -> bool:
        """Whether an activity is done once and to its end whenever it is begun, so that it can be moved whole."""
        return activity.loop is None and activity.id not in self.guarded

    def after(self, element: str) -> set[str]:
        """Return the ids of an element and all that a case can come to from it."""
        return {element, *nx.descendants(self.graph, element)} if element in self.graph else set()

    def always_before(self, one: str, other: str) -> bool:
        """Whether a case that is at one element has passed another already (it dominates it)."""
        above = self.evidence.structure.dominators.get(other)
        while above is not None and above != one:
            above = self.evidence.structure.dominators.get(above)
        return above == one and one != other

    @cached_property
    def cases_a_year(self) -> float:
        """Return how many cases there are a year, as the scenario says or its arrivals give."""
        said = self.evidence.scenario.volume_per_year
        return said if said is not None else self.evidence.flow.arrival_rate_per_h * _HOURS_A_YEAR

    def proposal(
        self,
        key: str,
        places: tuple[str, ...],
        argument: Text,
        *,
        application: Application | None = None,
        question: Text | None = None,
        **numbers: float,
    ) -> Proposal:
        """Return a proposal of a heuristic, by its key, about some places."""
        return Proposal(
            id="-".join((key, *places[:2])),
            heuristic=HEURISTICS[key],
            places=places,
            argument=argument,
            application=application,
            question=question,
            numbers=numbers,
        )
