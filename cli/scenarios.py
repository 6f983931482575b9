"""Which model and which scenario a command is about: files, or a service of the library."""

import click

from analysis.scenario import Scenario, default_scenario, load_scenario
from bpmn import Model
from cli.files import read_bytes

__all__ = ["scenario_for"]


def scenario_for(model: Model, path: str | None) -> Scenario:
    """Return the scenario in a file: Ortoo's JSON, Prosimos JSON, or a BPMN file with QBP data.

    Without a path it is the QBP data that the model itself holds, or the defaults.
    """
    if path is not None:
        return load_scenario(read_bytes(path), source_name=path, model=model)
    if b"processSimulationInfo" in model.source:
        return load_scenario(model.source, source_name=model.source_name, model=model)
    click.echo("No scenario was given: the defaults are assumed.", err=True)
    return default_scenario(model)
