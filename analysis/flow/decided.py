"""What decisions of DMN make known of a case, looked up in the tables that the simulator makes of them."""

from bisect import bisect_left
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from analysis.errors import ScenarioError
from analysis.flow.learning import TooMuchError
from analysis.network import Network
from analysis.scenario.attributes import Scalar
from bpmn.frozen import dataclass

if TYPE_CHECKING:
    from analysis.simulation.lookups import Axis

__all__ = ["Decided", "decided_in"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What an activity decides.

    Attributes:
        axes: What it depends on; between two cuts of a number it is the same.
        columns: By name the results for all places on the axes, the last axis running first.
    """

    axes: "tuple[Axis, ...]"
    columns: Mapping[str, list[Scalar]]

    @property
    def asks(self) -> frozenset[str]:
        """The names of what it depends on."""
        return frozenset(axis.name for axis in self.axes)

    def results(self, known: Mapping[str, Scalar]) -> dict[str, Scalar]:
        """Return what becomes known of a case of which this is known."""
        place = 0
        for axis in self.axes:
            size = len(axis.values) + (2 * len(axis.cuts) + 1 if axis.has_numbers else 0)
            place = place * size + _place_on(axis, known.get(axis.name))
        return {name: column[place] for name, column in self.columns.items()}


def decided_in(network: Network) -> dict[str, Decided]:
    """Return what activities of a network decide, by their ids.

    Raises:
        TooMuchError: If one cannot be tabulated, or an attribute cannot be understood, as in a simulation.
    """
    made = network.facts.decisions
    used = {node.id: node.name for node in network.nodes if node.id in made}
    if not used:
        return {}
    # Not at the top: who has no decisions need not wait for DMN.
    from analysis.simulation.decision_lookups import tabulated_decision
    from analysis.simulation.domains import UnsupportedError
    from analysis.simulation.rule_plan import plan_rules
    from analysis.simulation.rule_tables import RuleTables

    tables = RuleTables(source_name="", add_law=lambda law: 0 if law is None else 1, hash_of=lambda _: np.uint64(0))
    try:
        plan_rules(network, tables)
        tabulated = {element: tabulated_decision(made[element], tables.domains) for element in used}
    except (ScenarioError, UnsupportedError) as error:
        raise TooMuchError(next(iter(used.values()))) from error
    return {element: Decided(axes=axes, columns=columns) for element, (axes, columns) in tabulated.items()}


def _place_on(axis: "Axis", value: Scalar) -> int:
    """Return where a value is on an axis: at one of its single values, or at or between its cuts."""
    for place, single in enumerate(axis.values):
        if type(single) is type(value) and single == value:
            return place
    if isinstance(value, str | None):
        raise TooMuchError(axis.name)
    low = bisect_left(axis.cuts, value)
    is_on = low < len(axis.cuts) and axis.cuts[low] == value
    return len(axis.values) + 2 * low + (1 if is_on else 0)
