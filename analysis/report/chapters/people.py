"""Change management and training: whose work changes, and how."""

from analysis.report.blocks import Chapter, Grid, Row, Section, ToFillIn, cells
from analysis.report.material import EMPTY, Material

__all__ = ["people"]


def people(material: Material) -> Chapter:
    """Return the chapter."""
    word = material.word
    asked = (
        ToFillIn(label=word("Who is told what, when, by whom"), hint=word("Staff, applicants, other offices, press.")),
        ToFillIn(label=word("Training"), hint=word("For whom, about what, how many days, by when, at what cost.")),
    )
    return Chapter(
        anchor="people",
        title=word("Change management and training"),
        sections=(
            Section(title=word("Whose work changes"), blocks=(_grid(material),)),
            Section(title=word("Telling and training"), blocks=asked),
        ),
    )


def _grid(material: Material) -> Grid:
    word = material.word
    work: dict[str, tuple[list[str], list[str]]] = {}
    for side in (0, 1):
        for node, _ in material.steps(side):
            performer = material.performer(side, node.id)
            if performer != EMPTY:
                work.setdefault(performer, ([], []))[side].append(material.element(side, node.id))
    rows = []
    for role, (before, after) in work.items():
        gone = [step for step in before if step not in after]
        new = [step for step in after if step not in before]
        kept = [step for step in before if step in after]
        rows.append(Row(cells=cells(role, *("\n".join(steps) or EMPTY for steps in (gone, new, kept)))))
    return Grid(
        caption=word("What each role no longer does, begins to do, and goes on doing"),
        headers=(word("Role"), word("No longer"), word("New"), word("As before")),
        rows=tuple(rows),
        widths=(1.4, 2.4, 2.4, 2),
    )
