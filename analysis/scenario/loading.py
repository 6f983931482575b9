"""A scenario file of any kind that is understood: Ortoo's own, Prosimos's, or BPSim or QBP inside a BPMN file."""

from analysis.scenario.kinds import holds_bpsim, is_prosimos
from analysis.scenario.matching import matched_to, with_strangers_told
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
            from analysis.scenario.bpsim import bpsim_scenario

            return _matched(bpsim_scenario(data, source_name=source_name, which=which), model)
        from analysis.scenario.qbp import qbp_scenario

        return _matched(qbp_scenario(data, source_name=source_name), model)
    document = json_document(data, source_name=source_name)
    if is_prosimos(document):
        from analysis.scenario.prosimos import prosimos_scenario

        return _matched(prosimos_scenario(document, source_name=source_name, model=model), model)
    scenario = read_scenario(data, source_name=source_name, which=which)
    return scenario if model is None else with_strangers_told(scenario, model)


def _matched(scenario: Scenario, model: Model | None) -> Scenario:
    return scenario if model is None else matched_to(scenario, model)
