"""The annex: unrounded figures, settings, assumptions, sources, files."""

import hashlib
import math

from analysis.comparison import MeasureDifference
from analysis.report.blocks import Block, Cell, Chapter, Grid, Listing, Row, Section, ToFillIn, cells, plain
from analysis.report.chapters.scope import law_grid
from analysis.report.front import COVERAGE_PER_CENT, count_assumptions
from analysis.report.linking import measure_anchor
from analysis.report.material import EMPTY, Material, anchored
from analysis.report.rows import ORIGINS

__all__ = ["annex"]

_TINY = 1e-4
_MOST_REPLICATIONS = 50
"""More rows are not looked through on paper; the workbook and the JSON document have all."""


def annex(material: Material) -> Chapter:
    """Return the chapter."""
    word = material.word
    return Chapter(
        anchor="annex",
        title=word("Annex"),
        sections=(
            Section(
                title=word("A. Unrounded figures"), blocks=(_raw(material), *_replications(material)), paper="wide"
            ),
            Section(title=word("B. Settings"), blocks=(_settings(material),)),
            Section(title=word("C. Laws"), blocks=_laws(material)),
            Section(title=word("D. What was assumed where the scenarios say nothing"), blocks=_assumed(material)),
            Section(title=word("E. Sources"), blocks=_sources(material), paper="wide"),
            Section(title=word("F. Model files"), blocks=(_files(material),), paper="wide"),
            Section(title=word("G. Forms and interview notes"), blocks=_enclosed(material)),
        ),
    )


def _raw(material: Material) -> Grid:
    word, wording = material.word, material.wording
    return Grid(
        caption=word("Every measure in the unit it has in data"),
        headers=(
            word("Measure"),
            word("Unit"),
            word("As it is"),
            word("As it could be"),
            word("Difference"),
            word("Interval from"),
            word("Interval to"),
            word("p-value after Holm"),
            word("Effect size (d)"),
            word("To-be is better in"),
            word("Within what margin it is the same"),
            word("Origin"),
        ),
        rows=tuple(
            Row(
                anchor=f"raw-{found.measure}",
                cells=(
                    Cell(text=wording.say(found.label), small=found.measure, link=measure_anchor(found.measure)),
                    Cell(text=found.currency if found.unit == "currency" else found.unit),
                    *(
                        Cell(text=_exact(value))
                        for value in (
                            found.as_is,
                            found.to_be,
                            found.difference,
                            found.ci_low,
                            found.ci_high,
                            found.p_adjusted,
                            found.effect_size,
                        )
                    ),
                    Cell(text=EMPTY if found.superiority is None else f"{found.superiority * 100:.0f} %"),
                    Cell(text=_margin(material, found)),
                    Cell(text=wording.say(ORIGINS[found.origin])),
                ),
            )
            for found in material.comparison.measures
        ),
        widths=(2.6, 0.7, 1.2, 1.2, 1.2, 1.2, 1.2, 1.1, 0.9, 0.8, 1.1, 1.1),
        numbers=(2, 3, 4, 5, 6, 7, 8, 9, 10),
        note=word(
            "Effect size: the mean of the paired differences by their standard deviation (Cohen). To-be is better in: "
            "share of the pairs of replications. Margin: the two differ by less for certain (two one-sided tests)."
        ),
    )


def _margin(material: Material, found: MeasureDifference) -> str:
    equivalence = found.equivalence
    if equivalence is None:
        return EMPTY
    return _exact(equivalence.margin) if equivalence.is_shown else material.word("no")


def _exact(value: float | None, digits: int = 7) -> str:
    """Return a number with so many digits that tell something, without an exponent unless it is tiny."""
    if value is None or not math.isfinite(value):
        return EMPTY
    size = abs(value)
    after = max(0, digits - 1 - math.floor(math.log10(size))) if size else 0
    shown = f"{value:.2e}" if 0 < size < _TINY else f"{value:,.{after}f}"
    if "." in shown and "e" not in shown:
        shown = shown.rstrip("0").rstrip(".")
    return shown.replace("-", "\N{MINUS SIGN}")


def _replications(material: Material) -> tuple[Grid, ...]:
    word, wording = material.word, material.wording
    captions = (
        word("Each replication's values: as it is"),
        word("Each replication's values: as it could be"),
    )
    found = []
    for caption, side in zip(captions, material.sides, strict=True):
        values = {
            measure.measure: side.simulation.per_replication[measure.measure]
            for measure in material.comparison.measures
            if measure.ci_low is not None and measure.measure in side.simulation.per_replication
        }
        labels = [wording.say(m.label) for m in material.comparison.measures if m.measure in values]
        rows = [
            Row(cells=cells(str(number + 1), *(_exact(column[number], 6) for column in values.values())))
            for number in range(min(side.simulation.replications, _MOST_REPLICATIONS))
        ]
        found.append(
            Grid(
                caption=caption,
                headers=(word("Replication"), *labels),
                rows=tuple(rows),
                widths=(1, *(1.3 for _ in labels)),
                numbers=tuple(range(len(labels) + 1)),
                note=word("Times in seconds, shares of 1. The workbook has all replications with formulas."),
                is_long=True,
            )
        )
    return tuple(found)


def _settings(material: Material) -> Grid:
    """Return what the first page's counts lead to."""
    word, comparison = material.word, material.comparison
    simulation = comparison.as_is.simulation
    counts = count_assumptions(comparison)
    rows = [
        ("s-replications", word("Pairs of replications"), f"{simulation.replications:,}"),
        ("s-cases", word("Cases a replication"), f"{simulation.cases:,}"),
        ("s-warm-up", word("Of these, cases at the start that are not counted"), f"{simulation.warm_up:,}"),
        ("s-confidence", word("Coverage of the intervals, %"), str(COVERAGE_PER_CENT)),
        ("s-seed", word("Seed"), str(comparison.seed)),
        ("s-volume", word("Cases a year"), EMPTY if material.volume is None else f"{material.volume:,.0f}"),
        ("s-count", word("Assumptions stated in the scenarios"), str(counts["count"])),
        ("s-measured", word("Of these, measured"), str(counts["measured"])),
        ("s-sourced", word("Of these, from a source"), str(counts["sourced"])),
        ("s-assumed", word("Of these, assumed"), str(counts["assumed"])),
        *_precision(material),
        ("s-turning", word("Of these, could turn the verdict"), str(counts["turning"])),
    ]
    return Grid(
        caption=word("Settings of the comparison"),
        headers=(word("Setting"), word("Value")),
        rows=tuple(anchored(*row) for row in rows),
        widths=(2, 2),
    )


def _precision(material: Material) -> tuple[tuple[str, str, str], ...]:
    precision = material.comparison.precision
    if precision is None:
        return ()
    return (("s-precision", material.word("Precision"), material.wording.say(precision.text)),)


def _laws(material: Material) -> tuple[Block, ...]:
    found = law_grid(material)
    ask = ToFillIn(
        label=material.word("Texts of the rules"), hint=material.word("Title, number, date, where published.")
    )
    return (found, ask) if found.rows else (ask,)


def _assumed(material: Material) -> tuple[Block, ...]:
    word = material.word
    titles = (word("As it is"), word("As it could be"))
    found = tuple(
        Listing(title=title, sentences=plain([material.wording.say(text) for text in side.assumed]))
        for title, side in zip(titles, material.sides, strict=True)
        if side.assumed
    )
    return found or (Listing(sentences=plain([word("Nothing: the scenarios say everything.")])),)


def _sources(material: Material) -> tuple[Block, ...]:
    word = material.word
    if not material.dossier.sources:
        return (ToFillIn(label=word("Sources"), hint=word("Where each figure and fact comes from, with its date.")),)
    return (
        Grid(
            caption=word("Sources by their number"),
            headers=(word("Number"), word("What it says"), word("Where")),
            rows=tuple(
                Row(cells=cells(source.number, source.says, source.where)) for source in material.dossier.sources
            ),
            widths=(0.7, 4, 3),
        ),
    )


def _files(material: Material) -> Grid:
    word = material.word
    models = [
        (side.model.source_name, hashlib.sha256(side.model.source).hexdigest())
        for side in material.sides
        if side.model.source
    ]
    return Grid(
        caption=word("The files this report rests on"),
        headers=(word("File"), "SHA-256"),
        rows=tuple(
            Row(cells=cells(name, digest)) for name, digest in dict.fromkeys((*models, *material.dossier.files))
        ),
        widths=(2, 4),
    )


def _enclosed(material: Material) -> tuple[Block, ...]:
    return (
        ToFillIn(
            label=material.word("Enclosed"),
            hint=material.word("Forms and certificates of today, interview notes, time sheets, list of complaints."),
        ),
    )
