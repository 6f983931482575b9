"""What the normal form makes of what a model leaves implicit."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpmn import Model, read_model
from bpmn.errors import BpmnFileError
from bpmn.model import (
    Activity,
    EndEvent,
    Event,
    FlowNode,
    Gateway,
    IntermediateThrowEvent,
    Process,
    Scope,
    SequenceFlow,
    StartEvent,
    SubProcess,
)
from bpmn.normal import NormalForm, normal_form

Read = Callable[..., Model]


def edges(form: NormalForm, process: str = "P") -> set[tuple[str, str]]:
    """Return the flows of a process's own level as pairs of node ids."""
    found = form.model.process(process)
    assert found is not None
    return {(flow.source, flow.target) for flow in found.scope.flows}


def assert_explicit(form: NormalForm) -> None:
    """Check that nothing is left implicit, and that nodes and flows agree on each other."""
    for _, scope, node in form.model.walk():
        assert node.incoming == tuple(flow.id for flow in scope.flows if flow.target == node.id)
        assert node.outgoing == tuple(flow.id for flow in scope.flows if flow.source == node.id)
        if not isinstance(node, Gateway):
            assert len(node.incoming) <= 1
            assert len(node.outgoing) <= 1
        elif node.type != "complexGateway":
            assert len(node.incoming) <= 1 or len(node.outgoing) <= 1
        default = getattr(node, "default", None)
        assert default is None or default in node.outgoing
    assert set(form.origin) == set(form.model.nodes) | set(form.model.flows)
    assert normal_form(form.model).model == form.model


def flow(source: str, target: str, inner: str = "") -> str:
    return f'<sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'


WHEN = "<conditionExpression>x</conditionExpression>"


def test_what_is_explicit_already_stays_as_it_is(read_process: Read) -> None:
    model = read_process(f'<startEvent id="s"/>{flow("s", "A")}<task id="A"/>{flow("A", "e")}<endEvent id="e"/>')
    form = normal_form(model)
    assert form.model == model
    assert form.origin == {element: element for element in ("s", "A", "e", "s-A", "A-e")}


def test_several_flows_out_of_an_activity_become_a_parallel_gateway(read_process: Read) -> None:
    model = read_process(
        f'<startEvent id="s"/>{flow("s", "A")}<task id="A"/>{flow("A", "e1")}{flow("A", "e2")}'
        '<endEvent id="e1"/><endEvent id="e2"/>'
    )
    form = normal_form(model)
    assert edges(form) == {("s", "A"), ("A", "A_split"), ("A_split", "e1"), ("A_split", "e2")}
    assert form.model.nodes["A_split"].type == "parallelGateway"
    assert form.origin["A_split"] == form.origin["A_flow"] == "A"
    assert form.model.flows["A-e1"].source == "A_split"
    assert_explicit(form)


def test_conditional_flows_become_an_inclusive_gateway_with_the_default(read_process: Read) -> None:
    model = read_process(
        f'<startEvent id="s"/>{flow("s", "A")}<task id="A" default="A-e2"/>{flow("A", "e1", WHEN)}{flow("A", "e2")}'
        '<endEvent id="e1"/><endEvent id="e2"/>'
    )
    form = normal_form(model)
    gateway = form.model.nodes["A_choice"]
    assert isinstance(gateway, Gateway)
    assert (gateway.type, gateway.default) == ("inclusiveGateway", "A-e2")
    activity = form.model.nodes["A"]
    assert isinstance(activity, Activity)
    assert activity.default is None
    assert edges(form) == {("s", "A"), ("A", "A_choice"), ("A_choice", "e1"), ("A_choice", "e2")}
    assert_explicit(form)


def test_unconditional_flows_are_taken_whatever_the_conditions_say(read_process: Read) -> None:
    model = read_process(
        f'<startEvent id="s"/>{flow("s", "A")}<task id="A"/>{flow("A", "e1", WHEN)}{flow("A", "e2")}'
        '<endEvent id="e1"/><endEvent id="e2"/>'
    )
    form = normal_form(model)
    assert edges(form) == {
        ("s", "A"),
        ("A", "A_split"),
        ("A_split", "e2"),
        ("A_split", "A_choice"),
        ("A_choice", "e1"),
        ("A_choice", "A_end"),
    }
    gateway = form.model.nodes["A_choice"]
    assert isinstance(gateway, Gateway)
    assert gateway.default is not None
    assert form.model.flows[gateway.default].target == "A_end"
    assert_explicit(form)


def test_a_default_beside_no_condition_is_a_flow_like_others(read_process: Read) -> None:
    model = read_process(
        f'<startEvent id="s"/>{flow("s", "A")}<task id="A" default="A-e2"/>{flow("A", "e1")}{flow("A", "e2")}'
        '<endEvent id="e1"/><endEvent id="e2"/>'
    )
    form = normal_form(model)
    assert edges(form) == {("s", "A"), ("A", "A_split"), ("A_split", "e1"), ("A_split", "e2")}
    assert_explicit(form)


def test_several_flows_into_an_activity_or_end_are_merged(read_process: Read) -> None:
    model = read_process(
        f'<startEvent id="s"/><exclusiveGateway id="g"/>{flow("s", "g")}{flow("g", "A")}{flow("g", "B")}'
        f'<task id="A"/><task id="B"/>{flow("A", "B")}{flow("B", "e")}{flow("B", "A")}<endEvent id="e"/>'
    )
    form = normal_form(model)
    assert {("A_merge", "A"), ("B_merge", "B"), ("g", "A_merge"), ("B_split", "A_merge")} <= edges(form)
    assert form.model.nodes["A_merge"].type == "exclusiveGateway"
    assert_explicit(form)


@pytest.mark.parametrize(
    ("kind", "join"),
    [
        ("exclusiveGateway", "exclusiveGateway"),
        ("parallelGateway", "parallelGateway"),
        ("inclusiveGateway", "inclusiveGateway"),
        ("eventBasedGateway", "exclusiveGateway"),
    ],
)
def test_a_gateway_that_joins_and_splits_becomes_two(read_process: Read, kind: str, join: str) -> None:
    catch = '<intermediateCatchEvent id="{}"><timerEventDefinition/></intermediateCatchEvent>'
    model = read_process(
        f'<startEvent id="s"/><startEvent id="t"/>{flow("s", "g")}{flow("t", "g")}<{kind} id="g"/>'
        f"{flow('g', 'A')}{flow('g', 'B')}{catch.format('A')}{catch.format('B')}"
    )
    form = normal_form(model)
    assert {("s", "g_join"), ("t", "g_join"), ("g_join", "g"), ("g", "A"), ("g", "B")} <= edges(form)
    assert form.model.nodes["g_join"].type == join
    assert_explicit(form)


def test_a_complex_gateway_stays_whole(read_process: Read) -> None:
    model = read_process(
        f'<startEvent id="s"/><startEvent id="t"/>{flow("s", "g")}{flow("t", "g")}<complexGateway id="g"/>'
        f'{flow("g", "e")}{flow("g", "d")}<endEvent id="e"/><endEvent id="d"/>'
    )
    assert normal_form(model).model == model


def test_a_process_without_start_and_end_gets_both(read_process: Read) -> None:
    form = normal_form(read_process(f'<task id="A"/>{flow("A", "B")}<task id="B"/>'))
    assert edges(form) == {("P_start", "A"), ("A", "B"), ("B", "B_end")}
    assert isinstance(form.model.nodes["P_start"], StartEvent)
    assert isinstance(form.model.nodes["B_end"], EndEvent)
    assert form.origin["P_start"] == "P"
    assert_explicit(form)


def test_without_start_event_everything_nothing_leads_to_starts_at_once(read_process: Read) -> None:
    form = normal_form(read_process('<task id="A"/><task id="B"/>'))
    assert {("P_start", "P_start_split"), ("P_start_split", "A"), ("P_start_split", "B")} <= edges(form)
    assert form.model.nodes["P_start_split"].type == "parallelGateway"
    assert_explicit(form)


def test_several_start_events_are_alternatives_and_stay(read_process: Read) -> None:
    form = normal_form(
        read_process(f'<startEvent id="s"/><startEvent id="t"/>{flow("s", "A")}{flow("t", "A")}<task id="A"/>')
    )
    assert edges(form) == {("s", "A_merge"), ("t", "A_merge"), ("A_merge", "A"), ("A", "A_end")}
    assert_explicit(form)


def test_what_no_flow_is_meant_to_reach_gets_neither_start_nor_end(read_process: Read) -> None:
    form = normal_form(
        read_process(
            '<task id="A"/><task id="undo" isForCompensation="true"/><task id="forgotten"/>'
            '<boundaryEvent id="c" attachedToRef="A"><compensateEventDefinition/></boundaryEvent>'
            '<association id="a" sourceRef="c" targetRef="forgotten"/>'
            '<subProcess id="ES" triggeredByEvent="true"><startEvent id="x"><errorEventDefinition/></startEvent>'
            "</subProcess>"
        )
    )
    assert edges(form) == {("P_start", "A"), ("A", "A_end")}
    assert "x_end" in form.model.nodes
    assert_explicit(form)


def test_a_process_that_a_message_starts_gets_no_start_event(read_process: Read) -> None:
    form = normal_form(read_process('<receiveTask id="A" instantiate="true"/>'))
    assert edges(form) == {("A", "A_end")}


def test_an_empty_sub_process_passes_its_token_on(read_process: Read) -> None:
    form = normal_form(read_process('<subProcess id="S"/>'))
    inner = form.model.nodes["S"]
    assert isinstance(inner, SubProcess)
    assert [(flow.source, flow.target) for flow in inner.scope.flows] == [("S_start", "S_start_end")]
    assert_explicit(form)


def test_sub_processes_are_rewritten_inside_and_ad_hoc_ones_keep_their_freedom(read_process: Read) -> None:
    form = normal_form(
        read_process(
            '<subProcess id="S"><task id="A"/></subProcess>'
            f'<adHocSubProcess id="H"><task id="B"/><task id="C"/><task id="D"/>{flow("B", "C")}{flow("B", "D")}'
            "</adHocSubProcess>"
        )
    )
    assert {"S_start", "A_end", "B_split"} <= set(form.model.nodes)
    assert not {"H_start", "C_end"} & set(form.model.nodes)
    assert_explicit(form)


def test_link_events_become_a_flow(read_process: Read) -> None:
    link = '<linkEventDefinition name="{}"/>'.format
    form = normal_form(
        read_process(
            f'<startEvent id="s"/>{flow("s", "t")}'
            f'<intermediateThrowEvent id="t">{link("here")}</intermediateThrowEvent>'
            f'<intermediateCatchEvent id="c">{link("here")}</intermediateCatchEvent>{flow("c", "e")}<endEvent id="e"/>'
            f'<intermediateThrowEvent id="lost">{link("nowhere")}</intermediateThrowEvent>'
        )
    )
    assert edges(form) == {("s", "t"), ("t", "c"), ("c", "e")}
    assert all(isinstance(form.model.nodes[node], IntermediateThrowEvent) for node in "tc")
    lost = form.model.nodes["lost"]
    assert isinstance(lost, Event)
    assert lost.kind == "link"
    assert_explicit(form)


def test_empty_lanes_and_empty_pools_are_left_out(read: Read) -> None:
    form = normal_form(
        read(
            '<collaboration id="C"><participant id="p1" processRef="P"/><participant id="p2" processRef="Q"/>'
            '</collaboration><process id="P"><laneSet id="LS"><lane id="L1"><flowNodeRef>A</flowNodeRef></lane>'
            '<lane id="L2"/></laneSet><task id="A"/></process><process id="Q"/>'
        )
    )
    assert [process.id for process in form.model.processes] == ["P"]
    assert [pool.process for pool in form.model.collaborations[0].participants] == ["P", None]
    assert [(lane.id, lane.nodes) for lane in form.model.processes[0].scope.lanes] == [("L1", ("A", "A_end"))]
    assert_explicit(form)


def test_flows_that_lead_nowhere_are_left_out(read_process: Read) -> None:
    form = normal_form(
        read_process(
            '<task id="A" default="f"/><sequenceFlow id="f" sourceRef="A"/>'
            '<subProcess id="S"><task id="B"/></subProcess><sequenceFlow id="g" sourceRef="A" targetRef="B"/>'
        )
    )
    assert not {"f", "g"} & set(form.model.flows)
    assert_explicit(form)


def test_new_ids_avoid_those_there_are(read_process: Read) -> None:
    form = normal_form(read_process('<task id="A"/><task id="A_end"/><textAnnotation id="P_start"/>'))
    assert {"P_start_2", "A_end_2", "A_end_end"} <= set(form.model.nodes)
    assert_explicit(form)


KINDS = [
    "task",
    "exclusiveGateway",
    "parallelGateway",
    "inclusiveGateway",
    "eventBasedGateway",
    "startEvent",
    "endEvent",
]


@st.composite
def scopes(draw: st.DrawFn, prefix: str = "n", depth: int = 1) -> Scope:
    """Any nodes joined by any flows, wrong ones too."""
    count = draw(st.integers(0, 5))
    kinds = draw(st.lists(st.sampled_from([*KINDS, *["subProcess"] * depth]), min_size=count, max_size=count))
    nodes: list[FlowNode] = []
    for number, kind in enumerate(kinds):
        name = f"{prefix}{number}"
        if kind == "subProcess":
            nodes.append(SubProcess(id=name, type=kind, scope=draw(scopes(f"{name}_", depth - 1))))
        else:
            nodes.append(_CLASSES.get(kind, Gateway)(id=name, type=kind))
    ends = st.sampled_from([*(node.id for node in nodes), ""])
    pairs = draw(st.lists(st.tuples(ends, ends), max_size=8))
    flows = tuple(
        SequenceFlow(id=f"{prefix}f{number}", type="sequenceFlow", source=source, target=target)
        for number, (source, target) in enumerate(pairs)
    )
    return Scope(nodes=tuple(nodes), flows=flows)


_CLASSES: dict[str, type[FlowNode]] = {"task": Activity, "startEvent": StartEvent, "endEvent": EndEvent}


@settings(max_examples=60)
@given(scopes())
def test_any_scope_becomes_explicit_and_keeps_its_nodes(scope: Scope) -> None:
    model = Model(source_name="", processes=(Process(id="P", type="process", scope=scope),))
    form = normal_form(model)
    assert set(model.nodes) <= set(form.model.nodes)
    assert all(form.origin[node] == node for node in model.nodes)
    assert all(original in model.nodes or original in {"P", *model.flows} for original in form.origin.values())
    for _, _, node in form.model.walk():
        if not isinstance(node, Gateway | StartEvent | EndEvent):
            assert len(node.incoming) <= 1
            assert len(node.outgoing) <= 1
    assert normal_form(form.model).model == form.model


@pytest.mark.corpora
def test_every_file_has_a_normal_form(corpora: Path) -> None:
    tried = 0
    for path in sorted(corpora.rglob("*.bpmn"))[::4]:
        try:
            model = read_model(path.read_bytes(), source_name=path.name)
        except BpmnFileError:
            continue
        form = normal_form(model)
        assert set(model.nodes) <= set(form.model.nodes), path
        assert_explicit(form)
        tried += 1
    assert tried > 200
