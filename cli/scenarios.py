"""Which scenario a command is about: a file, or what the model itself holds."""

from pathlib import Path

import click

from analysis.scenario import Scenario, default_scenario, holds_bpsim, load_scenario
from bpmn import Model
from cli.files import read_bytes

__all__ = ["holds_scenario", "scenario_for"]


def scenario_for(model: Model, path: str | None) -> Scenario:
    """Return the scenario in a file: Ortoo's JSON, Prosimos JSON, or a BPMN file with BPSim or QBP data.

    One of several in a file is named after it: FILE#NAME. Without a path it is the data that the model itself holds, or
    the defaults.
    """
    if path is not None:
        file, name = _file_and_name(path)
        return load_scenario(read_bytes(file), source_name=file, model=model, which=name)
    if holds_scenario(model):
        return load_scenario(model.source, source_name=model.source_name, model=model)
    click.echo("No scenario was given: the defaults are assumed.", err=True)
    return default_scenario(model)


def holds_scenario(model: Model) -> bool:
    """Return whether the model's own file holds data of QBP or BPSim."""
    return b"processSimulationInfo" in model.source or holds_bpsim(model.source)


def _file_and_name(path: str) -> tuple[str, str]:
    """Return the file and the name after "#"; a file whose own name has one is taken as it is."""
    file, _, name = path.rpartition("#")
    return (file, name) if file and not Path(path).exists() else (path, "")
