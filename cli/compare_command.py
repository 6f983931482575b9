"""`ortoo compare`: as-is against to-be, with confidence intervals and a verdict."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.compare_output import print_comparison, print_log_comparison, print_variants
from cli.compare_sources import are_logs, service_of, sides_of
from cli.files import decisions_in
from cli.first_run import say_if_first
from cli.output import language, print_json
from cli.progress import progress_bar

if TYPE_CHECKING:
    from analysis.scenario import Scenario
    from bpmn import Model

    Sides = Sequence[tuple[Model, Scenario]]

__all__ = ["command"]


@click.command("compare")
@click.argument("what", nargs=-1, required=True, metavar="SERVICE | AS-IS TO-BE… | LOG [LOG]")
@click.option("--scenario", "scenarios", nargs=2, default=None, help="Scenario of the as-is and of the to-be model.")
@click.option("--variant-scenario", "further", multiple=True, help="Scenario of the third model, and so on.")
@click.option("--decisions", multiple=True, help="DMN files that business rule tasks may call.")
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--cases", type=click.IntRange(min=1), default=None, help="Cases a replication.")
@click.option("--replications", type=click.IntRange(min=2), default=None)
@click.option(
    "--precision",
    type=click.FloatRange(min=0.001, max=1),
    default=None,
    help="Replicate until the differences are this sure, as a share of the as-is value, such as 0.02.",
)
@click.option("--drivers", is_flag=True, help="Apply the changes one at a time, for the share of each.")
@click.option("--before", type=click.DateTime(), default=None, help="Of one log: cases before this day and later.")
@click.option("--end", "ends", multiple=True, help="Of logs: an activity that ends a case.")
@click.option("--out", default=None, help="Write the report: .html, .pdf or .xlsx to read, .json for programs.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
def command(
    what: tuple[str, ...],
    scenarios: tuple[str, str] | None,
    further: tuple[str, ...],
    decisions: tuple[str, ...],
    seed: int,
    cases: int | None,
    replications: int | None,
    precision: float | None,
    before: datetime | None,
    ends: tuple[str, ...],
    out: str | None,
    *,
    drivers: bool,
    as_json: bool,
) -> int:
    """Compare a service of the library, two or more models, or two event logs (or periods of one)."""
    if are_logs(what):
        _compare_logs(what, before, ends, seed, out, as_json=as_json)
        return 0
    if before is not None or ends:
        raise click.UsageError("--before and --end are for event logs (.csv, .parquet, .xes).")
    sides = sides_of(what, scenarios, further)
    if len(sides) > 2 and out is not None:
        raise click.UsageError("A report is about one as-is and one to-be; for several use --json.")
    asked: dict[str, Any] = {
        "seed": seed,
        "cases": cases,
        "replications": replications,
        "precision": precision,
        "decisions": decisions_in(decisions),
    }
    say_if_first()
    if len(sides) > 2:
        _compare_variants(sides, asked, drivers=drivers, as_json=as_json)
    else:
        _compare_two(what, sides, asked, out, drivers=drivers, as_json=as_json)
    return 0


def _compare_two(
    what: Sequence[str], sides: "Sides", asked: dict[str, Any], out: str | None, *, drivers: bool, as_json: bool
) -> None:
    from analysis.comparison import Depth, compare
    from analysis.report import write_report
    from webui.analyses import forms_of, names_of
    from webui.dossiers import dossier_of

    (as_is, scenario_as_is), (to_be, scenario_to_be) = sides
    service = service_of(what)
    if service is not None:
        asked = asked | {"forms_as_is": forms_of(service, "as-is"), "forms_to_be": forms_of(service, "to-be")}
    with progress_bar("comparing", quiet=as_json) as progress:
        comparison = compare(
            as_is,
            to_be,
            scenario_as_is=scenario_as_is,
            scenario_to_be=scenario_to_be,
            depth=Depth(drivers=drivers),
            progress=progress,
            **asked,
        )
    if out is not None:
        names, dossier = (names_of(service, language()), dossier_of(service, language())) if service else (None, None)
        write_report(comparison, Path(out), language(), generated_at=datetime.now(UTC), names=names, dossier=dossier)
    if as_json:
        print_json(comparison.as_json(language()))
        return
    print_comparison(comparison)
    if out is not None:
        click.echo(f"\nThe report is in {out}.")


def _compare_variants(sides: "Sides", asked: dict[str, Any], *, drivers: bool, as_json: bool) -> None:
    from analysis.comparison import Depth, compare_variants

    (as_is, scenario_as_is), *variants = sides
    depth = Depth(drivers=drivers, sensitivity=False, stresses=False)
    with progress_bar("comparing", quiet=as_json) as progress:
        found = compare_variants(as_is, scenario_as_is, variants, depth=depth, progress=progress, **asked)
    if as_json:
        print_json(found.as_json(language()))
    else:
        print_variants(found)


def _compare_logs(
    what: Sequence[str], before: datetime | None, ends: Sequence[str], seed: int, out: str | None, *, as_json: bool
) -> None:
    from analysis.comparison import compare_logs, compare_periods
    from analysis.log import read_log

    if out is not None:
        raise click.UsageError("A report is about models; of logs there is --json.")
    logs = [read_log(Path(name)) for name in what]
    if before is not None and len(logs) == 1:
        found = compare_periods(logs[0], before, ends=ends, seed=seed)
    elif before is None and len(logs) == 2:
        found = compare_logs(logs[0], logs[1], names=(what[0], what[1]), ends=ends, seed=seed)
    else:
        raise click.UsageError("Give two logs, or one log and --before DATE.")
    document = found.as_json(language())
    if as_json:
        print_json(document)
    else:
        print_log_comparison(document)
