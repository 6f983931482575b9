"""The flow as networkx graphs."""

from collections.abc import Callable

from bpmn import Model
from bpmn.graph import process_graph, scope_graph

BODY = """
  <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="A"/>
  <subProcess id="A"><startEvent id="is"/><sequenceFlow id="g1" sourceRef="is" targetRef="B"/><task id="B"/>
    <task id="undo" isForCompensation="true"/></subProcess>
  <boundaryEvent id="late" attachedToRef="A"><timerEventDefinition/></boundaryEvent>
  <sequenceFlow id="f2" sourceRef="A" targetRef="e"/>
  <sequenceFlow id="f3" sourceRef="A" targetRef="e"/>
  <sequenceFlow id="f4" sourceRef="late" targetRef="e"/>
  <endEvent id="e"/>
  <sequenceFlow id="nowhere" sourceRef="A"/>
"""


def test_a_scope_is_a_graph_of_its_own_level(read_process: Callable[..., Model]) -> None:
    model = read_process(BODY)
    graph = scope_graph(model.processes[0].scope)
    assert set(graph.nodes) == {"s", "A", "late", "e"}
    assert graph.nodes["A"]["node"] is model.nodes["A"]
    assert {key: (source, target) for source, target, key in graph.edges(keys=True)} == {
        "f1": ("s", "A"),
        "f2": ("A", "e"),
        "f3": ("A", "e"),
        "f4": ("late", "e"),
        "late": ("A", "late"),
    }
    assert graph.edges["A", "e", "f3"]["flow"] is model.flows["f3"]
    assert graph.edges["A", "late", "late"]["kind"] == "boundary"


def test_a_process_is_a_graph_with_its_sub_processes_opened(read_process: Callable[..., Model]) -> None:
    model = read_process(BODY)
    graph = process_graph(model.processes[0])
    assert set(graph.nodes) == {"s", "A", "late", "e", "is", "B", "undo"}
    assert [(s, t) for s, t, kind in graph.edges(data="kind") if kind == "enter"] == [("A", "is")]
    assert [(s, t) for s, t, kind in graph.edges(data="kind") if kind == "leave"] == [("B", "A")]
    assert graph.nodes["B"]["parent"] == "A"
    assert graph.nodes["A"]["parent"] == "P"


def test_without_start_event_a_sub_process_is_entered_where_nothing_leads(read_process: Callable[..., Model]) -> None:
    model = read_process(
        '<subProcess id="S"><task id="A"/><task id="B"/><sequenceFlow id="f" sourceRef="A" targetRef="B"/></subProcess>'
    )
    graph = process_graph(model.processes[0])
    assert [(s, t) for s, t, kind in graph.edges(data="kind") if kind == "enter"] == [("S", "A")]
