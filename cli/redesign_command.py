"""`ortoo redesign`: what could be done differently, what it would gain, and the model with it done."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bpmn.language import LANGUAGES, Text, translate
from cli.files import read_file
from cli.first_run import say_if_first
from cli.output import language, print_json
from cli.progress import progress_bar
from cli.terminal import print_heading, print_sentences

if TYPE_CHECKING:
    from analysis.flow import Flow
    from analysis.quantities import Quantity
    from analysis.redesign import Proposal, Redesign
    from analysis.redesign.gains import Gains, SimulatedGains

__all__ = ["command"]


@click.command("redesign")
@click.argument("file")
@click.option("--scenario", default=None, help="Scenario file; without it defaults are assumed, and said.")
@click.option("--apply", "ids", multiple=True, help="Make this proposal true; may be given several times, in order.")
@click.option(
    "--out",
    default=None,
    help="Where to write the model with the proposals made true; its scenario goes beside it: NAME.scenario.json.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Of the simulation of what was made true.")
@click.option("--language", "wanted", type=click.Choice(LANGUAGES), default=None, help="Of the sentences.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
def command(
    file: str,
    scenario: str | None,
    ids: tuple[str, ...],
    out: str | None,
    seed: int,
    wanted: str | None,
    *,
    as_json: bool,
) -> int:
    """Propose how a process could be redesigned, and make proposals true on a copy."""
    from analysis.redesign import Redesign
    from analysis.scenario import with_defaults
    from cli.scenarios import scenario_for

    if bool(ids) != (out is not None):
        raise click.UsageError("Give --apply ID together with --out FILE.")
    spoken = wanted or language()
    model = read_file(file)
    before = Redesign(model=model, scenario=with_defaults(model, scenario_for(model, scenario)).scenario)
    if out is None:
        _propose(before, spoken, as_json=as_json)
    else:
        _apply(before, ids, Path(out), seed, spoken, as_json=as_json)
    return 0


def _propose(before: "Redesign", spoken: str, *, as_json: bool) -> None:
    from analysis.redesign.applying import proposals_for

    proposals, flow = proposals_for(before.model, before.scenario), before.flow()
    gains: dict[str, Gains] = {}
    refused: dict[str, str] = {}
    with progress_bar("trying proposals", quiet=as_json) as progress:
        for number, proposal in enumerate(proposals):
            if proposal.is_applicable:
                _try(before, flow, proposal, gains, refused, spoken)
            if progress is not None:
                progress(number + 1, len(proposals))
    if as_json:
        print_json({"proposals": [_document(one, gains, refused, spoken) for one in proposals]})
    else:
        _print(proposals, gains, refused, spoken)


def _try(
    before: "Redesign",
    flow: "Flow",
    proposal: "Proposal",
    gains: "dict[str, Gains]",
    refused: dict[str, str],
    spoken: str,
) -> None:
    """Make a proposal true on a copy and keep what it gains, or why it cannot be made true."""
    from analysis.errors import AnalysisError
    from analysis.redesign.applying import apply_to_copy
    from analysis.redesign.gains import computed_gains
    from bpmn.errors import BpmnFileError

    try:
        gains[proposal.id] = computed_gains(flow, apply_to_copy(before, proposal).flow())
    except (AnalysisError, BpmnFileError) as error:
        refused[proposal.id] = error.into(spoken)


def _document(proposal: "Proposal", gains: "dict[str, Gains]", refused: dict[str, str], spoken: str) -> dict[str, Any]:
    found = gains.get(proposal.id)
    return {
        **proposal.as_json(spoken),
        "gains": None if found is None else found.as_json(),
        "refused": refused.get(proposal.id),
    }


def _print(proposals: "tuple[Proposal, ...]", gains: "dict[str, Gains]", refused: dict[str, str], spoken: str) -> None:
    def say(message: str) -> str:
        return translate(message, spoken)

    ready = [one for one in proposals if one.id in gains]
    print_heading(say("What Ortoo can change itself, the most time gained first"))
    for proposal in sorted(ready, key=lambda one: (gains[one.id].cycle_time_s, one.id)):
        lines = [proposal.argument, _gained(gains[proposal.id])]
        _print_one(proposal, [*lines, *_asked(proposal)], spoken)
    others = [one for one in proposals if one.id not in gains]
    print_heading(say("Questions for the analyst"))
    for proposal in others:
        _print_one(proposal, [proposal.argument, *_asked(proposal)], spoken)
        print_sentences([refused[proposal.id]] if proposal.id in refused else [], bullet="   ")


def _print_one(proposal: "Proposal", lines: list[Text], spoken: str) -> None:
    click.echo(f"\n{proposal.heuristic.name.into(spoken)}  [{proposal.id}]")
    print_sentences((line.into(spoken) for line in lines), bullet="   ")


def _asked(proposal: "Proposal") -> list[Text]:
    assumed = proposal.application.assumed if proposal.application else None
    return [line for line in (assumed, proposal.question) if line is not None]


def _gained(gains: "Gains") -> Text:
    return Text(
        "By flow analysis: time {hours} h, cost {cost}, first-pass yield {quality} points, spare capacity {spare}.",
        hours=f"{gains.cycle_time_s / 3600:+,.1f}",
        cost=f"{gains.cost:+,.0f}",
        quality=f"{gains.first_pass_yield * 100:+.1f}",
        spare="-" if gains.spare_capacity is None else f"{gains.spare_capacity * 100:+.0f} %",
    )


def _apply(before: "Redesign", ids: tuple[str, ...], out: Path, seed: int, spoken: str, *, as_json: bool) -> None:
    from analysis.redesign.applying import apply_proposals
    from analysis.redesign.gains import computed_gains, simulated_gains
    from analysis.scenario import scenario_json

    say_if_first()
    after = apply_proposals(before.model, before.scenario, ids)
    gains, simulated = computed_gains(before.flow(), after.flow()), simulated_gains(before, after, seed=seed)
    beside = out.with_name(f"{out.stem}.scenario.json")
    out.write_bytes(after.model.source)
    beside.write_bytes(scenario_json(after.scenario))
    if as_json:
        written = {"applied": list(ids), "out": str(out), "scenario": str(beside)}
        print_json({**written, "gains": gains.as_json(), "simulated": simulated.as_json()})
        return
    print_sentences([_gained(gains).into(spoken)])
    print_sentences(_simulated(simulated, spoken), bullet="  - ")
    for path in (out, beside):
        click.echo(Text("Written: {path}", path=str(path)).into(spoken))


def _simulated(simulated: "SimulatedGains", spoken: str) -> list[str]:
    from analysis.quantities import fitting_scale

    lines = []
    for name, found in simulated.measures.items():
        kind, label = _SIMULATED[name]
        currency = found.unit if kind == "money" else ""
        scale = fitting_scale(kind, [found.mean, found.ci_low, found.ci_high], currency=currency)
        amount = scale.quantity(found.mean, signed=True)
        low, high = (scale.number(end, signed=True) for end in (found.ci_low, found.ci_high))
        lines.append(
            Text("Simulated, {label}: {amount} ({low} to {high})", label=label, amount=amount, low=low, high=high).into(
                spoken
            )
        )
    return lines


_SIMULATED: "dict[str, tuple[Quantity, Text]]" = {
    "cycle_time_s": ("elapsed", Text("time from application to end")),
    "cost_office": ("money", Text("cost to the office")),
    "cost_applicant": ("money", Text("cost of the applicant's own work")),
    "first_pass_yield": ("share", Text("cases that do nothing twice")),
}
