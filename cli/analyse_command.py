"""`ortoo analyse`: structure, flow and bottlenecks of a model, and what relieving them would do."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from bpmn.language import LANGUAGES, Text, translate
from cli.files import decisions_in, read_file
from cli.first_run import say_if_first
from cli.output import language, print_json, speak
from cli.progress import progress_bar
from cli.terminal import print_fitting_table, print_heading, print_sentences

if TYPE_CHECKING:
    from collections.abc import Callable

    from analysis.pages.values import Analysis
    from bpmn.decisions import DecisionModel

__all__ = ["command"]

_MOST_SHOWN = 12
_MOST_RELIEFS = 5


@click.command("analyse")
@click.argument("file")
@click.option("--scenario", default=None, help="Scenario file; without it defaults are assumed, and said.")
@click.option(
    "--simulate/--no-simulate",
    "wants_simulation",
    default=None,
    help="Whether bottlenecks are simulated too; by default where there is a scenario.",
)
@click.option("--decisions", multiple=True, help="DMN files that business rule tasks may call.")
@click.option("--seed", type=int, default=1, show_default=True)
@click.option(
    "--language",
    "wanted",
    type=click.Choice(LANGUAGES),
    default=None,
    callback=speak,
    help="Of the sentences and the page.",
)
@click.option("--out", default=None, help="Write a page with charts and the diagram: .html.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
def command(
    file: str,
    scenario: str | None,
    decisions: tuple[str, ...],
    seed: int,
    wanted: str | None,
    out: str | None,
    *,
    wants_simulation: bool | None,
    as_json: bool,
) -> int:
    """Measure a model's structure, compute its flow exactly and rank its bottlenecks."""
    from cli.pages import check_page_name, write_page

    spoken = wanted or language()
    check_page_name(out)
    tables = decisions_in(decisions)
    with progress_bar("analysing", quiet=as_json) as progress:
        analysis = _analyse(
            file, scenario, wants_simulation, seed, tables, over_time=out is not None, progress=progress
        )
    if out is not None:
        from analysis.pages.analysis_page import analysis_html

        write_page(out, analysis_html(analysis, language=spoken, generated_at=datetime.now(UTC)))
    if as_json:
        print_json(_document(analysis, spoken, tables))
    else:
        _print(analysis, spoken, out)
    return 0


def _analyse(
    file: str,
    scenario: str | None,
    wants: bool | None,
    seed: int,
    tables: "list[DecisionModel]",
    *,
    over_time: bool,
    progress: "Callable[[int, int], None] | None",
) -> "Analysis":
    from analysis.pages.analysing import analyse
    from cli.scenarios import holds_scenario, scenario_for

    model = read_file(file)
    given = scenario_for(model, scenario)
    is_said = scenario is not None or holds_scenario(model)
    simulated = is_said if wants is None else wants
    if simulated:
        say_if_first()
    return analyse(
        model, given, simulated=simulated, decisions=tables, seed=seed, over_time=over_time, progress=progress
    )


def _document(analysis: "Analysis", spoken: str, tables: "list[DecisionModel]") -> dict[str, Any]:
    from analysis.bottlenecks.document import bottleneck_document
    from analysis.structure import weigh_structure

    simulation = analysis.simulation
    return {
        "structure": dict(analysis.structure.measures),
        "shape": analysis.structure.as_json(spoken),
        "weighted": weigh_structure(analysis.model, analysis.scenario, analysis.flow, tables).as_json(),
        "flow": analysis.flow.as_json(spoken),
        "bottlenecks": [bottleneck_document(found, spoken) for found in analysis.bottlenecks],
        "findings": [finding.text.into(spoken) for finding in analysis.structure.findings],
        "assumed": [text.into(spoken) for text in analysis.assumed],
        "simulation": None
        if simulation is None
        else {"cases": simulation.cases, "replications": simulation.replications, "seed": simulation.seed},
        "remarks": [text.into(spoken) for text in analysis.remarks],
    }


def _print(analysis: "Analysis", spoken: str, out: str | None) -> None:
    from analysis.pages.measures import STRUCTURE
    from analysis.pages.terminal_rows import bottleneck_rows, flow_rows, relief_rows

    def say(message: str) -> str:
        return translate(message, spoken)

    print_sentences((text.into(spoken) for text in (*analysis.flow.warnings, *analysis.remarks)), bullet="! ")
    print_heading(say("Flow of an average case"))
    print_fitting_table((say("Measure"), say("Value")), flow_rows(analysis, spoken))
    print_heading(say("Bottlenecks, worst first"))
    headings = ("", say("Where"), say("Kind"), say("Time a case"), say("Share"), say("Cases"))
    print_fitting_table(headings, bottleneck_rows(analysis, spoken)[:_MOST_SHOWN], right=(0, 3, 4, 5))
    click.echo("")
    for found in analysis.bottlenecks[:_MOST_SHOWN]:
        print_sentences([found.reason.into(spoken)], bullet=f"{found.rank:>2}. ")
    print_heading(say("What relieving the worst ones would do"))
    for rank, lines in relief_rows(analysis, spoken)[:_MOST_RELIEFS]:
        print_sentences(lines[:1], bullet=f"{rank:>2}. ")
        print_sentences(lines[1:], bullet="    - ")
    print_heading(say("Structure of the model"))
    measures = analysis.structure.measures
    rows = [
        (label.into(spoken), f"{measures[name]:.2f}".rstrip("0").rstrip("."))
        for name, label in STRUCTURE.items()
        if name in measures
    ]
    print_fitting_table((say("Measure"), say("Value")), rows, right=(1,))
    print_sentences(finding.text.into(spoken) for finding in analysis.structure.findings)
    if analysis.assumed:
        print_heading(say("Assumed because the scenario says nothing"))
        print_sentences(text.into(spoken) for text in analysis.assumed)
    if out is not None:
        click.echo("\n" + Text("Written: {path}", path=out).into(spoken))
