"""How both sides stand more cases and fewer people."""

from analysis.flexibility import Flexibility, Stress
from analysis.report.blocks import Block, Grid, Row, cells
from analysis.report.material import EMPTY, Material

__all__ = ["flexibility_blocks"]


def flexibility_blocks(material: Material) -> tuple[Block, ...]:
    """Return spare capacity and the stresses that were tried; nothing where none were."""
    found = [side.flexibility for side in material.sides]
    if not any(found):
        return ()
    stresses = [
        _row(material, side, stress)
        for side, flexibility in enumerate(found)
        if flexibility is not None
        for stress in flexibility.stresses
    ]
    word = material.word
    tried = Grid(
        caption=word("Time from application to end, mean, under stress"),
        headers=(word("Stress"), word("Side"), word("Time"), word("95% interval"), word("Can the work be done?")),
        rows=tuple(stresses),
        widths=(3, 1.2, 1.3, 1.8, 1.4),
        numbers=(2, 3),
        note=word(
            "Where the work cannot be done, time grows as long as cases arrive: the figure is that of those simulated."
        ),
    )
    return (_spare(material, found), tried)


def _spare(material: Material, found: list[Flexibility | None]) -> Grid:
    word = material.word
    rows = (
        (
            word("Cases that can be done in a week"),
            *(EMPTY if f is None or f.capacity_per_week is None else f"{f.capacity_per_week:,.1f}" for f in found),
        ),
        (
            word("How many more cases could come"),
            *(EMPTY if f is None or f.spare_capacity is None else _per_cent(f.spare_capacity) for f in found),
        ),
        (
            word("Who limits it"),
            *(
                EMPTY if f is None or f.constraint is None else material.element(side, f.constraint)
                for side, f in enumerate(found)
            ),
        ),
    )
    return Grid(
        caption=word("Spare capacity"),
        headers=("", word("As it is"), word("As it could be")),
        rows=tuple(Row(cells=cells(*row)) for row in rows),
        widths=(2.4, 1.5, 1.5),
        numbers=(1, 2),
    )


def _per_cent(share: float) -> str:
    return f"{share * 100:+,.0f} %".replace("-", "\N{MINUS SIGN}")


def _row(material: Material, side: int, stress: Stress) -> Row:
    word = material.word
    sides = (word("As it is"), word("As it could be"))
    time, low, high = material.amounts("elapsed", [stress.cycle_time_s, *stress.interval_s])
    interval = word("{low} to {high}", low=low, high=high)
    keeps_up = word("yes") if stress.keeps_up else word("no")
    return Row(cells=cells(material.wording.say(stress.text), sides[side], time, interval, keeps_up))
