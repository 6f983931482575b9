"""How structure measures lie over the corpora, how long they take, and whether structure and simulation agree.

Percentiles are those of all models and of the models with 10 flow nodes or more; some thresholds of
`analysis/structure/thresholds.py` come from here. Agreement: over random scenarios of one process, how often the pool
that the throughput bound names is the one that is busiest when simulated.

Usage: python bench/structure.py [FOLDER] [--scenarios N] [--cases N]
FOLDER holds the sample files (default: ../shared/corpora beside the project). Seconds are those of the processor.
"""

import argparse
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path

from analysis.errors import AnalysisError
from analysis.flow import analyse_flow
from analysis.scenario import default_scenario
from analysis.structure import measure_structure, weigh_structure
from bpmn import Model, read_model
from bpmn.errors import BpmnFileError
from tests.analysis.structure.agreement import agreement

CORPORA = Path(__file__).resolve().parents[2] / "shared" / "corpora"
MOST_MEDIAN_S = 0.005
LEAST_SIZE = 10
SHARES = (0.1, 0.5, 0.9)


@dataclass
class Measured:
    """What all files came to.

    Attributes:
        structures: Measures by name, one mapping a model.
        structure_s: Seconds for a model's structure.
        weighing_s: Seconds for what its default scenario makes of it, flow analysis not counted.
        refused: How many models the flow analysis refuses.
    """

    structures: list[dict[str, float]] = field(default_factory=list)
    structure_s: list[float] = field(default_factory=list)
    weighing_s: list[float] = field(default_factory=list)
    refused: int = 0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=CORPORA)
    parser.add_argument("--scenarios", type=int, default=100, help="random scenarios for the agreement")
    parser.add_argument("--cases", type=int, default=2000, help="cases simulated of each")
    chosen = parser.parse_args()
    measured = Measured()
    for path in sorted(chosen.folder.rglob("*")):
        if path.suffix in {".bpmn", ".xml", ".bpmn20"} and b"spec/BPMN/" in path.read_bytes():
            measure(path, measured)
    report(measured)
    agreed = agreement(seed=0, scenarios=chosen.scenarios, cases=chosen.cases)
    print(f"structural and simulated bottleneck agree in {agreed:.1%} of {chosen.scenarios} random scenarios")


def measure(path: Path, measured: Measured) -> None:
    """Take a file's measures and the time they take; files without a process are left out."""
    try:
        model = read_model(path.read_bytes(), source_name=path.name)
        begin = time.process_time()
        structure = measure_structure(model)
    except (BpmnFileError, AnalysisError):
        return
    measured.structure_s.append(time.process_time() - begin)
    measured.structures.append(dict(structure.measures))
    try:
        measured.weighing_s.append(weighing_s(model))
    except AnalysisError:
        measured.refused += 1


def weighing_s(model: Model) -> float:
    """Return the seconds that weighing a structure by the default scenario takes."""
    scenario = default_scenario(model)
    flow = analyse_flow(model, scenario)
    begin = time.process_time()
    weigh_structure(model, scenario, flow)
    return time.process_time() - begin


def report(measured: Measured) -> None:
    """Print times and percentiles."""
    if not measured.structures:
        print("no models")
        return
    for name, seconds in (("structure", measured.structure_s), ("weighed by a scenario", measured.weighing_s)):
        median = statistics.median(seconds)
        print(
            f"{name}: {len(seconds)} models, median {median * 1000:.2f} ms "
            f"({'within' if median <= MOST_MEDIAN_S else 'ABOVE'} {MOST_MEDIAN_S * 1000:g} ms), "
            f"most {max(seconds) * 1000:.0f} ms"
        )
    print(f"refused by flow analysis: {measured.refused}")
    large = [found for found in measured.structures if found["size"] >= LEAST_SIZE]
    print(f"{'measure':<26}{'p10':>8}{'p50':>8}{'p90':>8}{'max':>8}   the {len(large)} of {LEAST_SIZE} nodes or more:")
    for name in measured.structures[0]:
        whole = [found[name] for found in measured.structures]
        print(f"{name:<26}{percentiles(whole)}{max(whole):8.3g}   {percentiles([found[name] for found in large])}")


def percentiles(values: list[float]) -> str:
    """Return the 10th, 50th and 90th percentile as text."""
    ordered = sorted(values) or [0.0]
    return "".join(f"{ordered[int(share * (len(ordered) - 1))]:8.3g}" for share in SHARES)


if __name__ == "__main__":
    main()
