"""How digital the service is: the stage of each side, and what each stage asks."""

from analysis.maturity import HIGHEST_STAGE, SOURCE, STAGES, Criterion, Maturity
from analysis.report.blocks import Block, Cell, Grid, Listing, Row, cells, plain
from analysis.report.material import EMPTY, Material

__all__ = ["maturity_blocks"]


def maturity_blocks(material: Material) -> tuple[Block, ...]:
    """Return stage and criteria of both sides, with what is still to be asked; nothing where they were not judged."""
    before, after = (side.maturity for side in material.sides)
    if before is None or after is None:
        return ()
    word = material.word
    questions = [material.wording.say(criterion.reason) for found in (before, after) for criterion in found.questions]
    blocks: list[Block] = [_stages(material, (before, after)), _criteria(material, (before, after))]
    if questions:
        title = word("What the models do not show, to be asked")
        blocks.append(Listing(title=title, sentences=plain(list(dict.fromkeys(questions)))))
    return tuple(blocks)


def _stages(material: Material, both: tuple[Maturity, Maturity]) -> Grid:
    word = material.word
    return Grid(
        caption=word("Stage of digital maturity, 0 to {highest}", highest=HIGHEST_STAGE),
        headers=("", word("As it is"), word("As it could be")),
        rows=(
            Row(cells=cells(word("Reached for certain"), *(_stage(material, found.stage) for found in both))),
            Row(
                cells=cells(
                    word("If every open question is answered with yes"),
                    *(_stage(material, found.stage_possible) for found in both),
                )
            ),
        ),
        widths=(2, 3, 3),
        note=word("Scale: {source}.", source=SOURCE),
    )


def _stage(material: Material, stage: int) -> str:
    return f"{stage}: {material.wording.say(STAGES[stage])}"


def _criteria(material: Material, both: tuple[Maturity, Maturity]) -> Grid:
    word = material.word
    after = {criterion.key: criterion for criterion in both[1].criteria}
    rows = []
    for criterion in both[0].criteria:
        other = after.get(criterion.key)
        rows.append(
            Row(
                cells=(
                    Cell(text=str(criterion.stage)),
                    Cell(text=material.wording.say(criterion.text)),
                    _answer(material, criterion),
                    _answer(material, other) if other else Cell(text=EMPTY),
                )
            )
        )
    return Grid(
        caption=word("What the stages ask, and what the models show"),
        headers=(word("Stage"), word("What it asks"), word("As it is"), word("As it could be")),
        rows=tuple(rows),
        widths=(0.7, 2.6, 2.6, 2.6),
    )


def _answer(material: Material, criterion: Criterion) -> Cell:
    word = material.word
    met = word("not shown") if criterion.is_met is None else word("yes") if criterion.is_met else word("no")
    return Cell(text=met, small=material.wording.say(criterion.reason))
