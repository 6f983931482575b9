"""How `ortoo redesign` says what it found: text that fits 80 columns."""

from typing import TYPE_CHECKING

import click

from bpmn.language import Text, translate
from cli.terminal import print_heading, print_sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.redesign import Search, Tried
    from analysis.redesign.exploring import Candidate
    from bpmn import Model

__all__ = ["print_search", "print_tried"]

_INDENT = "   "


def print_tried(tried: "Sequence[Tried]", currency: str, spoken: str) -> None:
    """Print proposals: those that Ortoo can make true with what they gain, and the questions apart."""
    ready = [one for one in tried if one.gains]
    print_heading(translate("What Ortoo can change itself, the most time gained first", spoken))
    for one in sorted(ready, key=lambda one: (one.time_gained_s, one.proposal.id)):
        _print_one(one, currency, spoken)
    print_heading(translate("Questions for the analyst", spoken))
    for one in tried:
        if not one.gains:
            _print_one(one, currency, spoken)


def _print_one(tried: "Tried", currency: str, spoken: str) -> None:
    from analysis.redesign.quadrangle import NONE_BETTER, is_better_anywhere, quadrangle
    from analysis.redesign.sentences import computed_sentence, simulated_sentences, what_is_asked

    proposal = tried.proposal
    click.echo(f"\n{proposal.heuristic.name.into(spoken)}  [{proposal.id}]")
    lines = [proposal.argument, *what_is_asked(proposal)]
    if tried.gains:
        lines.insert(1, computed_sentence(tried.gains, currency))
        if not is_better_anywhere(quadrangle(tried.gains, tried.simulated, currency)):
            lines.append(NONE_BETTER)
    if tried.refused:
        lines.append(tried.refused)
    print_sentences((line.into(spoken) for line in lines), bullet=_INDENT)
    if tried.simulated:
        simulated = simulated_sentences(tried.simulated)
        print_sentences((line.into(spoken) for line in simulated), bullet=f"{_INDENT}- ")


def print_search(search: "Search", model: "Model", currency: str, spoken: str) -> None:
    """Print the Pareto front: each combination with its gains and its proposals."""
    from analysis.redesign.sentences import how_searched

    print_heading(translate("Combinations that no other beats on all four sides", spoken))
    print_sentences([how_searched(search).into(spoken)], bullet="")
    for number, member in enumerate(search.front, 1):
        click.echo()
        _print_member(number, member, search, model, currency, spoken)


def _print_member(
    number: int, member: "Candidate", search: "Search", model: "Model", currency: str, spoken: str
) -> None:
    from analysis.redesign import computed_gains
    from analysis.redesign.sentences import computed_sentence, simulated_sentences

    title = Text("{number}. {count} proposals", number=number, count=len(member.ids))
    click.echo(title.into(spoken) if member.ids else f"{number}. {translate('The process as it is', spoken)}")
    gains = computed_sentence(computed_gains(search.before, member.sides), currency)
    print_sentences([gains.into(spoken)] if member.ids else [], bullet=_INDENT)
    simulated = search.simulated.get(member.ids)
    if simulated:
        print_sentences((line.into(spoken) for line in simulated_sentences(simulated)), bullet=f"{_INDENT}- ")
    print_sentences(_by_heuristic(member, search, model, spoken), bullet=f"{_INDENT}* ")


def _by_heuristic(member: "Candidate", search: "Search", model: "Model", spoken: str) -> list[str]:
    """Return a line a heuristic with the elements that it is about."""
    found: dict[str, list[str]] = {}
    for one in member.ids:
        proposal = search.proposals[one]
        node = model.nodes.get(proposal.places[0])
        place = node.name if node is not None and node.name else proposal.places[0]
        found.setdefault(proposal.heuristic.name.into(spoken), []).append(place)
    return [f"{heuristic}: {'; '.join(places)}" for heuristic, places in found.items()]
