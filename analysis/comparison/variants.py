"""Several variants against one as-is, and against each other."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from analysis.comparison.compare import Depth, effort_for, join_sides
from analysis.comparison.measures import SIGNIFICANCE, common_control
from analysis.comparison.phases import Phases, Progress
from analysis.comparison.replicating import replicate_sides
from analysis.comparison.sensitivity import Pair
from analysis.comparison.sentences import listed
from analysis.comparison.sides import side_of
from analysis.comparison.statistics import paired_difference
from analysis.comparison.values import Comparison, MeasureDifference
from analysis.comparison.verdict import HEADLINES
from analysis.errors import AnalysisError
from analysis.scenario import Scenario
from bpmn.decisions import DecisionModel
from bpmn.language import Text
from bpmn.model import Model

__all__ = ["Best", "VariantComparison", "compare_variants"]

Variant = tuple[Model, Scenario]


@dataclass(frozen=True, slots=True, kw_only=True)
class Best:
    """Which variant is the best in one measure.

    Attributes:
        measure: The measure.
        variant: The variant's number, from 0 on.
        is_certain: Whether it is beyond the simulation's noise that no other variant is better.
        text: The same in words.
    """

    measure: str
    variant: int
    is_certain: bool
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantComparison:
    """Several variants against one as-is.

    Attributes:
        names: What the variants are called, each name once.
        comparisons: As-is against each variant, all with the same random numbers.
        best: The best variant in each headline that all variants have.
        verdict: What it comes to, in a few sentences.
    """

    names: tuple[str, ...]
    comparisons: tuple[Comparison, ...]
    best: tuple[Best, ...]
    verdict: Text

    def rows(self) -> tuple[tuple[MeasureDifference | None, ...], ...]:
        """Return a row a measure with its difference in each variant, None where the variant has no such measure."""
        measures = dict.fromkeys(found.measure for one in self.comparisons for found in one.measures)
        return tuple(tuple(one.measure(measure) for one in self.comparisons) for measure in measures)

    def as_json(self, language: str = "en") -> dict[str, Any]:
        """Return what `ortoo compare --json` prints of several variants; sentences in `language`."""
        return {
            "as_is": self.comparisons[0].as_json(language)["as_is"],
            "variants": [
                {"name": name, **{key: value for key, value in one.as_json(language).items() if key != "as_is"}}
                for name, one in zip(self.names, self.comparisons, strict=True)
            ],
            "best": [
                {
                    "measure": found.measure,
                    "variant": self.names[found.variant],
                    "is_certain": found.is_certain,
                    "text": found.text.into(language),
                }
                for found in self.best
            ],
            "verdict": self.verdict.into(language),
        }


def compare_variants(
    as_is: Model,
    scenario_as_is: Scenario,
    variants: Sequence[Variant],
    *,
    seed: int = 1,
    cases: int | None = None,
    replications: int | None = None,
    progress: Progress | None = None,
    precision: float | None = None,
    seconds: float | None = None,
    depth: Depth | None = None,
    should_stop: Callable[[], bool] | None = None,
    decisions: Iterable[DecisionModel] = (),
) -> VariantComparison:
    """Return what each variant changes, and which is the best.

    All are simulated with the same random numbers, as-is once. A difference is called certain only if it is so with
    the p-value times the number of variants (Bonferroni); which variant is better is tested between all pairs.

    Args:
        as_is: The model as it is.
        scenario_as_is: Its scenario.
        variants: Models with their scenarios, one or more.
        seed: As in `compare`; so are the others.
        cases: Cases a replication.
        replications: Replications of each.
        progress: Called with how much is done, and of how much.
        precision: The half-width wanted of every difference.
        seconds: With a precision: about how long the replications may take.
        depth: What is asked beside the differences; None: these only.
        should_stop: Asked now and then whether somebody wants it to stop.
        decisions: DMN files, as in `compare`.

    Raises:
        Stopped: If somebody wanted it to stop.
        AnalysisError: If there is no variant, a scenario does not fit its model, or one cannot be simulated.
    """
    if not variants:
        raise AnalysisError(Text("There is no variant to compare with."))
    depth = depth or Depth(sensitivity=False, stresses=False)
    sides = [(as_is, scenario_as_is), *variants]
    given = [scenario for _, scenario in sides]
    effort = effort_for(given, seed, cases, replications, precision, seconds, decisions)
    each = [f"{phase} {number}" for number in range(len(variants)) for phase in ("assumptions", "drivers")]
    asked = {"assumptions": 1.0 * depth.sensitivity, "drivers": 2.0 * depth.drivers}
    phases = Phases(
        weights={"replications": len(sides) / 2, **{name: asked[name.split()[0]] for name in each}},
        progress=progress,
        should_stop=should_stop,
    )
    complete, results, reached = replicate_sides(sides, effort, phases.of("replications"))
    found = [
        side_of(model, one, result, has_stresses=depth.stresses, decisions=effort.decisions)
        for (model, _), one, result in zip(sides, complete, results, strict=True)
    ]
    comparisons = tuple(
        join_sides(
            found[0],
            after,
            Pair(as_is=as_is, to_be=model, scenario_as_is=scenario_as_is, scenario_to_be=scenario),
            effort,
            reached,
            depth=depth,
            phases=phases.within(f" {number}"),
            variants=len(variants),
        )
        for number, ((model, scenario), after) in enumerate(zip(variants, found[1:], strict=True))
    )
    phases.finish()
    names = _names(comparisons)
    best = tuple(one for measure in HEADLINES if (one := _best(measure, names, comparisons)))
    return VariantComparison(
        names=names, comparisons=comparisons, best=best, verdict=_verdict(names, comparisons, best)
    )


def _names(comparisons: Sequence[Comparison]) -> tuple[str, ...]:
    """Return the variants' names, with the file's where two are called alike, and a number where that does not help."""
    names = [one.to_be.name for one in comparisons]
    if len(set(names)) < len(names):
        names = [one.to_be.model.source_name or one.to_be.name for one in comparisons]
    if len(set(names)) < len(names):
        names = [f"{name} ({number})" for number, name in enumerate(names, start=1)]
    return tuple(names)


def _best(measure: str, names: Sequence[str], comparisons: Sequence[Comparison]) -> Best | None:
    found = [one.measure(measure) for one in comparisons]
    known = [one for one in found if one is not None]
    if len(known) < len(found) or len(found) < 2:
        return None
    sign = -1 if known[0].better == "higher" else 1
    variant = min(range(len(known)), key=lambda number: sign * known[number].to_be)
    tests = len(list(combinations(known, 2)))
    others = [number for number in range(len(known)) if number != variant]
    is_certain = all(_is_better(measure, comparisons[variant], comparisons[other], tests) for other in others)
    values = {"label": known[variant].label, "name": names[variant]}
    text = (
        Text("{label}: best in {name}.", **values)
        if is_certain
        else Text("{label}: best in {name}, though others may be as good.", **values)
    )
    return Best(measure=measure, variant=variant, is_certain=is_certain, text=text)


def _is_better(measure: str, one: Comparison, other: Comparison, tests: int) -> bool:
    """Whether the first is surely the better one; a computed measure has no noise, so that any difference is sure."""
    first, second = one.to_be.simulation, other.to_be.simulation
    if measure not in first.per_replication or measure not in second.per_replication:
        values = one.measure(measure), other.measure(measure)
        return values[0] is not None and values[1] is not None and values[0].to_be != values[1].to_be
    control = common_control(measure, first, second)
    found = paired_difference(first.per_replication[measure], second.per_replication[measure], control=control)
    return found is not None and tests * found.p_value < SIGNIFICANCE


def _verdict(names: Sequence[str], comparisons: Sequence[Comparison], best: Sequence[Best]) -> Text:
    sentences = [
        Text("{name}: {verdict}", name=name, verdict=one.verdict) for name, one in zip(names, comparisons, strict=True)
    ]
    return listed([*sentences, *(one.text for one in best)], " ")
