"""Which activity of a log is which element of a model."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from analysis.mining.traces import Traces
from bpmn.model import Activity, Event, FlowNode, SubProcess

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Labels"]

_MACHINES = frozenset({"serviceTask", "scriptTask", "businessRuleTask", "sendTask"})


class Labels:
    """Numbers by which the activities of a log and the elements of a model are told apart.

    Where the log holds ids of the model's elements these decide; else labels, apart from case and blanks.

    Attributes:
        of_element: The number of each element that shows when it is done, by its id: those that the log knows, and
            people's tasks that it never has. A machine's task that it never has is taken not to be recorded.
        known: The elements that the log knows.
    """

    def __init__(self, traces: Traces, nodes: Sequence[FlowNode]) -> None:
        self._traces = traces
        self._nodes = [node for node in nodes if isinstance(node, Activity | Event)]
        ids = set(traces.frame["element"].drop_nulls().unique().to_list())
        self._by_id = bool(ids & {node.id for node in self._nodes})
        by_name = dict.fromkeys(_plain(name) for name in traces.activity_names)
        keys = sorted(ids) if self._by_id else list(by_name)
        self._numbers = {key: number for number, key in enumerate(keys)}
        self.of_element = {
            node.id: self._numbers[key]
            for node in self._nodes
            if (key := node.id if self._by_id else _plain(node.name)) in self._numbers and key
        }
        self.known = tuple(node for node in self._nodes if node.id in self.of_element)
        missing = [node for node in self._nodes if self._is_missing(node)]
        self._missing = {len(keys) + place: node.name or node.id for place, node in enumerate(missing)}
        self.of_element |= {node.id: len(keys) + place for place, node in enumerate(missing)}

    def _is_missing(self, node: FlowNode) -> bool:
        is_work = isinstance(node, Activity) and not isinstance(node, SubProcess)
        return is_work and node.id not in self.of_element and node.type not in _MACHINES

    def of_rows(self, traces: Traces) -> "pl.Series":
        """Return the number of each instance, in the order of `Traces.frame`; -1 for what the log names otherwise."""
        import polars as pl

        if self._by_id:
            return traces.frame["element"].replace_strict(self._numbers, default=-1, return_dtype=pl.Int64)
        by_activity = [self._numbers[_plain(name)] for name in traces.activity_names]
        return pl.Series(by_activity, dtype=pl.Int64)[traces.frame["activity"].cast(pl.UInt32)]

    def of_cases(self, traces: Traces) -> "pl.Series":
        """Return the trace of each case in these numbers, in the order of `Traces.cases`."""
        import polars as pl

        rows = traces.frame.select("case", number=self.of_rows(traces))
        return rows.group_by("case", maintain_order=True).agg(pl.col("number"))["number"]

    def name(self, number: int) -> str:
        """Return what a number stands for, in words."""
        return self._names.get(number, "?")

    @cached_property
    def _names(self) -> dict[int, str]:
        named = {self.of_element[node.id]: node.name or node.id for node in self.known} | self._missing
        if self._by_id:
            return {number: key for key, number in self._numbers.items()} | named
        return {self._numbers[_plain(name)]: name for name in self._traces.activity_names} | named

    @property
    def unknown(self) -> tuple[str, ...]:
        """Activities of the log that the model does not have."""
        known = {self.of_element[node.id] for node in self.known}
        return tuple(sorted(self.name(number) for number in self._numbers.values() if number not in known))

    @property
    def unseen(self) -> tuple[tuple[str, str], ...]:
        """Tasks of the model that the log never has: id and label."""
        return tuple(
            (node.id, node.name)
            for node in self._nodes
            if isinstance(node, Activity) and not isinstance(node, SubProcess) and node not in self.known
        )


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
