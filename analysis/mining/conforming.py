"""How a log fits a model: each way of a case through the model that explains most of what was done."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.mining.aligning import Aligner, Alignment
from analysis.mining.labels import Labels
from analysis.mining.traces import Traces
from analysis.network import choose_process
from bpmn.model import Model, MultiInstance, StandardLoop
from bpmn.normal import normal_form
from bpmn.soundness import Messages, make_net

if TYPE_CHECKING:
    from bpmn.model import FlowNode

__all__ = ["Conformance", "Deviation", "TraceFit", "conformance_of"]

_MOST_VARIANTS = 3000
_MOST_STATES = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceFit:
    """How the cases of one variant fit.

    Attributes:
        activities: The variant.
        cases: How many cases went so.
        fitness: 1 less the cost of the best alignment by that of aligning nothing; 1 where all fits.
        unexpected: Activities that were done where the model does not allow them.
        skipped: Activities that the model demands and that were not done.
    """

    activities: tuple[str, ...]
    cases: int
    fitness: float
    unexpected: tuple[str, ...]
    skipped: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """An activity that was done against the model, or left out against it, and in how many cases."""

    kind: str
    activity: str
    cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Conformance:
    """How a log fits a model.

    Attributes:
        fitness: Mean fitness of the cases that were checked.
        fitting_cases: Cases that fit without deviation.
        checked_cases: Cases that were held against the model.
        unchecked_cases: Cases that were not: their variants are among too many, or have too many ways to try.
        traces: Variant by variant, the most frequent first.
        deviations: What was done or left out against the model, the most frequent first.
        unknown_activities: Activities of the log that the model does not have.
        unseen_elements: Tasks of the model that the log never has: id and label. That a machine's is not there is held
            against nobody: it may not be recorded.
        flows: How often each sequence flow was taken, by its id, by cases that fit.
        taken: How often each element was passed, likewise.
    """

    fitness: float
    fitting_cases: int
    checked_cases: int
    unchecked_cases: int
    traces: tuple[TraceFit, ...]
    deviations: tuple[Deviation, ...]
    unknown_activities: tuple[str, ...]
    unseen_elements: tuple[tuple[str, str], ...]
    flows: Mapping[str, int]
    taken: Mapping[str, int]


def conformance_of(traces: Traces, model: Model, process: str | None) -> Conformance:
    """Return how a log fits a model's process.

    Activities are matched by the element ids that the log holds, else by their labels. Each variant is aligned with the
    token game of `bpmn.soundness`, decisions going every way: the cheapest way through the model at which what was done
    and what the model does are brought together, one for each activity done or left out. A case that is still open need
    not come to an end.

    Raises:
        ScenarioError: If the model has no such process.

    Source: cost-based fitness of Adriansyah, van Dongen, van der Aalst, Conformance Checking Using Cost-Based Fitness
    Analysis, EDOC 2011.
    """
    import polars as pl

    chosen = choose_process(model, process)
    explicit = normal_form(model)
    inside = explicit.model.process(chosen.id) or chosen
    synthetic = frozenset(explicit.origin) - frozenset(model.nodes)
    net, _ = make_net([inside], Messages(), synthetic=synthetic)
    labels = Labels(traces, [node for _, node in chosen.scope.walk()])
    aligner = Aligner(net, labels.of_element, most_states=_MOST_STATES)
    variants = (
        traces.cases.with_columns(trace=labels.of_cases(traces))
        .group_by("trace", "is_open", maintain_order=True)
        .agg(pl.len().alias("cases"))
        .sort("cases", descending=True, maintain_order=True)
    )
    collapsing = {labels.of_element[node.id] for node in labels.known if _is_repeating(node)}
    counting = _Counting(labels)
    for trace, is_open, cases in variants.head(_MOST_VARIANTS).iter_rows():
        shortened = tuple(
            one for place, one in enumerate(trace) if one not in collapsing or place == 0 or trace[place - 1] != one
        )
        counting.add(shortened, cases, aligner.align(shortened, is_open=is_open), aligner.shortest)
    return counting.conformance(traces.cases.height, model)


def _is_repeating(node: "FlowNode") -> bool:
    return isinstance(getattr(node, "loop", None), MultiInstance | StandardLoop)


class _Counting:
    """Gathers alignments, variant by variant."""

    def __init__(self, labels: Labels) -> None:
        self._labels = labels
        self._traces: list[TraceFit] = []
        self._deviations: dict[tuple[str, str], int] = {}
        self._flows: dict[str, int] = {}
        self._taken: dict[str, int] = {}

    def add(self, trace: tuple[int, ...], cases: int, found: Alignment | None, shortest: int) -> None:
        """Count one variant; None: it could not be aligned within the bounds."""
        if found is None:
            return
        name = self._labels.name
        worst = len(trace) + shortest
        fit = TraceFit(
            activities=tuple(map(name, trace)),
            cases=cases,
            fitness=1.0 - found.cost / worst if worst else 1.0,
            unexpected=tuple(map(name, found.unexpected)),
            skipped=tuple(map(name, found.skipped)),
        )
        self._traces.append(fit)
        for kind, activities in (("unexpected", fit.unexpected), ("skipped", fit.skipped)):
            for activity in set(activities):
                self._deviations[kind, activity] = self._deviations.get((kind, activity), 0) + cases
        if found.cost == 0:
            for counted, passed in ((self._flows, found.places), (self._taken, found.elements)):
                for one in passed:
                    counted[one] = counted.get(one, 0) + cases

    def conformance(self, cases: int, model: Model) -> Conformance:
        """Return what was counted."""
        checked = sum(fit.cases for fit in self._traces)
        weighted = sum(fit.cases * fit.fitness for fit in self._traces)
        deviations = [
            Deviation(kind=kind, activity=activity, cases=count)
            for (kind, activity), count in sorted(self._deviations.items(), key=lambda one: (-one[1], one[0]))
        ]
        return Conformance(
            fitness=weighted / checked if checked else 0.0,
            fitting_cases=sum(fit.cases for fit in self._traces if not fit.unexpected and not fit.skipped),
            checked_cases=checked,
            unchecked_cases=cases - checked,
            traces=tuple(self._traces),
            deviations=tuple(deviations),
            unknown_activities=self._labels.unknown,
            unseen_elements=self._labels.unseen,
            flows={flow: count for flow, count in sorted(self._flows.items()) if flow in model.flows},
            taken={one: count for one, count in sorted(self._taken.items()) if one in model.nodes},
        )
