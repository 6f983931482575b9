"""The process as it could be: principles, diagram with the changes marked, what each does, and what it needs."""

from analysis.report import tables
from analysis.report.blocks import Block, Chapter, Grid, Listing, Picture, Row, Section, ToFillIn, cells, plain
from analysis.report.chapters.changes import changes_grid, kinds_grid
from analysis.report.chapters.steps import journey_grid, steps_grid
from analysis.report.front import role_anchors
from analysis.report.material import EMPTY, Material, anchored, grid_of
from analysis.report.pictures import draw_to_be
from bpmn.model import Task

__all__ = ["AUTOMATED", "new_automated", "to_be"]

AUTOMATED = frozenset({"serviceTask", "scriptTask", "businessRuleTask", "sendTask"})
"""Types of task that no person carries out."""


def to_be(material: Material) -> Chapter:
    """Return the chapter."""
    word = material.word
    return Chapter(
        anchor="to-be",
        title=word("As it could be"),
        sections=(
            Section(title=word("Diagram and changes"), blocks=_diagram(material), paper="large"),
            Section(title=word("What each change does"), blocks=_changes(material), paper="wide"),
            Section(title=word("Step by step"), blocks=(steps_grid(material, 1),), paper="wide"),
            Section(title=word("The applicant's way"), blocks=(journey_grid(material, 1),), paper="wide"),
            Section(title=word("Registers and data sharing"), blocks=(_data(material),)),
            Section(title=word("Changes of law"), blocks=_law(material)),
            Section(title=word("Staff and roles"), blocks=(_roles(material),)),
            Section(title=word("Systems"), blocks=(_systems(material),)),
        ),
    )


def _diagram(material: Material) -> tuple[Block, ...]:
    word, comparison = material.word, material.comparison
    found = tables.bottleneck_table(comparison, 1, material.wording)
    picture = Picture(
        svg=draw_to_be(comparison, material.names.to_be),
        alt=word("The diagram of the process as it could be"),
        caption=word("Marked elements are changed; the number is that of the change in the list of changes."),
    )
    table = grid_of(found, (0.5, 2, 6, 0.7), numbers=(3,))
    return (picture, table)


def _changes(material: Material) -> tuple[Block, ...]:
    word = material.word
    if not material.comparison.changes:
        return (Listing(sentences=plain([word("The two models do not differ.")])),)
    return (kinds_grid(material), changes_grid(material))


def _data(material: Material) -> Grid:
    """Return what each register answers for, and what applicants need no longer bring because of it."""
    word = material.word
    before, after = ({d.name for d in side.burden.demands} for side in material.sides)
    rows = {
        (demand.held_by, demand.service, demand.name): (demand.name in before, demand.name in after)
        for side in material.sides
        for demand in side.burden.demands
        if demand.held_by
    }
    yes, no = word("yes"), word("no")
    return Grid(
        caption=word("What registers of the state hold of what applicants are asked for"),
        headers=(
            word("Register"),
            word("Document"),
            word("Given by"),
            word("Asked for as it is"),
            word("Asked for as it could be"),
        ),
        rows=tuple(
            Row(cells=cells(register, name, service or EMPTY, *(yes if asked else no for asked in both)))
            for (register, service, name), both in sorted(rows.items())
        ),
        widths=(2, 2.4, 2.8, 1, 1),
    )


def _law(material: Material) -> tuple[Block, ...]:
    word = material.word
    found = [material.wording.say(r.text) for r in material.comparison.requirements if r.kind == "law"]
    ask = ToFillIn(
        label=word("Rules to be changed"),
        hint=word("Act, article, the wording now and as proposed, who changes it, by when."),
    )
    return (Listing(sentences=plain(found)), ask) if found else (ask,)


def _roles(material: Material) -> Grid:
    """Return each role's people, load and hours a year on both sides: the first page's hours lead here."""
    word, volume = material.word, material.volume
    anchors = role_anchors(material)
    rows = []
    for name, anchor in anchors.items():
        found = [
            next((f for key, f in side.simulation.resources.items() if (str(f.name) or key) == name), None)
            for side in material.sides
        ]
        hours = [sum(_hours(material, side, name)) * (volume or 1.0) for side in (0, 1)]
        shown = next((f.name.into(material.wording.language) for f in found if f), "") or name
        rows.append(
            anchored(
                anchor,
                shown,
                *(EMPTY if f is None or f.amount is None else str(f.amount) for f in found),
                *(EMPTY if f is None or f.utilisation is None else f"{f.utilisation * 100:.0f} %" for f in found),
                *(f"{hour:,.0f}" if volume else f"{hour:,.2f}" for hour in hours),
                _signed(hours[1] - hours[0], whole=bool(volume)),
            )
        )
    unit = word("hours a year") if volume else word("hours a case")
    as_is, to_be_name = word("As it is"), word("As it could be")
    return Grid(
        caption=word("People, busy time and work of each role"),
        headers=(
            word("Role"),
            f"{word('People')}: {as_is.lower()}",
            f"{word('People')}: {to_be_name.lower()}",
            f"{word('Busy time')}: {as_is.lower()}",
            f"{word('Busy time')}: {to_be_name.lower()}",
            f"{unit}: {as_is.lower()}",
            f"{unit}: {to_be_name.lower()}",
            word("Difference"),
        ),
        rows=tuple(rows),
        widths=(2, 1, 1, 1, 1, 1.1, 1.1, 1.1),
        numbers=(1, 2, 3, 4, 5, 6, 7),
    )


def _hours(material: Material, side: int, name: str) -> list[float]:
    resources = material.sides[side].simulation.resources
    return [figures.busy_s / 3600 for key, figures in resources.items() if (str(figures.name) or key) == name]


def _signed(value: float, *, whole: bool) -> str:
    shown = f"{value:+,.0f}" if whole else f"{value:+,.2f}"
    return "0" if not any(digit in shown for digit in "123456789") else shown.replace("-", "\N{MINUS SIGN}")


def new_automated(material: Material) -> list[Task]:
    """Return the automated steps of to-be that are not automated as it is."""
    old = {node.id for node in material.sides[0].model.nodes.values() if node.type in AUTOMATED}
    nodes = material.sides[1].model.nodes.values()
    return [node for node in nodes if isinstance(node, Task) and node.type in AUTOMATED and node.id not in old]


def _systems(material: Material) -> Grid:
    """Return the automated steps that as-is does not have, and how many: the first page's number leads here."""
    word, new = material.word, new_automated(material)
    kinds = {
        "serviceTask": word("asks another system"),
        "sendTask": word("tells somebody"),
        "businessRuleTask": word("decides by a table"),
        "scriptTask": word("computes"),
    }
    rows = [
        Row(
            cells=cells(
                material.element(1, node.id),
                kinds[node.type],
                node.facts.system if node.facts and node.facts.system else EMPTY,
                "",
            )
        )
        for node in new
    ]
    total = anchored("s-systems", word("Automated steps to be built or connected"), str(len(new)), "", "", mark="total")
    return Grid(
        caption=word("Automated steps that are new"),
        headers=(word("Step"), word("What it does"), word("System"), word("Owner, to be filled in")),
        rows=(*rows, total),
        widths=(3, 1.6, 2, 2),
    )
