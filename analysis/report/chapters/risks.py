"""Risks, security, privacy, accessibility: what the figures and models warn of, and what people have to add."""

from collections.abc import Iterator

from analysis.comparison.verdict import HEADLINES
from analysis.report.blocks import Chapter, Grid, Row, Section, ToFillIn, cells
from analysis.report.material import Material

__all__ = ["BUSY", "risks"]

BUSY = 0.8
"""Above this share of busy time queues grow quickly (M/M/c queues; Hopp and Spearman, Factory Physics, chapter 8)."""


def risks(material: Material) -> Chapter:
    """Return the chapter."""
    word = material.word
    register = Grid(
        caption=word("Register of risks"),
        headers=(word("Risk"), word("Where it is seen"), word("What can be done"), word("Owner, to be filled in")),
        rows=tuple(Row(cells=cells(*found, "")) for found in _found(material)),
        widths=(2.6, 2.6, 2.6, 1.5),
    )
    security = (
        ToFillIn(
            label=word("Security and personal data"),
            hint=word("Legal ground of each exchange of data, consent, who may see what, how long it is kept, audit."),
        ),
    )
    access = (
        ToFillIn(
            label=word("Who cannot use the new way"),
            hint=word(
                "People without Internet, a bank account or a digital signature, with disabilities, in remote "
                "places; how they are served, and what that costs."
            ),
        ),
        ToFillIn(
            label=word("Women and men"), hint=word("Who applies today, and whether the change touches them unlike.")
        ),
    )
    return Chapter(
        anchor="risks",
        title=word("Risks, security, privacy, access"),
        sections=(
            Section(blocks=(register,), paper="wide"),
            Section(title=word("Security and privacy"), blocks=security),
            Section(title=word("Access for everybody"), blocks=access),
        ),
    )


def _found(material: Material) -> Iterator[tuple[str, str, str]]:
    yield from _of_figures(material)
    yield from _of_needs(material)


def _of_figures(material: Material) -> Iterator[tuple[str, str, str]]:
    word, wording, comparison = material.word, material.wording, material.comparison
    for effect in comparison.assumptions:
        if effect.turns_verdict:
            place = wording.place(effect.assumption.path)
            yield word("The verdict rests on a figure that may be wrong"), place, word("Measure it before deciding.")
    for name in HEADLINES:
        found = comparison.measure(name)
        if found is not None and found.outcome in {"worse", "undecided"}:
            seen = wording.say(found.label)
            yield word("A main measure does not become better"), seen, word("Look for what drives it, and mend to-be.")
    for key, figures in comparison.to_be.simulation.resources.items():
        if figures.utilisation is not None and figures.utilisation > BUSY:
            seen = word(
                "{role}: busy {share} % of the time",
                role=figures.name.into(wording.language) or key,
                share=f"{figures.utilisation * 100:.0f}",
            )
            yield word("A role has hardly any slack"), seen, word("Plan more people or other hours for this role.")
    assumed = sum(effect.assumption.kind == "assumed" for effect in comparison.assumptions)
    if assumed:
        seen = word("{count} of {all} stated figures are assumed", count=assumed, all=len(comparison.assumptions))
        yield word("The figures are not those of the office"), seen, word("Measure them, and compare again.")


def _of_needs(material: Material) -> Iterator[tuple[str, str, str]]:
    word, wording, comparison = material.word, material.wording, material.comparison
    needs: dict[str, list[str]] = {}
    for requirement in comparison.requirements:
        needs.setdefault(requirement.kind, []).append(wording.say(requirement.text))
    for seen in needs.get("law", ()):
        yield word("The law may not allow it"), seen, word("Have the lawyers decide before systems are built.")
    for seen in needs.get("data", ()):
        yield (
            word("A register does not answer, or is wrong"),
            seen,
            word("Agree on service levels; keep a way by hand."),
        )
    for seen in needs.get("system", ()):
        yield word("Systems are late or fail"), seen, word("Build in stages; pilot with one office; keep a way back.")
    freed = [seen for seen in needs.get("staff", ()) if seen]
    if freed:
        yield word("Staff do not take part"), "; ".join(freed), word("Say early what becomes of each post; train.")
