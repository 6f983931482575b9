"""A network made into the arrays that the kernel works on."""

from itertools import accumulate
from typing import Any

import numpy as np

from analysis.digests import word_of
from analysis.network import Network, Node
from analysis.scenario.calendars import OpeningTable, opening_table
from analysis.scenario.distributions import Distribution
from analysis.simulation.absence import Attendance, ChanceAbsence, calendar_rows
from analysis.simulation.codes import AT_A_MOMENT, BY_THE_CLOCK, JOINS, KINDS, SPLITS
from analysis.simulation.laws import law_row, table_of
from analysis.simulation.mail_tables import channels_of, mail_tables, roots_of
from analysis.simulation.pool_rows import Groups, group_rows, unit_rows
from analysis.simulation.reaching import reached_slots
from analysis.simulation.repetition_rows import fatal_errors, repetition_row
from analysis.simulation.rule_plan import RulePlan, plan_rules
from analysis.simulation.rule_tables import RuleTables
from analysis.simulation.staffing import Staff, plan_staff
from analysis.simulation.station_tables import station_tables
from analysis.simulation.tables import (
    GROUP,
    LAW,
    NODE,
    REGION,
    UNIT,
    WAY,
    Tables,
)
from bpmn.frozen import dataclass
from bpmn.language import Text

__all__ = ["SimulationModel", "compile_network", "element_hash"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SimulationModel:
    """A network ready to be simulated.

    Attributes:
        network: The network it was made from.
        tables: Its arrays.
        elements: Ids of the elements that statistics are kept for, in the order of their rows.
        pools: Ids of the pools, in the order of their rows.
        openings: Opening tables by calendar id; after those of the scenario those of persons and releases.
        staff: Which activities are stations, and who serves them.
        rules: The attributes of cases and the rules over them.
        absences: Who is away by chance.
        channel_count: How many channels there are for messages and signals.
        assumed: What was assumed where the scenario said nothing.
        warnings: Pools that get more work than they can do, with the ratio.
    """

    network: Network
    tables: Tables
    elements: tuple[str, ...]
    pools: tuple[str, ...]
    openings: dict[str, OpeningTable]
    staff: Staff
    rules: RulePlan
    absences: tuple[ChanceAbsence, ...] = ()
    channel_count: int = 0
    assumed: tuple[Text, ...] = ()
    warnings: tuple[Text, ...] = ()


def element_hash(key: str) -> np.uint64:
    """Return the 64 bits that stand for an element in the keys of random numbers, the same on every machine."""
    return np.uint64(word_of(key))


def compile_network(network: Network, assumed: tuple[Text, ...] = ()) -> SimulationModel:
    """Return a network as arrays.

    Raises:
        ScenarioError: If a calendar never opens, or nobody may do an activity.
    """
    compiler = _Compiler(network)
    return SimulationModel(
        network=network,
        tables=compiler.tables(),
        elements=tuple(compiler.elements),
        pools=tuple(compiler.units),
        openings=compiler.openings,
        staff=compiler.staff,
        rules=compiler.rules,
        absences=tuple(compiler.attendance.absences),
        channel_count=len(compiler.channels),
        assumed=assumed + fatal_errors(network),
    )


class _Compiler:
    """Gathers laws, groups and slots while the nodes are gone through."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.laws: list[dict[str, Any]] = []
        self.values: list[tuple[float, float]] = []
        self.groups: Groups = {}
        self.elements: dict[str, int] = {}
        self.units = {pool: number for number, pool in enumerate(network.scenario.resources)}
        start = network.scenario.start
        self.openings = {key: opening_table(calendar, start) for key, calendar in network.scenario.calendars.items()}
        self.order = [way for node in network.nodes for way in node.outgoing]
        self.place = {way: place for place, way in enumerate(self.order)}
        self.slot_count = 0
        self.slots = self._slots()
        self.channels = channels_of(network)
        self.staff = plan_staff(network, self.add_law, self.units)
        rule_tables = RuleTables(source_name=network.scenario.source_name, add_law=self.add_law, hash_of=element_hash)
        self.rules = plan_rules(network, rule_tables)
        self.attendance = Attendance(network, self.staff, self.openings)

    def _slots(self) -> dict[int, int]:
        """Return a place for the tokens on each way into a join; a counting join has one more behind them."""
        slots: dict[int, int] = {}
        for node in self.network.nodes:
            if node.join != "each":
                slots |= {way: self.slot_count + place for place, way in enumerate(node.incoming)}
                self.slot_count += len(node.incoming) + (node.join == "count")
        return slots

    def tables(self) -> Tables:
        nodes = table_of(NODE, [self._node(at, node) for at, node in enumerate(self.network.nodes)])
        starts = [start for region in self.network.regions for start, _ in region.starts]
        shares = [s for region in self.network.regions for s in accumulate(share for _, share in region.starts)]
        stations = station_tables(self.network, self.staff, self.attendance, self, self.rules.tables)
        calendars, opens, closes, worked = calendar_rows(list(self.openings.values()))
        units, unit_groups = unit_rows(self.network.scenario, self.groups, list(self.openings))
        return Tables(
            nodes=nodes,
            ways=table_of(WAY, self._ways()),
            regions=table_of(REGION, self._regions()),
            starts=np.array([*starts, 0], dtype=np.int64),
            start_shares=np.array([*shares, 1.0]),
            boundaries=np.array([b for node in self.network.nodes for b in node.boundaries] + [0], dtype=np.int64),
            laws=table_of(LAW, self.laws),
            values=np.array([*self.values, (0.0, 1.0)]),
            units=table_of(UNIT, units),
            groups=table_of(GROUP, group_rows(self.groups)),
            group_units=np.array([self.units[p] for pools, _ in self.groups for p in pools] + [0], dtype=np.int64),
            unit_groups=np.array([*unit_groups, 0], dtype=np.int64),
            calendars=calendars,
            opens=opens,
            closes=closes,
            worked=worked,
            reaches=reached_slots(self.network, self.slots, self.slot_count),
            **stations,
            **mail_tables(self.network, self.channels, self.rules.conditions),
            first_sources=np.array([0, self.rules.first], dtype=np.int64),
            **self.rules.tables.tables(),
        )

    def _node(self, at: int, node: Node) -> dict[str, Any]:
        first_out = self.place[node.outgoing[0]] if node.outgoing else 0
        waits = node.join != "each"
        first_slot = self.slots[node.incoming[0]] if waits else 0
        bound = sum(len(other.boundaries) for other in self.network.nodes[:at])
        return {
            "kind": KINDS["pass" if node.kind == "scope" and not self._has_inside(node) else node.kind],
            "split": SPLITS[node.routing],
            "join": JOINS[node.join],
            "region": node.region,
            "inner": node.inner,
            "out0": first_out,
            "out1": first_out + len(node.outgoing),
            "slot0": first_slot,
            "slot1": first_slot + (len(node.incoming) if waits else 0),
            "bound0": bound,
            "bound1": bound + len(node.boundaries),
            "interrupting": node.is_interrupting,
            "repeats": node.repeats,
            "law": self.add_law(node.duration),
            "delay": self.add_law(node.delay),
            "group": self._group(at, node),
            "instances": self.add_law(node.instances),
            "sequential": node.is_sequential,
            "raises": node.raises,
            "host": self._host(at),
            "stat": self.elements.setdefault(node.id, len(self.elements)),
            "logged": "Task" in node.type or node.is_activity,
            "inside_many": self._is_inside_many(node),
            "hear0": sum(len(other.hears) for other in self.network.nodes[:at]),
            "hear1": sum(len(other.hears) for other in self.network.nodes[: at + 1]),
            "hears_all": node.hears_all,
            "has_clock": node.has_clock,
            "send0": sum(len(other.sends) for other in self.network.nodes[:at]),
            "send1": sum(len(other.sends) for other in self.network.nodes[: at + 1]),
            "clock": self._clock(node),
            "undo": node.undo,
            "undo_of": node.undo_of,
            "needs": node.needs,
            "gives": node.gives,
            "fatal": node.is_fatal,
            "probability": node.probability,
            "fixed_cost": node.fixed_cost,
            "fee": node.fee,
            "hash": element_hash(node.key),
            "station": self.staff.station_of.get(at, -1),
            "source0": self.rules.sources.get(at, (0, 0))[0],
            "source1": self.rules.sources.get(at, (0, 0))[1],
        } | repetition_row(self.network, self.rules, at)

    def _clock(self, node: Node) -> int:
        if node.is_moment:
            return AT_A_MOMENT
        return BY_THE_CLOCK if node.calendar is None else list(self.openings).index(node.calendar)

    def _has_inside(self, node: Node) -> bool:
        return node.inner >= 0 and bool(self.network.regions[node.inner].starts)

    def _host(self, at: int) -> int:
        return next((host for host, node in enumerate(self.network.nodes) if at in node.boundaries), -1)

    def _is_inside_many(self, node: Node) -> bool:
        holder = self.network.regions[node.region].holder
        while holder >= 0:
            if self.network.nodes[holder].instances is not None:
                return True
            holder = self.network.regions[self.network.nodes[holder].region].holder
        return False

    def add_law(self, law: Distribution | None) -> int:
        """Put a distribution into the tables and return its row, -1 for none."""
        if law is None:
            return -1
        row, values = law_row(law)
        self.laws.append(row | {"v0": len(self.values), "v1": len(self.values) + len(values)})
        self.values += values
        return len(self.laws) - 1

    def _group(self, at: int, node: Node) -> int:
        if not node.resources or node.kind != "task" or at in self.staff.station_of:
            return -1
        pools = node.resources
        endless = [pool for pool in pools if self.network.scenario.resources[pool].amount is None]
        key = ((endless[0],) if endless else pools, node.priority)
        return self.groups.setdefault(key, len(self.groups))

    def _ways(self) -> list[dict[str, Any]]:
        cumulative: dict[int, float] = {}
        for node in self.network.nodes:
            shares = accumulate(self.network.ways[way].probability for way in node.outgoing)
            cumulative |= dict(zip(node.outgoing, shares, strict=True))
        return [
            {
                "target": self.network.ways[way].target,
                "slot": self.slots.get(way, -1),
                "default": self.network.ways[way].is_default,
                "rule": self.rules.ways.get(way, -1),
                "probability": self.network.ways[way].probability,
                "cumulative": cumulative[way],
            }
            for way in self.order
        ]

    def _regions(self) -> list[dict[str, Any]]:
        rows, first, event = [], 0, 0
        roots = roots_of(self.network)
        for number, region in enumerate(self.network.regions):
            slots = self._slots_of(number)
            rows.append(
                {
                    "start0": first,
                    "start1": first + len(region.starts),
                    "all": region.starts_all,
                    "slot0": min(slots, default=0),
                    "slot1": max(slots, default=-1) + 1,
                    "event0": event,
                    "event1": event + len(region.events),
                    "node": region.holder,
                    "root": roots.index(number) if number in roots else -1,
                    "is_event": region.is_event,
                    "one_by_one": region.is_one_by_one,
                    "until": self.rules.untils.get(number, -1),
                    "cut_short": region.is_cut_short,
                }
            )
            first += len(region.starts)
            event += len(region.events)
        return rows

    def _slots_of(self, region: int) -> list[int]:
        joins = [node for node in self.network.nodes if node.region == region and node.join != "each"]
        slots = [self.slots[way] for node in joins for way in node.incoming]
        return slots + [self.slots[node.incoming[-1]] + 1 for node in joins if node.join == "count"]
