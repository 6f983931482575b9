"""What each change contributes: the changes made one at a time, averaged over the orders."""

from analysis.comparison import ShareEffect, Shares
from analysis.quantities import Quantity, Scale
from analysis.report.blocks import Block, Cell, Grid, Listing, Row, cells, plain
from analysis.report.material import EMPTY, Material

__all__ = ["share_blocks"]

_MEASURES: tuple[tuple[str, Quantity], ...] = (
    ("cycle_time", "elapsed"),
    ("waiting_time", "elapsed"),
    ("cost_office", "money"),
)


def share_blocks(material: Material) -> tuple[Block, ...]:
    """Return the steps from as-is to to-be with their shares, or why there are none; nothing where not asked for."""
    shares = material.comparison.shares
    if shares is None:
        return ()
    said = [material.wording.say(text) for text in (shares.method, shares.remark) if text is not None]
    listing = (Listing(sentences=plain(said)),) if said else ()
    return (_grid(material, shares), *listing) if shares.by_change else listing


def _grid(material: Material, shares: Shares) -> Grid:
    word = material.word
    measures = [(name, kind) for name, kind in _MEASURES if name in shares.totals]
    scales = {name: material.scale(kind, shares.totals[name]) for name, kind in measures}
    labels = {
        found.measure: material.wording.say(found.label)
        for found in material.comparison.measures
        if found.measure in dict(measures)
    }
    rows = [
        Row(
            cells=cells(
                f"{number}. {material.wording.say(step.text)}",
                *(_effect(material, step.effects.get(name), scales[name]) for name, _ in measures),
            )
        )
        for number, step in enumerate(shares.by_change, start=1)
    ]
    language = material.wording.language
    totals = (scales[name].quantity(shares.totals[name], signed=True).into(language) for name, _ in measures)
    rest = (scales[name].quantity(shares.remainder.get(name, 0.0), signed=True).into(language) for name, _ in measures)
    return Grid(
        caption=word("What each change contributes, the changes made one at a time"),
        headers=(word("Change"), *(labels.get(name, name) for name, _ in measures)),
        rows=(
            *rows,
            Row(cells=cells(word("All changes together"), *totals), mark="total"),
            Row(cells=cells(word("More than that in the comparison itself"), *rest)),
        ),
        widths=(3.4, *(1.9 for _ in measures)),
        numbers=tuple(range(1, len(measures) + 1)),
    )


def _effect(material: Material, effect: ShareEffect | None, scale: Scale) -> str | Cell:
    if effect is None or not any((effect.amount, effect.ci_low, effect.ci_high)):
        return EMPTY
    shown = scale.quantity(effect.amount, signed=True).into(material.wording.language)
    if effect.share is not None and round(abs(effect.share) * 100):
        per_cent = f"{effect.share * 100:.0f} %".replace("-", "\N{MINUS SIGN}")
        shown = f"{shown} ({per_cent})"
    low, high = (scale.number(end, signed=True) for end in (effect.ci_low, effect.ci_high))
    return Cell(text=shown, small=material.word("{low} to {high}", low=low, high=high))
