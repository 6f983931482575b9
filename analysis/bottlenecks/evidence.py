"""What the detectors look at: structure, flow and simulation of one model, joined by element."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from analysis.bottlenecks.places import Place, computed_places, simulated_places
from analysis.flow import Flow
from analysis.scenario.values import ResourcePool, Scenario
from analysis.simulation.result import SimulationResult
from analysis.structure import Structure
from bpmn.language import Text
from bpmn.model import Lane, Model

__all__ = ["Evidence", "person_time"]

_PEOPLE_OUTSIDE = re.compile(
    r"applicant|citizen|customer|client|taxpayer|өргөдөл гаргагч|иргэн|үйлчлүүлэгч|хүсэлт гаргагч", re.IGNORECASE
)


@dataclass(frozen=True)
class Evidence:
    """One model with what is known of it.

    Attributes:
        model: The model.
        scenario: Its scenario, complete.
        structure: From `measure_structure`.
        flow: From `analyse_flow`.
        simulation: From `simulate`, or None.
    """

    model: Model
    scenario: Scenario
    structure: Structure
    flow: Flow
    simulation: SimulationResult | None

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """Activities and events by id: as simulated, or as computed where there is no simulation."""
        if self.simulation is not None:
            return simulated_places(self.simulation)
        return computed_places(self.scenario, self.flow)

    @cached_property
    def total_s(self) -> float:
        """All work and waiting of a case, in seconds."""
        return sum(place.total_s for place in self.places.values()) or 1.0

    @cached_property
    def receivers(self) -> Mapping[str, str]:
        """The name of the lane that is handed the work, by the id of the activity it gets."""
        lanes: dict[str, str] = {}
        waiting: list[Lane] = [lane for process in self.model.processes for lane in process.scope.lanes]
        while waiting:
            lane = waiting.pop()
            lanes[lane.id] = lane.name or lane.id
            waiting += lane.lanes
        targets = [self.model.flows[flow].target for flow in self.structure.hand_offs if flow in self.model.flows]
        return {key: lanes.get(self.model.lane_of.get(key, ""), "") for key in targets if key in self.model.nodes}

    def name(self, element: str) -> str:
        """Return what people call an element."""
        node = self.model.nodes.get(element)
        return (node.name if node is not None else "") or element

    def pools(self, element: str) -> tuple[ResourcePool, ...]:
        """Return the pools whose people can do an activity."""
        activity = self.scenario.activities.get(element)
        named = activity.resources if activity is not None else ()
        return tuple(self.scenario.resources[pool] for pool in named if pool in self.scenario.resources)

    def is_of_applicant(self, element: str) -> bool:
        """Whether what is waited for here is the applicant: does it, or sends the message an event waits for."""
        if any(pool.side == "applicant" for pool in self.pools(element)):
            return True
        for collaboration in self.model.collaborations:
            outside = {one.id for one in collaboration.participants if _PEOPLE_OUTSIDE.search(one.name or "")}
            for flow in collaboration.message_flows:
                if flow.target == element and (flow.source in outside or self._is_done_by_applicant(flow.source)):
                    return True
        return False

    def _is_done_by_applicant(self, element: str) -> bool:
        return any(pool.side == "applicant" for pool in self.pools(element))


def person_time(seconds: float) -> Text:
    """Return a time in the unit that a reader would choose."""
    if seconds >= 2 * 86400:
        return Text("{number} days", number=f"{seconds / 86400:.1f}")
    if seconds >= 2 * 3600:
        return Text("{number} hours", number=f"{seconds / 3600:.1f}")
    if seconds >= 120:
        return Text("{number} minutes", number=f"{seconds / 60:.0f}")
    return Text("{number} seconds", number=f"{seconds:.0f}")
