"""Known edits are told by their names, and a model against itself tells nothing."""

from pathlib import Path

import pytest

from bpmn import Model, read_model
from bpmn.difference import compare_models, match_nodes

HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="D" targetNamespace="urn:test">'
NAMES = {"a": "Receive application", "b": "Check papers", "c": "Ask the tax office", "d": "Issue licence"}
LANES = {"Clerk": "abd", "Head": "c"}


def model(flows: str, *, kinds: dict[str, str] | None = None, extra: str = "", **changes: str) -> Model:
    names = NAMES | {key: name for key, name in changes.items() if name}
    gone = {key for key, name in changes.items() if not name}
    tasks = [
        f'<{(kinds or {}).get(key, "userTask")} id="{key}" name="{name}"/>'
        for key, name in names.items()
        if key not in gone
    ]
    arrows = [
        '<sequenceFlow id="{0}_{1}" sourceRef="{0}" targetRef="{1}"/>'.format(*pair.split(">"))
        for pair in flows.split()
    ]
    body = f'<startEvent id="s"/><endEvent id="e"/>{extra}{"".join(tasks)}{"".join(arrows)}'
    return read_model(f'{HEAD}<process id="P">{body}</process></definitions>'.encode(), source_name="test.bpmn")


LINE = "s>a a>b b>c c>d d>e"


def changes(to_be: Model, as_is: Model | None = None) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [(c.kind, c.as_is, c.to_be) for c in compare_models(as_is or model(LINE), to_be)]


def test_a_model_against_itself_tells_nothing() -> None:
    assert changes(model(LINE)) == []


def test_a_step_left_out_is_eliminated() -> None:
    assert changes(model("s>a a>b b>d d>e", c="")) == [("eliminated", ("c",), ())]


def test_a_step_put_in_is_added() -> None:
    assert changes(model("s>a a>b b>c c>n n>d d>e", n="Publish notice")) == [("added", (), ("n",))]


def test_a_new_label_is_a_renaming() -> None:
    assert changes(model(LINE, b="Check the papers")) == [("renamed", ("b",), ("b",))]


def test_a_machine_instead_of_a_person_is_an_automation() -> None:
    assert changes(model(LINE, kinds={"c": "serviceTask"})) == [("automated", ("c",), ("c",))]


def test_side_by_side_instead_of_in_a_row_is_parallelised() -> None:
    gateways = '<parallelGateway id="x"/><parallelGateway id="j"/>'
    to_be = model("s>a a>x x>b x>c b>j c>j j>d d>e", extra=gateways)
    assert changes(to_be) == [("parallelised", ("b", "c"), ("b", "c"))]


def test_another_order_names_the_step_that_came_forward() -> None:
    assert changes(model("s>a a>c c>b b>d d>e")) == [("resequenced", ("c",), ("c",))]


def test_a_check_that_can_end_the_case_comes_earlier() -> None:
    stop = '<exclusiveGateway id="x" name="In debt?"/><endEvent id="f"/>'
    as_is = model("s>a a>b b>c c>x x>f x>d d>e", extra=stop)
    to_be = model("s>a a>c c>x x>f x>b b>d d>e", extra=stop)
    assert ("knocked-out-earlier", ("c",), ("c",)) in changes(to_be, as_is)


def test_two_steps_made_one_are_merged() -> None:
    to_be = model("s>b b>c c>d d>e", a="", b="Receive application, check papers")
    assert ("merged", ("b", "a"), ("b",)) in changes(to_be)


def test_a_step_of_one_short_word_can_be_merged_too() -> None:
    to_be = model("s>a a>b b>d d>e", c="", b="Check papers, pay")
    assert changes(to_be, model(LINE, c="Pay")) == [("merged", ("b", "c"), ("b",))]


def test_a_choice_put_in_is_a_new_decision() -> None:
    to_be = model("s>a a>x x>b x>d b>c c>d d>e", extra='<exclusiveGateway id="x" name="Simple case?"/>')
    assert ("new-decision", (), ("x",)) in changes(to_be)


def test_another_lane_is_a_move() -> None:
    def lanes(first: str, second: str) -> str:
        inside = [(n, nodes) for n, nodes in (("Clerk", first), ("Head", second))]
        return (
            "<laneSet>"
            + "".join(
                f'<lane id="L{n}" name="{n}">{"".join(f"<flowNodeRef>{node}</flowNodeRef>" for node in nodes)}</lane>'
                for n, nodes in inside
            )
            + "</laneSet>"
        )

    as_is, to_be = model(LINE, extra=lanes("abd", "c")), model(LINE, extra=lanes("abcd", ""))
    assert changes(to_be, as_is) == [("moved", ("c",), ("c",))]


def laned(first: str, second: str, *, ids: str = "12", names: tuple[str, str] = ("", "")) -> Model:
    lanes = "".join(
        f'<lane id="L{key}" name="{name}">{"".join(f"<flowNodeRef>{node}</flowNodeRef>" for node in nodes)}</lane>'
        for key, name, nodes in zip(ids, names, (first, second), strict=True)
    )
    return model(LINE, extra=f"<laneSet>{lanes}</laneSet>")


def test_lanes_without_names_and_with_other_ids_are_known_by_their_nodes() -> None:
    assert changes(laned("abd", "c", ids="34"), laned("abd", "c")) == []
    assert changes(laned("ad", "bc", ids="34"), laned("abd", "c")) == [("moved", ("b",), ("b",))]


def test_a_lane_with_another_name_and_the_same_nodes_moves_nobody() -> None:
    as_is, to_be = (laned("abd", "c", ids=ids, names=(name, "Head")) for ids, name in (("12", "Clerk"), ("34", "Desk")))
    assert changes(to_be, as_is) == []


def test_what_is_inside_a_sub_process_moves_with_it_unsaid() -> None:
    def nested(first: str, second: str) -> Model:
        inner = '<subProcess id="u" name="Handle"><task id="v" name="Look"/></subProcess>'
        lanes = "".join(
            f'<lane id="{key}" name="{key}">{"".join(f"<flowNodeRef>{node}</flowNodeRef>" for node in nodes)}</lane>'
            for key, nodes in (("Clerk", first), ("Head", second))
        )
        return model("s>a a>u u>d d>e", extra=f"<laneSet>{lanes}</laneSet>{inner}", b="", c="")

    assert changes(nested("ad", "u"), nested("adu", "")) == [("moved", ("u",), ("u",))]


def test_steps_of_a_loop_are_told_like_any_other() -> None:
    loop = '<exclusiveGateway id="x"/><exclusiveGateway id="y"/>'
    as_is = model("s>y y>a a>b b>c c>x x>y x>d d>e", extra=loop)
    assert changes(model("s>y y>b b>a a>c c>x x>y x>d d>e", extra=loop), as_is) == [("resequenced", ("b",), ("b",))]
    beside = loop + '<parallelGateway id="p"/><parallelGateway id="q"/>'
    to_be = model("s>y y>p p>a p>b a>q b>q q>c c>x x>y x>d d>e", extra=beside)
    assert changes(to_be, as_is) == [("parallelised", ("a", "b"), ("a", "b"))]


def test_what_is_done_when_something_happens_is_not_done_at_the_same_time() -> None:
    event = '<boundaryEvent id="w" attachedToRef="b"/>'
    as_is = model("s>a a>b b>d d>e w>c c>e", extra=event)
    to_be = model(
        "s>p p>a p>b a>q b>q q>d d>e w>c c>e", extra=event + '<parallelGateway id="p"/><parallelGateway id="q"/>'
    )
    assert changes(to_be, as_is) == [("parallelised", ("a", "b"), ("a", "b"))]


def test_a_step_drawn_anew_under_another_name_in_its_old_place_is_renamed() -> None:
    to_be = model("s>a a>q q>c c>d d>e", b="", q="Зөвшөөрөл хэвлэх")
    assert changes(to_be) == [("renamed", ("b",), ("q",))]


def test_unnamed_twins_are_told_apart_by_what_is_around_them() -> None:
    names = dict.fromkeys("abcd", "")
    tasks = "".join(f'<task id="{key}"/>' for key in "mno")
    other = "".join(f'<task id="{key}"/>' for key in "xyz")
    as_is = model("s>m m>n n>o o>e", extra=tasks, **names)
    to_be = model("s>x x>y y>z z>e", extra=other, **names)
    assert match_nodes(as_is, to_be) == {"s": "s", "e": "e", "m": "x", "n": "y", "o": "z"}


def test_many_branches_that_nothing_tells_apart_do_not_differ_when_drawn_anew() -> None:
    def branches(mark: str) -> Model:
        tasks = "".join(f'<task id="{mark}{n}"/><task id="{mark}{n}x"/>' for n in range(80))
        gateways = '<parallelGateway id="p"/><parallelGateway id="q"/>'
        flows = " ".join(f"p>{mark}{n} {mark}{n}>{mark}{n}x {mark}{n}x>q" for n in range(80))
        return model(f"s>p q>e {flows}", extra=gateways + tasks, **dict.fromkeys("abcd", ""))

    assert changes(branches("n"), branches("m")) == []


def test_nodes_with_other_ids_are_matched_by_their_labels() -> None:
    other = model(LINE.replace("b", "q"), b="", q="Check papers")
    assert match_nodes(model(LINE), other)["b"] == "q"


@pytest.mark.corpora
def test_no_file_differs_from_itself(corpora: Path) -> None:
    for path in sorted((corpora / "miwg" / "reference").glob("*.bpmn")):
        read = read_model(path.read_bytes(), source_name=path.name)
        assert compare_models(read, read) == (), path.name
