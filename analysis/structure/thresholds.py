"""From which value on a measure is worth a sentence, and where that value comes from."""

from dataclasses import dataclass

__all__ = ["THRESHOLDS", "Threshold"]

_PUBLIC = "{} percentile of 3,147 public models of camunda/bpmn-for-research and of event logs, measured 2026-11-24"
_HIGH, _LOW = _PUBLIC.format("90th"), _PUBLIC.format("10th")
_SAMPLES = "90th percentile of the 397 of 1,422 public sample models with 10 flow nodes or more (bench/structure.py)"
_SEVEN = "7PMG {}: Mendling, Reijers, van der Aalst, Information and Software Technology 52 (2010)"
_HARD = (
    "Sánchez-González, Ruiz, García, Cardoso, Towards thresholds of control flow complexity measures for BPMN models, "
    "SAC 2011: very difficult to understand"
)
_BEST_PRACTICES = "Reijers, Limam Mansar, Omega 33 (2005): numerical involvement; more than three is a limit of our own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """When to speak of a measure.

    Attributes:
        measure: Its name.
        value: The last value that is not worth saying.
        source: Where that comes from.
        sentence: What to say, with {value} and, where one stands out, {element}.
        is_least: Whether lower values are the ones to speak of.
        is_share: Whether the value is said in percent.
        from_size: The least number of flow nodes for which it means anything.
    """

    measure: str
    value: float
    source: str
    sentence: str
    is_least: bool = False
    is_share: bool = False
    from_size: int = 0

    def is_passed(self, value: float, size: float) -> bool:
        """Return whether a value is worth saying in a process of that many flow nodes."""
        return size >= self.from_size and (value < self.value if self.is_least else value > self.value)


THRESHOLDS = (
    Threshold(
        measure="size", value=50, source=_SEVEN.format("G7"),
        sentence="With {value} elements errors become likely; break it into sub-processes.",
    ),
    Threshold(
        measure="diameter", value=16, source=_SAMPLES,
        sentence="Its longest path has {value} elements, longer than in nine models in ten.",
    ),
    Threshold(
        measure="depth", value=2, source=_SAMPLES,
        sentence="Choices and parallel paths are nested {value} deep; put an inner block into a sub-process.",
    ),
    Threshold(
        measure="density", value=0.086, source=_HIGH, from_size=14,
        sentence="Its elements are more densely connected than those of nine models in ten (density {value}).",
    ),
    Threshold(
        measure="connectivity", value=1.19, source=_HIGH,
        sentence="There are {value} flows for each element, more than in nine models in ten.",
    ),
    Threshold(
        measure="average_gateway_degree", value=3.6, source=_HIGH,
        sentence="Its gateways have {value} ways on average, more than in nine models in ten; most are at {element}.",
    ),
    Threshold(
        measure="maximum_gateway_degree", value=4, source=f"{_SAMPLES}; {_SEVEN.format('G2')}",
        sentence="There are {value} ways at {element}, which are hard to follow.",
    ),
    Threshold(
        measure="gateway_heterogeneity", value=0.602, source=_SAMPLES,
        sentence="It mixes kinds of gateways more than nine models in ten (heterogeneity {value}).",
    ),
    Threshold(
        measure="gateway_mismatch", value=7, source=_HIGH,
        sentence="{value} ways that part at one kind of gateway do not meet again at the same kind.",
    ),
    Threshold(
        measure="control_flow_complexity", value=7, source=_HIGH,
        sentence=(
            "Its choices are more tangled than those of nine models in ten (complexity {value}), most at {element}."
        ),
    ),
    Threshold(
        measure="cyclicity", value=0.11, source=_HIGH, is_share=True,
        sentence="{value} % of its elements lie in loops, more than in nine models in ten.",
    ),
    Threshold(
        measure="sequentiality", value=0.125, source=_LOW, from_size=14, is_least=True, is_share=True,
        sentence="{value} % of its flows lead from step to step without a gateway, fewer than in nine models in ten.",
    ),
    Threshold(
        measure="separability", value=0.18, source=_LOW, from_size=14, is_least=True,
        sentence="It can be cut into parts at fewer places than nine models in ten (separability {value}).",
    ),
    Threshold(
        measure="token_split", value=2, source=_SAMPLES,
        sentence="Up to {value} more paths go on at the same time, more than in nine models in ten.",
    ),
    Threshold(
        measure="start_events", value=1, source=_SEVEN.format("G3"),
        sentence="It has {value} start events; one is easier to understand.",
    ),
    Threshold(
        measure="end_events", value=3, source=f"{_SAMPLES}; {_SEVEN.format('G3')}",
        sentence="It has {value} end events; fewer are easier to understand.",
    ),
    Threshold(
        measure="inclusive_gateways", value=0, source=_SEVEN.format("G5"),
        sentence="Any number of ways may be taken at {element}; exclusive and parallel gateways are understood better.",
    ),
    Threshold(
        measure="exclusive_gateways", value=45, source=_HARD,
        sentence="With {value} exclusive gateways it is very hard to understand.",
    ),
    Threshold(
        measure="parallel_gateways", value=6, source=_HARD,
        sentence="With {value} parallel gateways it is very hard to understand.",
    ),
    Threshold(
        measure="hand_offs", value=3, source=_BEST_PRACTICES,
        sentence="Work goes from one lane to another {value} times; each hand-off may wait.",
    ),
    Threshold(
        measure="pool_hand_offs", value=4, source=_SAMPLES,
        sentence="{value} messages go between this process and others, more than in nine models in ten.",
    ),
)  # fmt: skip
"""The thresholds, in the order in which findings are given."""
