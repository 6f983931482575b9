"""A layout for models without a diagram: columns from left to right, lanes as rows, pools one below the other.

It is there so that every file shows something readable; a modeller's own layout is always preferred.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bpmn.model import Diagram, Element, Model, Participant, Process, Scope
from bpmn.picture.arranging import WAYS, Arrange
from bpmn.picture.board import Strip
from bpmn.picture.crossing import add_crossing
from bpmn.picture.scopes import join, sheet_of
from bpmn.picture.sheet import Frame, Sheet, draw_up
from bpmn.picture.sizes import item_of

__all__ = ["lay_out"]


def lay_out(model: Model, *, ways: Sequence[Arrange] = WAYS) -> Diagram:
    """Return a diagram of everything in a model.

    Args:
        model: The model; diagrams that it has are not looked at.
        ways: How the nodes of a scope may be put into columns and rows; the better one is taken for each scope.
    """
    sheet = join(list(_sheets(model, ways)))
    sheet = add_crossing(sheet, model)
    block = draw_up(replace(sheet, lines=[*sheet.lines, *_associations(model)]))
    return Diagram(id="layout", element=model.id, name=model.name, shapes=block.shapes, edges=block.edges)


def _sheets(model: Model, ways: Sequence[Arrange]) -> Iterator[Sheet]:
    """Yield a sheet for each pool, each process without one, each choreography, and for conversations."""
    processes = {process.id: process for process in model.processes}
    shown: set[str] = set()
    for collaboration in model.collaborations:
        if collaboration.scope is not None:
            yield sheet_of(collaboration.scope, ways)
            continue
        for index, pool in enumerate(collaboration.participants):
            process = processes.get(pool.process or "")
            if process is None or process.id not in shown:
                yield _pool(pool, process, ways)
            shown.add(pool.process or "")
            if index == 0:
                yield from _row(collaboration.conversations)
        yield from _row(
            [artifact for artifact in collaboration.artifacts if artifact.type in {"textAnnotation", "group"}]
        )
    for process in model.processes:
        if process.id not in shown and (process.scope.nodes or process.scope.lanes or not shown):
            yield sheet_of(process.scope, ways)


def _pool(pool: Participant, process: Process | None, ways: Sequence[Arrange]) -> Sheet:
    if process is None or process.scope == Scope():
        frame = Frame(element=pool.id, first=0, last=0)
        return Sheet(strips=[Strip(cells={}, wall=pool.id)], frames=[frame])
    sheet = sheet_of(process.scope, ways)
    inside = [replace(frame, depth=frame.depth + 1) for frame in sheet.frames]
    return replace(sheet, frames=[Frame(element=pool.id, first=0, last=len(sheet.strips) - 1), *inside])


def _row(elements: Sequence[Element]) -> Iterator[Sheet]:
    """Yield a row of what belongs to a collaboration itself, where there is anything."""
    if elements:
        cells = {element.id: (0, column) for column, element in enumerate(elements)}
        yield Sheet(strips=[Strip(cells=cells)], items={element.id: item_of(element, {}) for element in elements})


def _associations(model: Model) -> Iterator[tuple[str, str, str]]:
    for collaboration in model.collaborations:
        for artifact in collaboration.artifacts:
            if artifact.type == "association":
                yield artifact.id, artifact.source, artifact.target
