"""How cases end on both sides."""

from analysis.report.blocks import Block, Grid, Row, cells
from analysis.report.material import Material
from bpmn.language import Text

__all__ = ["ending_blocks"]

_OUTCOMES = {
    "granted": Text("granted"),
    "rejected": Text("refused"),
    "abandoned": Text("given up by the applicant"),
    "error": Text("failed"),
    "unknown": Text("not known"),
}


def ending_blocks(material: Material) -> tuple[Block, ...]:
    """Return every end that cases come to; nothing where the ends were not looked at."""
    word, wording = material.word, material.wording
    sides = (word("As it is"), word("As it could be"))
    rows = [
        Row(
            cells=cells(
                material.element(side, ending.element),
                sides[side],
                wording.say(_OUTCOMES[ending.outcome]),
                f"{ending.share * 100:.1f} %",
                wording.say(ending.recognised_by),
            )
        )
        for side, found in enumerate(material.sides)
        for ending in found.endings
    ]
    grid = Grid(
        caption=word("Every end that cases come to"),
        headers=(word("End"), word("Side"), word("For the applicant"), word("Share of cases"), word("Told by")),
        rows=tuple(rows),
        widths=(2.2, 1.2, 1.5, 1, 2.6),
        numbers=(3,),
    )
    return (grid,) if rows else ()
