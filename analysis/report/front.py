"""The first page, for who decides: what changes, by how much, how sure that is, what it takes, what to decide."""

from dataclasses import dataclass

from analysis.comparison import AssumptionEffect, Comparison
from analysis.report.blocks import Sentence
from analysis.report.linking import Targets, linked
from analysis.report.material import Material
from analysis.report.rows import MeasureRow, key_rows
from analysis.report.tables import CHANGE_KINDS
from bpmn.language import Text

__all__ = ["COVERAGE_PER_CENT", "Front", "count_assumptions", "count_changes", "front_of", "role_anchors"]

COVERAGE_PER_CENT = 95


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The first page.

    Attributes:
        verdict: The verdict.
        changes: What happens to how many steps, one clause a kind of change.
        key_rows: The key figures.
        sureness: How sure it is.
        takes: What the change takes, as pairs of heading and sentences.
        decisions: What is to be decided.
    """

    verdict: Sentence
    changes: tuple[Sentence, ...]
    key_rows: tuple[MeasureRow, ...]
    sureness: tuple[Sentence, ...]
    takes: tuple[tuple[str, tuple[Sentence, ...]], ...]
    decisions: tuple[Sentence, ...]


def front_of(material: Material) -> Front:
    """Return the first page; every number on it leads to a row further on."""
    comparison, wording = material.comparison, material.wording
    targets = Targets.of_measures(comparison, otherwise="o-months" if comparison.one_off else "")
    return Front(
        verdict=linked(comparison.verdict, wording, targets),
        changes=_changes(material),
        key_rows=key_rows(comparison, wording),
        sureness=_sureness(material),
        takes=_takes(material),
        decisions=tuple(
            linked(found.text, wording, targets) for found in comparison.requirements if found.kind == "decision"
        ),
    )


def count_changes(comparison: Comparison) -> dict[str, int]:
    """Return how many changes there are of each kind, in the order in which they are told."""
    kinds = [change.kind for change in comparison.changes]
    return {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}


def _changes(material: Material) -> tuple[Sentence, ...]:
    counts = count_changes(material.comparison)
    targets = Targets(by_label={f"#k-{kind}": f"k-{kind}" for kind in counts})
    return tuple(
        linked(
            Text("{kind}: {count}", kind=CHANGE_KINDS[kind], count=_linked(f"k-{kind}", str(count))),
            material.wording,
            targets,
        )
        for kind, count in counts.items()
    )


def count_assumptions(comparison: Comparison) -> dict[str, int]:
    """Return how many assumptions are stated, and how many of them are of each kind and could turn the verdict."""

    def count(*, of: str) -> int:
        return sum(effect.assumption.kind == of for effect in comparison.assumptions)

    return {
        "count": len(comparison.assumptions),
        "measured": count(of="measured"),
        "sourced": count(of="sourced"),
        "assumed": count(of="assumed"),
        "turning": sum(map(_turns, comparison.assumptions)),
    }


def _turns(effect: AssumptionEffect) -> bool:
    return effect.turns_verdict


def _sureness(material: Material) -> tuple[Sentence, ...]:
    simulation = material.comparison.as_is.simulation
    found = (
        Text(
            "{replications} pairs of simulated periods of {cases} applications, both sides met by the same chance.",
            replications=_linked("s-replications", f"{simulation.replications:,}"),
            cases=_linked("s-cases", f"{simulation.cases:,}"),
        ),
        Text(
            "Intervals are {coverage}% confidence intervals of the difference; a difference is called one only where "
            "it stays significant after correction for all measures tested (Holm).",
            coverage=_linked("s-confidence", str(COVERAGE_PER_CENT)),
        ),
        Text(
            "Of {count} stated assumptions, {measured} are measured, {sourced} have a source and {assumed} are "
            "assumed; {turning} could turn the verdict within their range.",
            **{
                name: _linked(f"s-{name}", str(count)) for name, count in count_assumptions(material.comparison).items()
            },
        ),
    )
    anchors = ("s-replications", "s-cases", "s-confidence", *(f"s-{name}" for name in _COUNTED))
    targets = Targets(by_label={f"#{anchor}": anchor for anchor in anchors})
    sentences = tuple(linked(text, material.wording, targets) for text in found)
    precision = material.comparison.precision
    if precision is None:
        return sentences
    return (sentences[0], linked(precision.text, material.wording, Targets(otherwise="s-precision")), *sentences[1:])


_COUNTED = ("count", "measured", "sourced", "assumed", "turning")


def _linked(anchor: str, number: str) -> Text:
    """Return a number that leads to the row of this anchor."""
    return Text("{number}", number=number, row=f"#{anchor}")


def _takes(material: Material) -> tuple[tuple[str, tuple[Sentence, ...]], ...]:
    word, comparison = material.word, material.comparison
    headings = {
        "law": (word("Law"), Targets()),
        "data": (word("Registers"), Targets()),
        "system": (word("Systems"), Targets(otherwise="s-systems")),
        "staff": (word("Staff"), Targets(by_label=role_anchors(material))),
    }
    found = (
        (heading, tuple(linked(r.text, material.wording, to) for r in comparison.requirements if r.kind == kind))
        for kind, (heading, to) in headings.items()
    )
    return (*((heading, sentences) for heading, sentences in found if sentences), *_money(material))


def _money(material: Material) -> tuple[tuple[str, tuple[Sentence, ...]], ...]:
    found = material.comparison.one_off
    if found is None:
        return ()
    cost = material.scale("money", found.cost).quantity(found.cost)
    text = Text("{cost} once.", cost=_led(cost, "o-cost"))
    if found.months is not None:
        text = Text(
            "{cost} once, which the office has saved after {months} months.",
            cost=_led(cost, "o-cost"),
            months=_linked("o-months", f"{found.months:,.1f}"),
        )
    targets = Targets(by_label={f"#{anchor}": anchor for anchor in ("o-cost", "o-months")})
    return ((material.word("Money"), (linked(text, material.wording, targets),)),)


def _led(text: Text, anchor: str) -> Text:
    """Return a text whose numbers lead to the row of this anchor."""
    return Text("{text}", text=text, row=f"#{anchor}")


def role_anchors(material: Material) -> dict[str, str]:
    """Return the anchor of each role's row, by the role's name in English."""
    names = dict.fromkeys(
        str(figures.name) or key for side in material.sides for key, figures in side.simulation.resources.items()
    )
    return {name: f"r-{number}" for number, name in enumerate(names, start=1)}
