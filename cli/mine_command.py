"""`ortoo mine`: what an event log says, how it fits a model, and a scenario read off it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bpmn.language import LANGUAGES, Text, translate
from cli.files import read_file
from cli.output import language, print_json, speak
from cli.terminal import print_fitting_table, print_heading, print_sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.log import EventLog
    from analysis.mining import MinedLog
    from analysis.mining.waiting import WaitingPart
    from bpmn.model import Model

__all__ = ["command"]

_MOST_ROWS = 15
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("mine")
@click.argument("log", type=_FILE)
@click.option("--model", default=None, help="A BPMN file to hold the log against.")
@click.option("--process", default=None, help="Which of the model's processes; else the only one.")
@click.option(
    "--scenario-out", type=_FILE, default=None, help="Write a scenario for the model, read off the log: .json."
)
@click.option("--time-zone", default="Asia/Ulaanbaatar", show_default=True, help="In which opening hours are told.")
@click.option(
    "--language", "wanted", type=click.Choice(LANGUAGES), default=None, callback=speak, help="Of the sentences."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
def command(
    log: Path,
    model: str | None,
    process: str | None,
    scenario_out: Path | None,
    time_zone: str,
    wanted: str | None,
    *,
    as_json: bool,
) -> int:
    """Say what an event log (.csv, .xes, .parquet; packed by gzip or not) holds."""
    from analysis.log import read_log
    from analysis.mining import mine

    _check(scenario_out, model, time_zone)
    spoken = wanted or language()
    read = read_log(log)
    found = None if model is None else read_file(model)
    mined = mine(read, found, process=process)
    if as_json:
        print_json(mined.as_json(spoken))
    else:
        _print(mined, spoken)
    if scenario_out is not None and found is not None:
        _write_scenario(read, found, process, scenario_out, log.name, time_zone)
        click.echo(Text("The scenario is in {path}.", path=str(scenario_out)).into(spoken), err=as_json)
    return 0


def _check(scenario_out: Path | None, model: str | None, time_zone: str) -> None:
    from zoneinfo import available_timezones

    if scenario_out is not None and model is None:
        raise click.UsageError("--scenario-out needs --model: a scenario is for a model.")
    if time_zone not in available_timezones():
        raise click.UsageError(f"{time_zone} is no time zone; Asia/Ulaanbaatar, UTC and so on are.")


def _write_scenario(
    log: "EventLog", model: "Model", process: str | None, path: Path, name: str, time_zone: str
) -> None:
    from analysis.mining import mined_scenario
    from analysis.scenario import scenario_json

    scenario = mined_scenario(log, model, process=process, name=name, time_zone=time_zone)
    path.write_bytes(scenario_json(scenario))


def _print(mined: "MinedLog", spoken: str) -> None:
    def say(message: str) -> str:
        return translate(message, spoken)

    span = Text(
        "{cases} cases, {events} events, {activities} activities, {variants} ways, {edges} steps from one to the next; "
        "{begin} to {end}.",
        cases=f"{mined.cases:,}",
        events=f"{mined.events:,}",
        activities=len(mined.activities),
        variants=len(mined.variants),
        edges=len(mined.edges),
        begin=f"{mined.begin:%Y-%m-%d}",
        end=f"{mined.end:%Y-%m-%d}",
    )
    time = mined.cycle_time_s
    whole = Text(
        "Time of a case: {mean} on average, half of them within {median}, nineteen in twenty within {p95}.",
        mean=_time(time.mean),
        median=_time(time.median),
        p95=_time(time.p95),
    )
    print_sentences([span.into(spoken), whole.into(spoken)], bullet="")
    print_sentences(one.text.into(spoken) for one in mined.findings)
    _print_activities(mined, spoken)
    print_heading(say("From one activity to the next"))
    rows = [
        (edge.source, edge.target, f"{edge.count:,}", _said(edge.time_s.mean, spoken), _said(edge.time_s.p95, spoken))
        for edge in mined.edges[:_MOST_ROWS]
    ]
    headings = [say(word) for word in ("From", "To", "Times", "Mean", "95 %")]
    print_fitting_table(headings, rows, right=(2, 3, 4))
    if mined.waiting is not None:
        print_heading(say("What waiting is made of"))
        _print_waiting([mined.waiting.total, *mined.waiting.activities[:_MOST_ROWS]], spoken)


def _print_activities(mined: "MinedLog", spoken: str) -> None:
    print_heading(translate("Activities", spoken))
    rows = [
        (
            one.name,
            f"{one.instances:,}",
            f"{one.cases:,}",
            _said(one.processing_s.mean, spoken) if one.processing_s else "–",
            _said(one.waiting_s.mean, spoken) if one.waiting_s else "–",
            _said(one.sojourn_s.mean, spoken) if one.sojourn_s else "–",
        )
        for one in mined.activities[:_MOST_ROWS]
    ]
    headings = ("Activity", "Done", "Cases", "Work", "Waiting", "Both")
    print_fitting_table([translate(word, spoken) for word in headings], rows, right=(1, 2, 3, 4, 5))


def _print_waiting(parts: "Sequence[WaitingPart]", spoken: str) -> None:
    from analysis.mining.waiting import CAUSES

    rows = [
        (
            part.activity or translate("All together", spoken),
            _said(part.waiting_s / max(1, part.instances), spoken),
            *(
                f"{100 * getattr(part, f'{cause}_s') / part.waiting_s:.0f} %" if part.waiting_s else "–"
                for cause in CAUSES
            ),
        )
        for part in parts
    ]
    headings = ("Activity", "Mean", "Batch", "Busy", "Overtaken", "Closed", "Not in the log")
    print_fitting_table([translate(word, spoken) for word in headings], rows, right=range(1, 7))


def _time(seconds: float) -> Text:
    from analysis.quantities import fitting_scale

    return fitting_scale("elapsed", [seconds]).quantity(seconds)


def _said(seconds: float, spoken: str) -> str:
    return _time(seconds).into(spoken)
