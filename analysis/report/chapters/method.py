"""Method and data: how the figures were made, what they rest on, what they do not say."""

from analysis.report.blocks import Block, Chapter, Listing, Section, ToFillIn, plain
from analysis.report.material import Material

__all__ = ["method"]


def method(material: Material) -> Chapter:
    """Return the chapter."""
    word = material.word
    data: tuple[Block, ...] = (
        Listing(sentences=plain(_data(material))),
        ToFillIn(
            label=word("Interviews and observation"),
            hint=word("Who was asked or watched, when, how many cases, how they were chosen."),
        ),
        ToFillIn(label=word("Checked by"), hint=word("Who of the office confirmed the process as it is, and when.")),
    )
    return Chapter(
        anchor="method",
        title=word("Method and data"),
        sections=(
            Section(title=word("How the figures were made"), blocks=(Listing(sentences=plain(_method(material))),)),
            Section(title=word("What they rest on"), blocks=data),
            Section(title=word("What these figures do not say"), blocks=(Listing(sentences=plain(_limits(material))),)),
        ),
    )


def _method(material: Material) -> tuple[str, ...]:
    word = material.word
    simulation = material.comparison.as_is.simulation
    return (
        word(
            "Simulated: each model is run as a discrete-event simulation of cases that queue for people with working "
            "hours and holidays: {replications} replications of {cases} applications, of which the first {warm_up} are "
            "not counted, seed {seed}. Replication by replication both sides meet the same random numbers, and the "
            "difference is a paired t interval.",
            replications=simulation.replications,
            cases=f"{simulation.cases:,}",
            warm_up=simulation.warm_up,
            seed=material.comparison.seed,
        ),
        word(
            "Computed: the model as a Markov chain gives how often each activity happens in an average case; burden, "
            "handovers and sensitivity are these expectations times what an activity asks."
        ),
        word(
            "The applicant's burden follows the Standard Cost Model: price times quantity. Hours are shown beside "
            "money; waiting is shown as time and given no price."
        ),
        word(
            "Drivers: activities that are, or replace, each other are set against each other; their figures and the "
            "remainder add up to the difference."
        ),
        word("The same models, scenarios and seed give the same report."),
    )


def _data(material: Material) -> tuple[str, ...]:
    word, comparison = material.word, material.comparison
    kinds = [effect.assumption.kind for effect in comparison.assumptions]
    found = [
        word(
            "Figures of the scenarios: {measured} measured, {sourced} from a source, {assumed} assumed. Each is in the "
            "register of assumptions with its range.",
            measured=kinds.count("measured"),
            sourced=kinds.count("sourced"),
            assumed=kinds.count("assumed"),
        )
    ]
    unsaid = len(comparison.as_is.assumed) + len(comparison.to_be.assumed)
    if unsaid:
        found.append(
            word("{count} further figures are defaults, because the scenarios say nothing of them.", count=unsaid)
        )
    return (*found, *material.dossier.source_notes)


def _limits(material: Material) -> tuple[str, ...]:
    word = material.word
    return (
        word("A simulation is as good as its scenario: the intervals hold its chance, not errors in its assumptions."),
        word("Figures marked as assumed should be measured before money is spent on them."),
        word("One-off costs of the change (building systems, training) are not in these figures."),
        word(
            "The waiting of activities in parallel is counted at each of them, so drivers may add up to more than the "
            "case's own waiting; the remainder shows by how much."
        ),
    )
