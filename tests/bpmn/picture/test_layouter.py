"""bpmn.io's layout in Python is npm's, and where it has none there is one of ours."""

import json
from pathlib import Path

import pytest
from bpmn_io import LayoutError, layout_process
from lxml import etree

from bpmn import Model, read_model
from bpmn.errors import BpmnFileError
from bpmn.model import BoundaryEvent, Scope, Task
from bpmn.picture import layouter
from bpmn.picture.layouter import arrange_as_bpmn_io, question_of
from tests.peers.node import NodePeers

EVERY = 12


def models(corpora: Path) -> list[tuple[Path, Model]]:
    """A sample of the engines' test processes."""
    found = []
    folders = (corpora / "operaton", corpora / "flowable-engine")
    for path in [path for folder in folders for path in sorted(folder.iterdir())][::EVERY]:
        try:
            found.append((path, read_model(path.read_bytes(), source_name=path.name)))
        except BpmnFileError:
            continue
    return found


def asked(scope: Scope) -> str:
    hosts = {node.id: node.attached_to for node in scope.nodes if isinstance(node, BoundaryEvent)}
    return question_of(scope, hosts, {node.id: f"n{number}" for number, node in enumerate(scope.nodes)})


def laid_out(xml: str) -> str | None:
    try:
        return layout_process(xml)
    except (LayoutError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return None


def places(xml: str | None) -> list[tuple[str, list[dict[str, str]]]] | None:
    """The bounds and bends of a layout; how the rest of the file is written is another matter."""
    if xml is None:
        return None
    shown = etree.fromstring(xml.encode()).iterfind(".//{http://www.omg.org/spec/BPMN/20100524/DI}BPMNPlane/*")
    return [
        (each.get("bpmnElement", ""), [dict(inner.attrib) for inner in each.iter() if inner is not each])
        for each in shown
    ]


@pytest.mark.corpora
def test_what_is_asked_of_bpmn_io_is_answered_as_npm_answers_it(corpora: Path, node_peers: NodePeers) -> None:
    scopes = [process.scope for _, model in models(corpora) for process in model.processes if process.scope.nodes]
    questions = [asked(scope) for scope in scopes]
    answers = json.loads(node_peers.run("layout.mjs", given=json.dumps(questions)))
    assert len(questions) > 40
    assert [places(laid_out(question)) for question in questions] == [places(answer) for answer in answers]


@pytest.mark.corpora
def test_whole_files_are_laid_out_as_npm_does(corpora: Path, node_peers: NodePeers) -> None:
    files = [path.read_text(encoding="utf-8") for path, _ in models(corpora)]
    answers = json.loads(node_peers.run("layout.mjs", given=json.dumps(files)))
    assert [places(laid_out(file)) for file in files] == [places(answer) for answer in answers]


def test_where_bpmn_io_stumbles_there_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(_: str) -> str:
        raise LayoutError("no")

    monkeypatch.setattr(layouter, "layout_process", stumble)
    assert arrange_as_bpmn_io(Scope(nodes=(Task(id="a", type="task"),)), {}, {}) == {}


def test_a_scope_too_large_for_it_is_not_asked() -> None:
    nodes = tuple(Task(id=f"t{number}", type="task") for number in range(2000))
    assert arrange_as_bpmn_io(Scope(nodes=nodes), {}, {}) == {}


def test_rows_are_counted_within_each_band() -> None:
    nodes = tuple(Task(id=name, type="task") for name in "abc")
    cells = arrange_as_bpmn_io(Scope(nodes=nodes), {}, {"a": 0, "b": 1, "c": 1})
    assert {name: (cell.band, cell.row) for name, cell in cells.items()} == {"a": (0, 0), "b": (1, 0), "c": (1, 1)}
