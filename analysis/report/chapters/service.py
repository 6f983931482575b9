"""The service: its profile, why it was chosen, what others do."""

from analysis.report.blocks import Block, Chapter, Grid, Row, Section, ToFillIn, cells
from analysis.report.material import EMPTY, Material

__all__ = ["service"]


def service(material: Material) -> Chapter:
    """Return the chapter."""
    word = material.word
    chosen: tuple[Block, ...] = (
        ToFillIn(
            label=word("Score of the service among those of the office"),
            hint=word("Volume, burden, complaints, ease of change; the list of services it was chosen from."),
        ),
    )
    compared: tuple[Block, ...] = (
        ToFillIn(
            label=word("The same service elsewhere"),
            hint=word("Country or province, its steps, time, cost and papers, with the source and its date."),
        ),
    )
    return Chapter(
        anchor="service",
        title=word("The service"),
        sections=(
            Section(title=word("Profile"), blocks=(_profile(material),)),
            Section(title=word("Why this service"), blocks=chosen),
            Section(title=word("Benchmarks"), blocks=compared),
        ),
    )


def _profile(material: Material) -> Grid:
    word, dossier = material.word, material.dossier
    both = material.sides
    rows: list[tuple[str, ...]] = [
        (word("Applications a year"), *(_count(side.scenario.volume_per_year) for side in both)),
        (word("Promised time"), *(_promise(material, side.scenario.promise_s) for side in both)),
        (word("Fees, as computed for an average case"), *material.amounts("money", [s.burden.fees for s in both])),
        (word("Visits to an office"), *material.amounts("count", [side.burden.visits for side in both])),
        (word("Documents asked for"), *material.amounts("count", [side.burden.documents for side in both])),
        (word("Pages the applicant fills in"), *(_maybe(side.burden.pages) for side in both)),
        (word("Questions asked"), *(_maybe(side.burden.questions) for side in both)),
    ]
    told = (
        (word("What it is for"), dossier.summary),
        (word("Time as announced"), dossier.takes),
        (word("Fee as announced"), dossier.fee),
        (word("Decision tables"), ", ".join(dossier.decisions)),
    )
    rows += [(label, EMPTY, said) for label, said in told if said]
    return Grid(
        caption=word("Profile of the service"),
        headers=("", word("As it is"), word("As it could be")),
        rows=tuple(Row(cells=cells(*row)) for row in rows),
        widths=(1.6, 2, 3),
        note=material.wording.say(volume.text) if (volume := material.comparison.volume) else "",
    )


def _count(value: float | None) -> str:
    return EMPTY if value is None else f"{value:,.0f}"


def _maybe(value: float | None) -> str:
    return EMPTY if value is None else f"{value:,.1f}"


def _promise(material: Material, promise_s: float | None) -> str:
    return EMPTY if promise_s is None else material.amount("elapsed", promise_s)
