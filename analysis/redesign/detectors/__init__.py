"""One detector a heuristic: each looks at a study and yields what it proposes."""

from analysis.redesign.detectors.automation import find_automations
from analysis.redesign.detectors.composition import find_compositions
from analysis.redesign.detectors.elimination import find_eliminations
from analysis.redesign.detectors.empower import find_empowerments
from analysis.redesign.detectors.extra_resources import find_extra_resources
from analysis.redesign.detectors.knock_out import find_knock_outs
from analysis.redesign.detectors.parallelism import find_parallelism
from analysis.redesign.detectors.resequencing import find_resequencings

__all__ = ["ALL"]

ALL = (
    find_eliminations,
    find_compositions,
    find_resequencings,
    find_parallelism,
    find_knock_outs,
    find_extra_resources,
    find_empowerments,
    find_automations,
)
"""All of them, by the number of the heuristic."""
