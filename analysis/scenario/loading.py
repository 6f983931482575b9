"""A scenario file of any kind that is understood: Ortoo's own, Prosimos's, or BPSim or QBP inside a BPMN file."""

from dataclasses import replace

from analysis.scenario.bpsim import bpsim_scenario, holds_bpsim
from analysis.scenario.prosimos import is_prosimos, prosimos_scenario
from analysis.scenario.qbp import qbp_scenario
from analysis.scenario.reading import json_document, read_scenario
from analysis.scenario.values import Scenario
from bpmn.model import Model

__all__ = ["load_scenario"]


def load_scenario(data: bytes, source_name: str, model: Model | None = None, which: str = "") -> Scenario:
    """Return the scenario in a file, whose kind is told by what it holds.

    Args:
        data: The file's bytes.
        source_name: What it is called, for messages.
        model: The model it is for; what an imported scenario says of elements that the model does not have is left out.
        which: The name or id of one of several scenarios in the file; "" for the only one.

    Raises:
        ScenarioError: If it is none that is understood, or a value is wrong; the message names the path.
        UnreadableFileError: If it is XML that cannot be read.
    """
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        if holds_bpsim(data):
            return _fitting(bpsim_scenario(data, source_name=source_name, which=which), model)
        return _fitting(qbp_scenario(data, source_name=source_name), model)
    document = json_document(data, source_name=source_name)
    if is_prosimos(document):
        return _fitting(prosimos_scenario(document, source_name=source_name, model=model), model)
    return read_scenario(data, source_name=source_name)


def _fitting(scenario: Scenario, model: Model | None) -> Scenario:
    if model is None:
        return scenario
    return replace(
        scenario,
        activities={
            key: replace(said, resources=tuple(pool for pool in said.resources if pool in scenario.resources))
            for key, said in scenario.activities.items()
            if key in model.nodes
        },
        flows={key: chance for key, chance in scenario.flows.items() if key in model.flows},
        events={key: said for key, said in scenario.events.items() if key in model.nodes},
    )
