"""The roadmap: which change can come when, and how a pilot finds out whether the figures hold."""

from analysis.report.blocks import Block, Chapter, Grid, Listing, Row, Section, ToFillIn, cells, plain
from analysis.report.chapters.to_be import AUTOMATED, new_automated
from analysis.report.material import EMPTY, Material
from bpmn.difference import Change
from bpmn.model import Activity

__all__ = ["plan"]

_ORDER = frozenset({"merged", "moved", "resequenced", "parallelised", "knocked-out-earlier"})


def plan(material: Material) -> Chapter:
    """Return the chapter."""
    word = material.word
    return Chapter(
        anchor="plan",
        title=word("Roadmap and pilot"),
        sections=(
            Section(title=word("Roadmap"), blocks=(_roadmap(material),)),
            Section(title=word("Pilot"), blocks=_pilot(material)),
        ),
    )


def _roadmap(material: Material) -> Grid:
    word = material.word
    stages = {
        "quick": (word("Quick wins"), word("Neither a rule nor a system stands in the way, as far as the models say.")),
        "half": (
            word("Within 6 months"),
            word("A system must be built or a register connected first, or what replaces a step."),
        ),
        "year": (word("Within 18 months"), word("A rule names the step: it must be changed or shown to allow this.")),
    }
    found: dict[str, list[str]] = {key: [] for key in stages}
    has_new_systems = bool(new_automated(material))
    for number, change in enumerate(material.comparison.changes, start=1):
        if change.kind != "renamed":
            stage = _stage(material, change, has_new_systems=has_new_systems)
            found[stage].append(f"{number}. {material.wording.say(change.text)}")
    return Grid(
        caption=word("The changes in three stages"),
        headers=(word("Stage"), word("Why then"), word("Changes"), word("Begins, owner: to be filled in")),
        rows=tuple(
            Row(cells=cells(name, why, "\n".join(found[key]) or EMPTY, "")) for key, (name, why) in stages.items()
        ),
        widths=(1.2, 1.8, 4.4, 1.5),
        note=word("A proposal read off the models; changes that need each other are to be kept together."),
    )


def _stage(material: Material, change: Change, *, has_new_systems: bool) -> str:
    """Return when a change can come: what gives way to new systems waits for them, what is waste does not."""
    nodes = material.sides[0].model.nodes
    gone = [node for key in change.as_is if isinstance(node := nodes.get(key), Activity) and node.facts]
    facts = [node.facts for node in gone if node.facts]
    if change.kind == "eliminated" and any(found.legal_basis for found in facts):
        return "year"
    if not has_new_systems:
        return "quick"
    is_held = any(document.held_by for found in facts for document in found.documents)
    is_waste = change.kind == "eliminated" and all(found.value_class == "waste" for found in facts) and bool(facts)
    return "quick" if (is_waste and not is_held) or _is_order(material, change) else "half"


def _is_order(material: Material, change: Change) -> bool:
    """Return whether people do the same steps as before, only in another order or by others."""
    nodes = material.sides[1].model.nodes
    automated = any(key in nodes and nodes[key].type in AUTOMATED for key in change.to_be)
    return change.kind in _ORDER and not automated


def _pilot(material: Material) -> tuple[Block, ...]:
    word, wording = material.word, material.wording
    steps = [
        word("Measure the indicators' baseline in the pilot office before anything is changed."),
        word("Run the process as it could be beside the one as it is, cases given to one of the two by chance."),
        word("After each month compare what was recorded with the figures of this report, and simulate again with it."),
    ]
    time = material.comparison.measure("cycle_time")
    if time is not None and time.as_is_interval is not None and time.outcome == "better":
        steps.append(
            word(
                "Stop, and look for the reason, when the mean time of a month lies above {value}, what it is today.",
                value=wording.value(time, time.as_is),
            )
        )
    asked = ToFillIn(
        label=word("Where, when, how long"), hint=word("Office, first and last day, number of cases, budget.")
    )
    return (Listing(sentences=plain(steps), is_numbered=True), asked)
