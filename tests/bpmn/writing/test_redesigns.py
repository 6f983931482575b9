"""What each edit of the flow makes of a small process with a diagram."""

from collections.abc import Callable

import pytest

from bpmn import Model, read_model
from bpmn.check import check_model
from bpmn.errors import BpmnFileError
from bpmn.writing import (
    Edit,
    InsertNode,
    Merge,
    Move,
    MoveToLane,
    Parallelise,
    RemoveNode,
    ReplaceType,
    SetFact,
    Swap,
    apply_edits,
)

_DI = (
    ' xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
    ' xmlns:dd="http://www.omg.org/spec/DD/20100524/DI"'
)
_PROCESS = """
 <collaboration id="C"><participant id="Pool" processRef="P"/></collaboration>
 <process id="P" isExecutable="true">
  <laneSet id="L">
   <lane id="Clerk" name="Clerk"><flowNodeRef>s</flowNodeRef><flowNodeRef>a</flowNodeRef>
    <flowNodeRef>b</flowNodeRef></lane>
   <lane id="Head" name="Head"><flowNodeRef>c</flowNodeRef><flowNodeRef>x</flowNodeRef></lane>
  </laneSet>
  <startEvent id="s"><outgoing>s_a</outgoing></startEvent>
  <userTask id="a" name="Receive"><incoming>s_a</incoming><outgoing>a_b</outgoing></userTask>
  <userTask id="b" name="Check"><incoming>a_b</incoming><outgoing>b_c</outgoing></userTask>
  <boundaryEvent id="late" attachedToRef="b"><outgoing>late_r</outgoing>
   <timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent>
  <sendTask id="r" name="Remind"><incoming>late_r</incoming><outgoing>r_e</outgoing></sendTask>
  <userTask id="c" name="Decide"><incoming>b_c</incoming><outgoing>c_x</outgoing></userTask>
  <exclusiveGateway id="x" name="Granted?" default="x_e"><incoming>c_x</incoming><outgoing>x_f</outgoing>
   <outgoing>x_e</outgoing></exclusiveGateway>
  <endEvent id="e"><incoming>x_e</incoming><incoming>r_e</incoming></endEvent>
  <endEvent id="f"><incoming>x_f</incoming></endEvent>
  <sequenceFlow id="s_a" sourceRef="s" targetRef="a"/>
  <sequenceFlow id="a_b" sourceRef="a" targetRef="b"/>
  <sequenceFlow id="b_c" sourceRef="b" targetRef="c"/>
  <sequenceFlow id="late_r" sourceRef="late" targetRef="r"/>
  <sequenceFlow id="r_e" sourceRef="r" targetRef="e"/>
  <sequenceFlow id="c_x" sourceRef="c" targetRef="x"/>
  <sequenceFlow id="x_f" sourceRef="x" targetRef="f"><conditionExpression>no</conditionExpression></sequenceFlow>
  <sequenceFlow id="x_e" sourceRef="x" targetRef="e"/>
  <textAnnotation id="note"><text>Law 5</text></textAnnotation>
  <association id="noted" sourceRef="note" targetRef="b"/>
 </process>
"""
_PLACES = {
    "Pool": (0, 0, 1100, 400),
    "Clerk": (30, 0, 1070, 200),
    "Head": (30, 200, 1070, 200),
    "s": (60, 82, 36, 36),
    "a": (150, 60, 100, 80),
    "b": (310, 60, 100, 80),
    "late": (370, 122, 36, 36),
    "r": (480, 110, 100, 80),
    "c": (470, 260, 100, 80),
    "x": (630, 275, 50, 50),
    "e": (900, 282, 36, 36),
    "f": (740, 352, 36, 36),
    "note": (320, 5, 100, 30),
}
_WAYS = {
    "s_a": ((96, 100), (150, 100)),
    "a_b": ((250, 100), (310, 100)),
    "b_c": ((410, 100), (440, 100), (440, 300), (470, 300)),
    "late_r": ((388, 158), (388, 170), (480, 170)),
    "r_e": ((580, 150), (918, 150), (918, 282)),
    "c_x": ((570, 300), (630, 300)),
    "x_e": ((680, 300), (900, 300)),
    "x_f": ((655, 325), (655, 370), (740, 370)),
    "noted": ((370, 35), (370, 60)),
}


@pytest.fixture
def file(make_file: Callable[..., bytes]) -> bytes:
    shapes = "".join(
        f'<di:BPMNShape id="{key}_s" bpmnElement="{key}"><dc:Bounds x="{x}" y="{y}" width="{w}" height="{h}"/>'
        "</di:BPMNShape>"
        for key, (x, y, w, h) in _PLACES.items()
    )
    edges = "".join(
        f'<di:BPMNEdge id="{key}_g" bpmnElement="{key}">'
        + "".join(f'<dd:waypoint x="{x}" y="{y}"/>' for x, y in points)
        + "</di:BPMNEdge>"
        for key, points in _WAYS.items()
    )
    diagram = f'<di:BPMNDiagram id="D"><di:BPMNPlane id="DP" bpmnElement="C">{shapes}{edges}</di:BPMNPlane>'
    return make_file(f"{_PROCESS}{diagram}</di:BPMNDiagram>", dialect=_DI)


def edited(data: bytes, *edits: Edit) -> Model:
    before, behind = (read_model(d, source_name="t") for d in (data, apply_edits(data, edits)))
    errors = [{f.rule for f in check_model(model) if f.severity == "error"} for model in (before, behind)]
    assert errors[1] <= errors[0]
    return behind


def ways(model: Model) -> set[str]:
    return {f"{flow.source}>{flow.target}" for flow in model.flows.values()}


def drawn(model: Model) -> dict[str, tuple[float, ...]]:
    return {s.element: (s.bounds.x, s.bounds.y, s.bounds.width, s.bounds.height) for s in model.diagrams[0].shapes}


def overlapping(model: Model) -> set[tuple[str, str]]:
    """Return the nodes drawn over each other, boundary events and their hosts apart."""
    boxes = {key: box for key, box in drawn(model).items() if key in model.nodes and key != "late"}
    return {
        (a, b)
        for a, (x, y, w, h) in boxes.items()
        for b, (u, v, width, height) in boxes.items()
        if a < b and x < u + width and u < x + w and y < v + height and v < y + h
    }


def ends_meet(model: Model) -> bool:
    """Whether each arrow begins and ends on the outline of the shapes it joins."""
    places = {s.element: s.bounds for s in model.diagrams[0].shapes}
    flows = model.flows
    for edge in model.diagrams[0].edges:
        if edge.element not in flows:
            continue
        flow = flows[edge.element]
        for end, point in ((flow.source, edge.points[0]), (flow.target, edge.points[-1])):
            box = places[end]
            inside = box.x - 1 <= point.x <= box.x + box.width + 1 and box.y - 1 <= point.y <= box.y + box.height + 1
            if not inside:
                return False
    return True


def test_a_node_is_put_on_a_flow_and_what_is_in_its_way_moves_on(file: bytes) -> None:
    model = edited(file, InsertNode(flow="a_b", type="serviceTask", name="Look up", node="n", onward="n_b"))
    assert {"a>n", "n>b"} <= ways(model)
    assert "a>b" not in ways(model)
    assert model.lane_of["n"] == "Clerk"
    assert overlapping(model) == set()
    assert ends_meet(model)
    places = drawn(model)
    assert places["a"] == _PLACES["a"]
    assert places["b"][0] > _PLACES["b"][0]
    assert places["Pool"][2] > _PLACES["Pool"][2]


def test_a_node_that_has_room_moves_nothing(file: bytes) -> None:
    model = edited(file, InsertNode(flow="x_e", type="userTask", node="n"))
    moved = {key for key, box in drawn(model).items() if _PLACES.get(key, box) != box}
    assert moved == set()
    assert ends_meet(model)


def test_a_removed_node_takes_its_boundary_events_and_their_paths_along(file: bytes) -> None:
    model = edited(file, RemoveNode(node="b"))
    assert "a>c" in ways(model)
    assert not {"b", "late", "r"} & set(model.nodes)
    assert not {"b", "late", "r", "late_r", "noted"} & {shape.element for shape in model.diagrams[0].shapes}
    assert model.processes[0].scope.artifacts[0].id == "note"
    assert len(model.processes[0].scope.artifacts) == 1
    assert ends_meet(model)


def test_a_gateway_that_parts_ways_is_left_out(file: bytes) -> None:
    model = edited(file, RemoveNode(node="x"))
    assert {"c>e", "c>f"} <= ways(model)
    assert model.nodes["c"].default == "x_e"  # type: ignore[attr-defined]


def test_a_node_that_joins_and_parts_ways_is_not_left_out(file: bytes) -> None:
    more = file.replace(b"<textAnnotation", b'<sequenceFlow id="more" sourceRef="r" targetRef="x"/><textAnnotation')
    with pytest.raises(BpmnFileError, match="joins and parts"):
        apply_edits(more, [RemoveNode(node="x")])


def test_a_task_becomes_one_of_another_kind(file: bytes) -> None:
    model = edited(file, ReplaceType(node="c", type="serviceTask"))
    assert model.nodes["c"].type == "serviceTask"
    assert model.nodes["c"].name == "Decide"
    with pytest.raises(BpmnFileError, match="cannot become"):
        apply_edits(file, [ReplaceType(node="c", type="endEvent")])


def test_a_node_moves_to_another_lane_and_is_drawn_there(file: bytes) -> None:
    model = edited(file, MoveToLane(node="c", lane="Clerk"))
    assert model.lane_of["c"] == "Clerk"
    _, y, _, height = drawn(model)["c"]
    assert y >= 0
    assert y + height <= 200
    assert overlapping(model) == set()
    assert ends_meet(model)


def test_a_lane_of_no_process_of_the_node_is_refused(file: bytes) -> None:
    with pytest.raises(BpmnFileError, match="no lane"):
        apply_edits(file, [MoveToLane(node="c", lane="C")])


def test_neighbours_run_at_the_same_time(file: bytes) -> None:
    model = edited(file, Parallelise(first="a", second="b", split="split", join="join"))
    expected = {"s>split", "split>a", "split>b", "a>join", "b>join", "join>c"}
    assert expected <= ways(model)
    assert "a>b" not in ways(model)
    assert overlapping(model) == set()
    assert ends_meet(model)


def test_neighbours_change_places(file: bytes) -> None:
    model = edited(file, Swap(first="a", second="b"))
    assert {"s>b", "b>a", "a>c"} <= ways(model)
    assert drawn(model)["a"] == _PLACES["b"]
    assert drawn(model)["b"] == _PLACES["a"]
    assert ends_meet(model)


def test_those_that_do_not_follow_each_other_are_no_neighbours(file: bytes) -> None:
    with pytest.raises(BpmnFileError, match="do not directly follow"):
        apply_edits(file, [Swap(first="a", second="c")])


def test_two_become_one_with_what_was_attached_to_either(file: bytes) -> None:
    facts = (SetFact(element="a", fact="visits", value=1), SetFact(element="b", fact="visits", value=2))
    model = edited(file, *facts, Merge(first="a", second="b", name="Receive and check"))
    assert model.nodes["a"].name == "Receive and check"
    assert {"s>a", "a>c", "late>r"} <= ways(model)
    assert model.nodes["late"].attached_to == "a"  # type: ignore[attr-defined]
    assert model.nodes["a"].facts.visits == 3  # type: ignore[attr-defined]
    assert {a.target for a in model.processes[0].scope.artifacts if a.type == "association"} == {"a"}
    assert ends_meet(model)


def test_a_check_that_can_end_the_case_moves_with_its_decision(file: bytes) -> None:
    more = file.replace(b'targetRef="e"/>\n  <textAnnotation', b'targetRef="g"/>\n  <textAnnotation')
    more = more.replace(b"<incoming>x_e</incoming>", b"").replace(
        b"<textAnnotation",
        b'<manualTask id="g" name="File"><incoming>x_e</incoming><outgoing>g_e</outgoing></manualTask>'
        b'<sequenceFlow id="g_e" sourceRef="g" targetRef="e"/><textAnnotation',
        1,
    )
    model = edited(more, Move(node="c", flow="s_a"))
    assert {"s>c", "c>x", "x>f", "x>a", "a>b", "b>g", "g>e"} <= ways(model)
    assert overlapping(model) == set()


def test_a_node_is_not_moved_to_where_it_is(file: bytes) -> None:
    with pytest.raises(BpmnFileError, match="already"):
        apply_edits(file, [Move(node="b", flow="a_b")])


def test_nothing_but_an_event_follows_an_event_based_gateway(make_file: Callable[..., bytes]) -> None:
    data = make_file(
        '<process id="P"><eventBasedGateway id="g"/><receiveTask id="r"/>'
        '<sequenceFlow id="f" sourceRef="g" targetRef="r"/></process>'
    )
    with pytest.raises(BpmnFileError, match="waits for events"):
        apply_edits(data, [InsertNode(flow="f", type="userTask")])


def test_a_prefix_declared_on_a_neighbour_alone_is_declared_on_the_new_node(make_file: Callable[..., bytes]) -> None:
    data = make_file(
        '<process id="P"><q:task xmlns:q="http://www.omg.org/spec/BPMN/20100524/MODEL" id="a"/><task id="b"/>'
        '<sequenceFlow id="f" sourceRef="a" targetRef="b"/></process>'
    )
    written = apply_edits(data, [InsertNode(flow="f", type="userTask", node="n")])
    assert b'<userTask id="n"/>' in written
    assert read_model(written, source_name="t").nodes["n"].type == "userTask"
