"""Mandate, legal basis and scope: what is looked at, where it begins and ends, what law says so."""

from analysis.report.blocks import Block, Cell, Chapter, Grid, Listing, Row, Section, ToFillIn, cells, plain
from analysis.report.material import EMPTY, Material
from bpmn.model import EndEvent, StartEvent

__all__ = ["law_grid", "scope"]


def scope(material: Material) -> Chapter:
    """Return the chapter."""
    word = material.word
    mandate = (
        ToFillIn(label=word("Mandate"), hint=word("Who ordered the work, by which document, of which date.")),
        ToFillIn(label=word("Working group"), hint=word("Its members, and who leads it.")),
    )
    return Chapter(
        anchor="scope",
        title=word("Mandate, legal basis and scope"),
        sections=(
            Section(blocks=mandate),
            Section(title=word("Legal basis"), blocks=_law(material)),
            Section(title=word("Scope"), blocks=(_bounds(material),)),
        ),
    )


def _law(material: Material) -> tuple[Block, ...]:
    word = material.word
    found = law_grid(material)
    without = sum(not (node.facts and node.facts.legal_basis) for node, _ in material.steps(0))
    ask = ToFillIn(
        label=word("Legal basis of the service"),
        hint=word("Laws, regulations and standards, with the article; what each of them demands."),
    )
    if not without:
        return (found, ask) if found.rows else (ask,)
    gap = Listing(
        sentences=plain(
            [
                word(
                    "{count} of {steps} steps of the process as it is name no legal basis in the model: what no rule "
                    "demands may be left out.",
                    count=without,
                    steps=sum(1 for _ in material.steps(0)),
                )
            ]
        )
    )
    return (found, gap, ask) if found.rows else (gap, ask)


def law_grid(material: Material) -> Grid:
    """Return every legal basis that the models name, with the steps it demands on each side."""
    word = material.word
    bases: dict[str, tuple[list[str], list[str]]] = {}
    for side in (0, 1):
        for node, _ in material.steps(side):
            if node.facts and node.facts.legal_basis:
                bases.setdefault(node.facts.legal_basis, ([], []))[side].append(material.element(side, node.id))
    return Grid(
        caption=word("Legal basis of the steps, as the models name it"),
        headers=(word("Legal basis"), word("As it is"), word("As it could be")),
        rows=tuple(
            Row(cells=cells(basis, *(Cell(text=", ".join(dict.fromkeys(steps)) or EMPTY) for steps in both)))
            for basis, both in sorted(bases.items())
        ),
        widths=(2, 3, 3),
    )


def _bounds(material: Material) -> Grid:
    word = material.word
    lines = (
        (word("Begins with"), StartEvent),
        (word("Ends with"), EndEvent),
    )
    rows = [Row(cells=cells(label, *(_events(material, side, kind) for side in (0, 1)))) for label, kind in lines]
    rows.append(Row(cells=cells(word("Who takes part"), *(_performers(material, side) for side in (0, 1)))))
    rows.append(Row(cells=cells(word("Steps"), *(str(sum(1 for _ in material.steps(side))) for side in (0, 1)))))
    return Grid(
        caption=word("What the two models cover"),
        headers=("", word("As it is"), word("As it could be")),
        rows=tuple(rows),
        widths=(1.2, 3, 3),
    )


def _events(material: Material, side: int, kind: type[StartEvent] | type[EndEvent]) -> str:
    model = material.sides[side].model
    process = model.process(material.sides[side].scenario.process or "")
    nodes = process.scope.nodes if process else model.nodes.values()
    names = [material.element(side, node.id) for node in nodes if isinstance(node, kind)]
    return "; ".join(dict.fromkeys(names)) or EMPTY


def _performers(material: Material, side: int) -> str:
    names = [material.performer(side, node.id) for node, _ in material.steps(side)]
    return ", ".join(dict.fromkeys(name for name in names if name != EMPTY)) or EMPTY
