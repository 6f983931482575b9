"""Changes of a scenario that go with a change of the model."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace

from analysis.scenario import ActivityParameters, EventParameters, ResourcePool, Scenario

__all__ = ["ChangeActivity", "ChangeEvent", "ChangePool", "ScenarioChange", "change_scenario"]


class ScenarioChange(ABC):
    """One change of a scenario."""

    @abstractmethod
    def apply(self, scenario: Scenario) -> Scenario:
        """Return the scenario with the change made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeActivity(ScenarioChange):
    """What the scenario says of an activity becomes this; None: it says nothing of it any more."""

    element: str
    parameters: ActivityParameters | None

    def apply(self, scenario: Scenario) -> Scenario:
        """Return the scenario with the change made."""
        others = {key: value for key, value in scenario.activities.items() if key != self.element}
        return replace(scenario, activities=others | ({self.element: self.parameters} if self.parameters else {}))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeEvent(ScenarioChange):
    """What the scenario says of an event becomes this; None: it says nothing of it any more."""

    element: str
    parameters: EventParameters | None

    def apply(self, scenario: Scenario) -> Scenario:
        """Return the scenario with the change made."""
        others = {key: value for key, value in scenario.events.items() if key != self.element}
        return replace(scenario, events=others | ({self.element: self.parameters} if self.parameters else {}))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePool(ScenarioChange):
    """A pool of people becomes this one."""

    pool: ResourcePool

    def apply(self, scenario: Scenario) -> Scenario:
        """Return the scenario with the change made."""
        return replace(scenario, resources={**scenario.resources, self.pool.id: self.pool})


def change_scenario(scenario: Scenario, changes: tuple[ScenarioChange, ...]) -> Scenario:
    """Return a scenario with changes made in their order."""
    for change in changes:
        scenario = change.apply(scenario)
    return scenario
