"""What the checks and the analysis say of one model, remembered for as long as the model is the same."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from analysis.errors import AnalysisError
from bpmn import Model, read_model
from bpmn.check import Finding, check_model, in_order
from bpmn.decisions import DecisionModel, read_decisions
from bpmn.decisions.calling import callable_decisions, check_calls
from bpmn.language import Text
from bpmn.soundness import Soundness, check_soundness

if TYPE_CHECKING:
    from analysis.bottlenecks import Bottleneck

__all__ = ["Evidence", "examine"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything that is known about a model at once.

    Attributes:
        model: The model.
        findings: What the checks found.
        soundness: The verdict by process or collaboration.
        structure: Structural measures by name; empty where the model could not be analysed.
        bottlenecks: Where cases are held up, worst first.
        assumed: What was assumed, since no scenario says it.
        problem: Why there are no figures, or None.
    """

    model: Model
    findings: tuple[Finding, ...]
    soundness: dict[str, Soundness]
    structure: dict[str, float] = field(default_factory=dict)
    bottlenecks: "tuple[Bottleneck, ...]" = ()
    assumed: tuple[Text, ...] = ()
    problem: Text | None = None


@lru_cache(maxsize=64)
def examine(
    model_file: bytes,
    *,
    source_name: str,
    scenario_file: bytes | None = None,
    decisions: tuple[tuple[str, bytes], ...] = (),
) -> Evidence:
    """Check and analyse a model.

    Args:
        model_file: The BPMN file's bytes.
        source_name: What to call it in messages.
        scenario_file: Its scenario; without it defaults are assumed and listed.
        decisions: The DMN files that its business rule tasks are held against and that decide in the analysis,
            each with its name; without them nothing is said of the decisions that it calls.

    Raises:
        UnreadableFileError: If it is not BPMN.
    """
    model = read_model(model_file, source_name=source_name)
    tables = [read_decisions(file, source_name=name) for name, file in decisions]
    checked = Evidence(model=model, findings=_findings(model, tables), soundness=check_soundness(model))
    try:
        return _with_figures(checked, scenario_file, tables)
    except AnalysisError as error:
        return Evidence(model=model, findings=checked.findings, soundness=checked.soundness, problem=error.text)


def _findings(model: Model, files: Sequence[DecisionModel]) -> tuple[Finding, ...]:
    findings = check_model(model, decisions=callable_decisions(files))
    beside = [(file, [other for other in files if other is not file]) for file in files]
    return in_order([*findings, *check_calls(model, beside)])


def _with_figures(checked: Evidence, scenario_file: bytes | None, decisions: Sequence[DecisionModel]) -> Evidence:
    from analysis.bottlenecks import find_bottlenecks
    from analysis.flow import analyse_flow
    from analysis.scenario import default_scenario, read_scenario, with_defaults
    from analysis.structure import measure_structure

    model = checked.model
    if scenario_file is None:
        scenario = default_scenario(model)
    else:
        scenario = read_scenario(scenario_file, source_name=model.source_name)
    complete = with_defaults(model, scenario, decisions=decisions)
    structure = measure_structure(model)
    flow = analyse_flow(model, complete.scenario, decisions)
    return Evidence(
        model=model,
        findings=checked.findings,
        soundness=checked.soundness,
        structure=dict(structure.measures),
        bottlenecks=find_bottlenecks(model, complete.scenario, structure=structure, flow=flow),
        assumed=complete.assumed,
    )
