"""Processes, sub-processes and what they hold: nodes, flows, data, lanes, artifacts. BPMN 2.0.2 §10.3.5, §10.8."""

from typing import TYPE_CHECKING

from lxml import etree

from bpmn.model import Correlation, Expression, FlowNode, Lane, Process, Scope, SubProcess
from bpmn.reading.activities import read_call_activity, read_task
from bpmn.reading.artifacts import read_artifacts
from bpmn.reading.basics import element_parts
from bpmn.reading.context import Reading
from bpmn.reading.data import data_parts, read_data_item
from bpmn.reading.events import (
    read_boundary_event,
    read_catch_event,
    read_end_event,
    read_gateway,
    read_start_event,
    read_throw_event,
)
from bpmn.reading.flows import Flows
from bpmn.reading.names import attribute, child_text, children, flag, is_bpmn, local_name, sub_elements, text_in
from bpmn.reading.parts import activity_parts
from bpmn.reading.standard import CALLS, GATEWAYS, SUB_PROCESSES, TASKS

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["ScopeReader"]

_DATA = ("dataObject", "dataObjectReference", "dataStoreReference", "dataStore", "property")


class ScopeReader:
    """Reads what is inside processes, sub-processes and choreographies."""

    def __init__(self, reading: Reading, flows: Flows) -> None:
        self._reading = reading
        self._flows = flows
        self._readers: dict[str, Callable[[etree._Element, Reading], FlowNode]] = {
            "startEvent": read_start_event,
            "intermediateCatchEvent": read_catch_event,
            "intermediateThrowEvent": read_throw_event,
            "boundaryEvent": read_boundary_event,
            "endEvent": read_end_event,
        }
        self._readers |= dict.fromkeys(TASKS, read_task)
        self._readers |= dict.fromkeys(CALLS, read_call_activity)
        self._readers |= dict.fromkeys(GATEWAYS, read_gateway)
        self._readers |= dict.fromkeys(SUB_PROCESSES, self._read_sub_process)

    def read_process(self, element: etree._Element) -> Process:
        """Return a process, with what the file's dialects say of it."""
        reading = self._reading
        data = data_parts(element, reading)
        read = Process(
            **element_parts(element, reading),
            scope=self.read_scope(element),
            is_executable=flag(element, "isExecutable") if attribute(element, "isExecutable") else None,
            process_type=attribute(element, "processType") or "None",
            data_inputs=data["data_inputs"],
            data_outputs=data["data_outputs"],
            correlations=tuple(self._read_correlation(inner) for inner in children(element, "correlationSubscription")),
        )
        for dialect in reading.dialects:
            read = dialect.process(read, element, reading)
        return read

    def read_scope(self, element: etree._Element) -> Scope:
        """Return what is directly inside a process, sub-process or choreography."""
        reading = self._reading
        lane_sets = children(element, "laneSet")
        return Scope(
            nodes=tuple(self._read_nodes(element)),
            flows=self._flows.of(element),
            data=tuple(read_data_item(inner, reading) for inner in children(element, *_DATA)),
            lanes=tuple(self._read_lane(lane) for lane_set in lane_sets for lane in children(lane_set, "lane")),
            artifacts=read_artifacts(element, reading),
        )

    def _read_nodes(self, element: etree._Element) -> list[FlowNode]:
        found: list[FlowNode] = []
        for inner in sub_elements(element):
            reader = self._readers.get(local_name(inner)) if is_bpmn(inner) else None
            if reader is not None:
                node = reader(inner, self._reading)
                for dialect in self._reading.dialects:
                    node = dialect.node(node, inner, self._reading)
                found.append(node)
        return found

    def _read_sub_process(self, element: etree._Element, reading: Reading) -> SubProcess:
        parts = activity_parts(element, reading)
        parts["properties"] = ()
        return SubProcess(
            **parts,
            scope=self.read_scope(element),
            is_event_sub_process=flag(element, "triggeredByEvent"),
            is_sequential=attribute(element, "ordering") == "Sequential",
            completion_condition=reading.expression_in(element, "completionCondition"),
            cancel_remaining_instances=flag(element, "cancelRemainingInstances", default=True),
        )

    def _read_lane(self, element: etree._Element) -> Lane:
        reading = self._reading
        references = (
            reading.node_reference(inner, text_in(inner), "flowNodeRef") for inner in children(element, "flowNodeRef")
        )
        inner_sets = children(element, "childLaneSet")
        return Lane(
            **element_parts(element, reading),
            nodes=tuple(dict.fromkeys(reference for reference in references if reference)),
            lanes=tuple(self._read_lane(lane) for inner in inner_sets for lane in children(inner, "lane")),
        )

    def _read_correlation(self, element: etree._Element) -> Correlation:
        reading = self._reading
        bindings: list[tuple[str, Expression]] = []
        for inner in children(element, "correlationPropertyBinding"):
            name = reading.reference(inner, "correlationPropertyRef")
            path = reading.expression_in(inner, "dataPath")
            if name and path:
                bindings.append((name, path))
        # The schema of 2010 has the key as an attribute, that of 2013 as an element.
        key = reading.reference(element, "correlationKeyRef") or reading.resolve(
            element, child_text(element, "correlationKeyRef"), "correlationKeyRef"
        )
        return Correlation(**element_parts(element, reading), key=key or "", bindings=tuple(bindings))
