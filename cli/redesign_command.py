"""`ortoo redesign`: what could be done differently, what it would gain, and the model with it done."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bpmn.language import LANGUAGES, Text
from cli.files import read_file
from cli.first_run import say_if_first
from cli.output import language, print_json, speak
from cli.progress import progress_bar
from cli.terminal import print_sentences

if TYPE_CHECKING:
    from analysis.redesign import Redesign

__all__ = ["command"]


@click.command("redesign")
@click.argument("file")
@click.option("--scenario", default=None, help="Scenario file; without it defaults are assumed, and said.")
@click.option("--apply", "ids", multiple=True, help="Make this proposal true; may be given several times, in order.")
@click.option("--out", default=None, help="Where to write what was made true: .bpmn, its scenario beside it.")
@click.option("--search", is_flag=True, help="Search the combinations for those that no other beats.")
@click.option("--budget", type=click.IntRange(1), default=256, show_default=True, help="Most combinations searched.")
@click.option("--quick", is_flag=True, help="Gains by flow analysis only, without simulation.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of all random numbers.")
@click.option(
    "--language", "wanted", type=click.Choice(LANGUAGES), default=None, callback=speak, help="Of the sentences."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
def command(
    file: str,
    scenario: str | None,
    ids: tuple[str, ...],
    out: str | None,
    budget: int,
    seed: int,
    wanted: str | None,
    *,
    search: bool,
    quick: bool,
    as_json: bool,
) -> int:
    """Propose how a process could be redesigned, and make proposals true on a copy."""
    from analysis.redesign import Redesign
    from analysis.scenario import with_defaults
    from cli.scenarios import scenario_for

    if bool(ids) != (out is not None):
        raise click.UsageError("Give --apply ID together with --out FILE.")
    if search and out is not None:
        raise click.UsageError("Give either --search or --apply.")
    spoken = wanted or language()
    model = read_file(file)
    before = Redesign(model=model, scenario=with_defaults(model, scenario_for(model, scenario)).scenario)
    if not quick:
        say_if_first()
    if out is not None:
        _apply(before, ids, Path(out), seed, spoken, as_json=as_json)
    else:
        _propose(before, seed, spoken, budget if search else 0, quick=quick, as_json=as_json)
    return 0


def _propose(before: "Redesign", seed: int, spoken: str, budget: int, *, quick: bool, as_json: bool) -> None:
    """Show the proposals, each tried by itself, and with a budget how they go together."""
    from analysis.redesign import Runs, search_combinations, try_proposals
    from analysis.redesign.document import search_document, tried_document
    from cli.redesign_output import print_search, print_tried

    with progress_bar("trying proposals", quiet=as_json) as progress:
        tried = try_proposals(before, runs=None if quick else Runs(seed=seed), progress=progress)
    found = None
    if budget:
        runs, members = Runs(cases=400, replications=20, seed=seed), 0 if quick else 6
        with progress_bar("searching combinations", quiet=as_json) as progress:
            found = search_combinations(before, budget=budget, members=members, runs=runs, progress=progress)
    if as_json:
        document = {"proposals": tried_document(tried, spoken)}
        print_json(document | ({"search": search_document(found, spoken)} if found else {}))
        return
    print_tried(tried, before.scenario.currency, spoken)
    if found:
        print_search(found, before.model, before.scenario.currency, spoken)


def _apply(before: "Redesign", ids: tuple[str, ...], out: Path, seed: int, spoken: str, *, as_json: bool) -> None:
    from analysis.redesign import apply_proposals, computed_gains, sides_of, simulated_gains
    from analysis.redesign.sentences import computed_sentence, simulated_sentences
    from analysis.scenario import scenario_json

    after = apply_proposals(before.model, before.scenario, ids)
    gains = computed_gains(*(sides_of(one, one.flow()) for one in (before, after)))
    simulated = simulated_gains(before, after, seed=seed)
    beside = out.with_name(f"{out.stem}.scenario.json")
    out.write_bytes(after.model.source)
    beside.write_bytes(scenario_json(after.scenario))
    if as_json:
        written = {"applied": list(ids), "out": str(out), "scenario": str(beside)}
        print_json({**written, "gains": gains.as_json(), "simulated": simulated.as_json()})
        return
    print_sentences([computed_sentence(gains, before.scenario.currency).into(spoken)])
    print_sentences((line.into(spoken) for line in simulated_sentences(simulated)), bullet="  - ")
    for path in (out, beside):
        click.echo(Text("Written: {path}", path=str(path)).into(spoken))
