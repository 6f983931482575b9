"""Rules on labels of flows and on where elements are drawn, which need a diagram to be broken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpmn import read_model
from bpmn.check import check_model

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:here" '
    'xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC">'
)
Box = tuple[int, int, int, int]


def drawn(body: str, boxes: dict[str, Box], *, before: str = "", expanded: str = "false") -> str:
    shapes = "".join(
        f'<di:BPMNShape id="{name}_di" bpmnElement="{name}" isExpanded="{expanded}">'
        f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/></di:BPMNShape>'
        for name, (x, y, width, height) in boxes.items()
    )
    plane = f'<di:BPMNPlane id="plane" bpmnElement="P">{shapes}</di:BPMNPlane>'
    return (
        f'{HEAD}{before}<process id="P">{body}</process><di:BPMNDiagram id="d">{plane}</di:BPMNDiagram></definitions>'
    )


def found(text: str, rule: str) -> list[str | None]:
    return [f.element for f in check_model(read_model(text.encode(), source_name="a.bpmn")) if f.rule == rule]


TWO = '<task id="a"/><task id="b"/>'
EDGE = '<task id="a"/><boundaryEvent id="b" attachedToRef="a"/>'
INNER = '<subProcess id="a"><task id="b"/></subProcess>'
POOL = '<collaboration id="C"><participant id="a" processRef="P"/></collaboration>'


@pytest.mark.parametrize(
    ("text", "elements"),
    [
        (drawn(TWO, {"a": (0, 0, 100, 80), "b": (50, 50, 100, 80)}), ["a", "b"]),
        (drawn(TWO, {"a": (0, 0, 100, 80), "b": (150, 0, 100, 80)}), []),
        (drawn(TWO, {"a": (0, 0, 100, 80)}), []),
        (drawn(EDGE, {"a": (0, 0, 100, 80), "b": (80, 60, 36, 36)}), []),
        (drawn(INNER, {"a": (0, 0, 300, 200), "b": (20, 20, 100, 80)}, expanded="true"), []),
        (drawn(INNER, {"a": (0, 0, 300, 200), "b": (250, 20, 100, 80)}, expanded="true"), ["b"]),
        (drawn(INNER, {"a": (0, 0, 100, 80), "b": (250, 20, 100, 80)}), []),
        (drawn('<task id="b"/>', {"a": (0, 0, 300, 200), "b": (0, 190, 100, 80)}, before=POOL), ["b"]),
    ],
)
def test_elements_stand_beside_each_other_and_inside_their_frame(text: str, elements: list[str]) -> None:
    assert sorted(filter(None, found(text, "no-overlapping-elements"))) == elements


SIDES = st.integers(min_value=0, max_value=40)
BOXES = st.tuples(SIDES, SIDES, st.integers(1, 20), st.integers(1, 20))


@given(st.lists(BOXES, min_size=1, max_size=8))
def test_overlaps_are_those_that_comparing_each_with_each_finds(boxes: list[Box]) -> None:
    def touch(one: Box, other: Box) -> bool:
        return all(one[n] <= other[n] + other[n + 2] and other[n] <= one[n] + one[n + 2] for n in (0, 1))

    wanted = {
        f"t{n}"
        for n, one in enumerate(boxes)
        if any(touch(one, other) for number, other in enumerate(boxes) if number != n)
    }
    body = "".join(f'<task id="t{n}"/>' for n, _ in enumerate(boxes))
    text = drawn(body, {f"t{n}": box for n, box in enumerate(boxes)})
    assert set(found(text, "no-overlapping-elements")) == wanted


def flow(name: str, kind: str, *, inside: str = "", default: str = "", ways: int = 1) -> str:
    more = "".join(f'<sequenceFlow id="g{n}" sourceRef="a" targetRef="b"/>' for n in range(1, ways))
    first = f'<sequenceFlow id="f" name="{name}" sourceRef="a" targetRef="b">{inside}</sequenceFlow>'
    return f'{HEAD}<process id="P"><{kind} id="a" {default}/><task id="b"/>{first}{more}</process></definitions>'


CONDITION = "<conditionExpression>x</conditionExpression>"


@pytest.mark.parametrize(
    ("text", "elements"),
    [
        (flow("Go on", "task"), ["f"]),
        (flow(" ", "task"), []),
        (flow("If paid", "task", inside=CONDITION), []),
        (flow("Otherwise", "task", default='default="f"'), []),
        (flow("Yes", "exclusiveGateway", ways=2), []),
        (flow("Yes", "exclusiveGateway"), ["f"]),
        (flow("Both", "parallelGateway", ways=2), ["f"]),
    ],
)
def test_only_answers_are_labelled(text: str, elements: list[str]) -> None:
    assert found(text, "superfluous-label") == elements
