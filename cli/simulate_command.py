"""`ortoo simulate`: simulates a model with a scenario."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from bpmn.language import LANGUAGES, Text, translate
from cli.files import decisions_in, read_file
from cli.first_run import say_if_first
from cli.output import language, print_json, speak
from cli.progress import progress_bar
from cli.terminal import print_fitting_table, print_heading, print_sentences

if TYPE_CHECKING:
    from analysis.scenario import Scenario
    from analysis.simulation import SimulationResult

__all__ = ["command"]


@click.command("simulate")
@click.argument("file")
@click.option("--scenario", default=None, help="Scenario file; without it defaults are assumed, and said.")
@click.option(
    "--arrivals", default=None, help="An event log whose cases arrive as they did, instead of the scenario's."
)
@click.option("--decisions", multiple=True, help="DMN files that business rule tasks may call.")
@click.option("--cases", type=click.IntRange(min=1), default=None, help="Cases a replication.")
@click.option("--replications", type=click.IntRange(min=1), default=None)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--warm-up", default=None, help='First cases not counted: how many, or "auto".')
@click.option("--precision", type=float, default=None, help="Replicate until the mean is this sure, such as 0.05.")
@click.option("--log", "log_path", default=None, help="Write the event log: .csv, .xes or .parquet.")
@click.option(
    "--language", "wanted", type=click.Choice(LANGUAGES), default=None, callback=speak, help="Of the text and the page."
)
@click.option("--out", default=None, help="Write a page with charts and the diagram: .html.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
def command(
    file: str,
    scenario: str | None,
    arrivals: str | None,
    decisions: tuple[str, ...],
    cases: int | None,
    replications: int | None,
    seed: int,
    warm_up: str | None,
    precision: float | None,
    log_path: str | None,
    wanted: str | None,
    out: str | None,
    *,
    as_json: bool,
) -> int:
    """Simulate a model and say, with confidence intervals, how long, how much and how busy."""
    from analysis.log import check_log_name, write_log
    from analysis.simulation import compile_simulation, simulate
    from cli.pages import check_folder, check_page_name, write_page
    from cli.scenarios import scenario_for

    spoken = wanted or language()
    check_page_name(out)
    if log_path is not None:
        check_log_name(Path(log_path))
        check_folder(log_path)
    model = read_file(file)
    tables = decisions_in(decisions)
    compiled = compile_simulation(model, _arriving(scenario_for(model, scenario), arrivals), tables)
    say_if_first()
    with progress_bar("simulating", quiet=as_json) as progress:
        result = simulate(
            compiled,
            cases=cases,
            replications=replications,
            seed=seed,
            keep_log=log_path is not None,
            progress=progress,
            warm_up=_warm_up(warm_up),
            precision=precision,
            over_time=out is not None,
        )
    if log_path is not None and result.log is not None:
        write_log(result.log, Path(log_path))
    known = compiled.network.scenario
    if out is not None:
        from analysis.pages.simulation_page import simulation_html

        write_page(out, simulation_html(model, known, result, language=spoken, generated_at=datetime.now(UTC)))
    if as_json:
        print_json(result.as_json(spoken))
    else:
        _print(result, known, spoken, tuple(path for path in (out, log_path) if path is not None))
    return 0


def _arriving(scenario: "Scenario", log: str | None) -> "Scenario":
    """Return a scenario whose cases arrive as in an event log, if there is one; all, unless it says how many."""
    if log is None:
        return scenario
    from analysis.log import read_log
    from analysis.scenario import arrivals_of_log

    arrivals = arrivals_of_log(read_log(Path(log)), scenario.start)
    return replace(scenario, arrivals=arrivals, cases=scenario.cases or len(arrivals.moments_s))


def _warm_up(said: str | None) -> int | Literal["auto"] | None:
    if said is None:
        return None
    if said == "auto":
        return "auto"
    if not said.isdecimal():
        raise click.UsageError(f'--warm-up is a number of cases or "auto"; {said} is neither.')
    return int(said)


def _print(result: "SimulationResult", scenario: "Scenario", spoken: str, written: tuple[str, ...]) -> None:
    from analysis.pages.terminal_rows import activity_rows, resource_rows, waiting_rows
    from analysis.pages.words import measure_rows, run_of

    def say(message: str) -> str:
        return translate(message, spoken)

    print_sentences([run_of(result, spoken)], bullet="")
    print_sentences((text.into(spoken) for text in result.warnings), bullet="! ")
    click.echo("")
    headings = (say("Measure"), say("Mean"), say("95% interval"))
    print_fitting_table(headings, measure_rows(result, scenario.currency, spoken), right=(1, 2))
    print_heading(say("Why cases wait"))
    print_fitting_table((say("Cause"), say("Time a case"), say("Share")), waiting_rows(result, spoken), right=(1, 2))
    if result.resources:
        print_heading(say("Roles"))
        by_role = (say("Role"), say("People"), say("Busy"), say("Waiting for them, a case"))
        print_fitting_table(by_role, resource_rows(result, spoken), right=(1, 2, 3))
    print_heading(say("Activities and events"))
    words = ("Activity", "Times a case", "Work each time", "Waiting each time", "Cost each time")
    by_activity = tuple(say(word) for word in words)
    print_fitting_table(by_activity, activity_rows(result, scenario, spoken), right=(1, 2, 3, 4))
    if result.assumed:
        print_heading(say("Assumed because the scenario says nothing"))
        print_sentences(text.into(spoken) for text in result.assumed)
    for path in written:
        click.echo("\n" + Text("Written: {path}", path=path).into(spoken))
