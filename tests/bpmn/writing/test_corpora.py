"""Every file of the corpora keeps what it holds, and an edit of it changes only what it means to."""

import re
from pathlib import Path

import pytest

from bpmn import Model, read_model
from bpmn.check import check_model
from bpmn.model import Activity, Bounds, Diagram, Document, Edge, Point, Shape, SubProcess
from bpmn.writing import (
    AddDiagram,
    Edit,
    InsertNode,
    MoveToLane,
    RemoveDiagrams,
    Rename,
    SetAttribute,
    SetDocuments,
    SetFact,
    Swap,
    apply_edits,
)
from bpmn.writing.attributes import value_of
from bpmn.writing.document import Document as FileDocument
from tests.bpmn.known_edits import KnownEdit, corpus_models, known_edits
from tests.bpmn.writing.canonical import canonical, changed, ids_in, within

_LINE = re.compile(r"line=(\d+|None)")
pytestmark = pytest.mark.corpora


def check_that_files_without_edits_stay(folder: Path, step: int) -> None:
    for path, data, _ in corpus_models(folder, step):
        assert apply_edits(data, ()) == data, path


def test_a_file_of_a_sample_without_edits_is_the_same_bytes(corpora: Path) -> None:
    check_that_files_without_edits_stay(corpora, 16)


@pytest.mark.nightly
def test_any_file_without_edits_is_the_same_bytes(corpora: Path) -> None:
    check_that_files_without_edits_stay(corpora, 1)


def a_diagram(model: Model) -> Diagram:
    """Return a diagram with everything in one row."""
    places = {node: Bounds(x=200.0 * at, y=50.5, width=100.0, height=80.0) for at, node in enumerate(model.nodes)}
    shapes = tuple(Shape(element=node, bounds=bounds, label=bounds) for node, bounds in places.items())
    ways = {flow.id: [places.get(end) for end in (flow.source, flow.target)] for flow in model.flows.values()}
    edges = (
        Edge(element=flow, points=tuple(Point(x=end.x, y=end.y) for end in ends if end)) for flow, ends in ways.items()
    )
    return Diagram(id="D", element="", name="Нэг эгнээ", shapes=shapes, edges=tuple(edges))


def has_ids(model: Model) -> bool:
    """Whether every element has an id of its own; one that has none is given one, for good, when it is referred to."""
    return all(note.rule not in {"missing-id", "duplicate-id"} for note in model.notes)


def check_that_edits_can_be_taken_back(folder: Path, step: int) -> int:
    tried = 0
    for place, (path, data, model) in enumerate(corpus_models(folder, step)):
        for edit, inverse in _pairs(data, model, place):
            there = apply_edits(data, [edit])
            back = apply_edits(there, [inverse])
            is_structural = isinstance(edit, InsertNode | MoveToLane | Swap)
            options = {
                "without_diagrams": is_structural,
                "without_lane_order": isinstance(edit, MoveToLane),
            }
            assert there != data, (path, edit)
            assert canonical(back, **options) == canonical(data, **options), (path, edit)
            tried += 1
    return tried


def test_edits_of_a_sample_can_be_taken_back(corpora: Path) -> None:
    assert check_that_edits_can_be_taken_back(corpora, 60) > 100


@pytest.mark.nightly
def test_edits_of_every_file_can_be_taken_back(corpora: Path) -> None:
    assert check_that_edits_can_be_taken_back(corpora, 1) > 5000


def _pairs(data: bytes, model: Model, seed: int) -> list[tuple[Edit, Edit]]:
    """Return edits with their inverses."""
    pairs: list[tuple[Edit, Edit]] = []
    if has_ids(model):
        pairs += [(k.edit, k.inverse) for k in known_edits(model, seed) if k.inverse is not None]
        pairs += [] if model.diagrams else [(AddDiagram(diagram=a_diagram(model)), RemoveDiagrams())]
    document = FileDocument(data)
    for node in list(model.nodes.values())[:3]:
        tag = document.element(node.id)
        name = value_of(tag.attributes, "name")
        pairs.append((Rename(element=node.id, name='Ажил "x" & <y>'), Rename(element=node.id, name=name)))
        there, back = (SetAttribute(element=node.id, attribute="xml:lang", value=value) for value in ("mn", None))
        pairs.append((there, back))
        if isinstance(node, Activity) and node.facts is None and tag.child("extensionElements") is None:
            fee, no_fee = (SetFact(element=node.id, fact="feeMnt", value=value) for value in (500, None))
            papers = (Document(name="Иргэний үнэмлэх", held_by="register"), Document(name="b", is_original=True))
            asked, not_asked = (SetDocuments(element=node.id, documents=documents) for documents in (papers, ()))
            pairs += [(fee, no_fee), (asked, not_asked)]
    return pairs


def check_that_edits_change_only_what_they_mean_to(folder: Path, step: int) -> int:
    tried = 0
    for place, (path, data, model) in enumerate(corpus_models(folder, step)):
        for known in known_edits(model, place) if has_ids(model) else ():
            written = apply_edits(data, [known.edit])
            elements, drawn = changed(data, written)
            assert elements, (path, known)
            gone = within(data, known.touched - ids_in(written))
            allowed = known.touched | gone
            new = elements - allowed - ids_in(data)
            assert elements - new <= allowed, (path, known, elements - new - allowed)
            assert len(new) == (3 if known.kind == "parallelised" else 0), (path, known, new)
            if known.kind in {"renamed", "automated"}:
                assert not drawn, (path, known, drawn)
            check_model_behind(known, allowed | new, model, read_model(written, source_name=path.name))
            tried += 1
    return tried


def check_model_behind(known: KnownEdit, but: frozenset[str], before: Model, behind: Model) -> None:
    """The file can be read, everything else in it is as it was, and nothing is wrong that was not."""
    parts = [_parts(model, but) for model in (before, behind)]
    assert parts[0] == parts[1], known
    errors = [
        {(finding.rule, finding.text.template) for finding in check_model(model) if finding.severity == "error"}
        for model in (before, behind)
    ]
    assert errors[1] <= errors[0], known


def _parts(model: Model, but: frozenset[str]) -> dict[str, str]:
    """Return what the model says of each node, flow and lane that is none of these, lines apart."""
    lanes = [lane for process in model.processes for lane in process.scope.lanes if not lane.lanes]
    parts = [node for node in model.nodes.values() if not isinstance(node, SubProcess)]
    return {
        part.id: _LINE.sub("", repr(part)) for part in (*parts, *model.flows.values(), *lanes) if part.id not in but
    }


def test_edits_of_a_sample_change_only_what_they_mean_to(corpora: Path) -> None:
    assert check_that_edits_change_only_what_they_mean_to(corpora, 60) > 80


@pytest.mark.nightly
def test_edits_of_every_file_change_only_what_they_mean_to(corpora: Path) -> None:
    assert check_that_edits_change_only_what_they_mean_to(corpora, 1) > 4000
