"""Worked examples of the literature as models with scenarios, for flow analysis and for the simulator.

Times are in the units of the example: days, hours or minutes, as the example has them.

Sources: Dumas, La Rosa, Mendling, Reijers, Fundamentals of Business Process Management, 2nd ed. 2018, ch. 7, and its
exercises; the loan application of Prosimos (arXiv 2308.16029). Solved in notes/simulation.md, part 4.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.scenario import ActivityParameters, Arrivals, Distribution, ResourcePool, Scenario
from bpmn.model import Model
from tests.analysis.models import model

__all__ = [
    "Example",
    "application_form",
    "credit_application",
    "entered_in_the_middle",
    "expose",
    "inclusive_block",
    "independent_ways",
    "jackson_network",
    "loan_application",
    "mortgage",
]

ENDS = {"s": "startEvent", "e": "endEvent"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A model with its scenario."""

    model: Model
    scenario: Scenario


def fixed(value: float) -> Distribution:
    """Return a fixed time."""
    return Distribution(type="fixed", value=value)


def exponential(mean: float) -> Distribution:
    """Return an exponential law."""
    return Distribution(type="exponential", mean=mean)


def timed(nodes: Mapping[str, str], arrows: str, times: Mapping[str, float], flows: Mapping[str, float]) -> Example:
    """Return an example in which nobody waits for anybody: the tasks are those that have times."""
    kinds = {**ENDS, **nodes, **dict.fromkeys(times, "task")}
    activities = {key: ActivityParameters(duration=fixed(value)) for key, value in times.items()}
    return Example(model=model(kinds, arrows), scenario=Scenario(activities=activities, flows=flows))


_CREDIT = {"C": (1, 2), "A": (1, 0.5), "B": (3, 3), "D": (3, 2), "O": (1, 2), "R": (2, 0.5)}
"""Cycle time in days of eight hours, and processing time in hours."""


def credit_application(*, rework: float) -> Example:
    """The credit application: in hours, the days of its cycle times being of eight hours."""
    kinds = {
        **ENDS, "m": "exclusiveGateway", "C": "task", "x": "exclusiveGateway", "g": "parallelGateway", "A": "task",
        "B": "task", "j": "parallelGateway", "D": "task", "y": "exclusiveGateway", "O": "task", "R": "task",
        "f": "endEvent",
    }  # fmt: skip
    back = ", x > m" if rework else ""
    activities = {
        key: ActivityParameters(duration=fixed(work), delay=fixed(days * 8 - work))
        for key, (days, work) in _CREDIT.items()
    }
    return Example(
        model=model(kinds, "s > m > C > x > g > A > j > D > y > O > e, g > B > j, y > R > f" + back),
        scenario=Scenario(activities=activities, flows={"y_O": 0.6} | ({"x_m": rework} if rework else {})),
    )


def inclusive_block() -> Example:
    """A takes 24 hours, B 6; one in ten cases takes A only, three B only, six both."""
    return timed(
        {"g": "exclusiveGateway", "a": "parallelGateway", "b": "parallelGateway", "m": "exclusiveGateway"},
        "s > I > g > A > m > J > e, g > B > m, g > a > A2 > b > m, a > B2 > b",
        {"I": 4, "A": 24, "B": 6, "A2": 24, "B2": 6, "J": 2},
        {"g_A": 0.1, "g_B": 0.3, "g_a": 0.6},
    )


def independent_ways() -> Example:
    """The same work behind an inclusive gateway whose ways are taken independently, but not both left out."""
    return timed(
        {"g": "inclusiveGateway", "j": "inclusiveGateway"},
        "s > I > g > A > j > J > e, g > B > j",
        {"I": 4, "A": 24, "B": 6, "J": 2},
        {"g_A": 0.7, "g_B": 0.9},
    )


def application_form() -> Example:
    """The application form, in minutes."""
    return timed(
        {"x": "exclusiveGateway", "m": "exclusiveGateway", "g": "parallelGateway", "j": "parallelGateway"},
        "s > A > x > B > m > C > D > g > E > j > e, x > m, g > F > j",
        {"A": 10, "B": 6, "C": 15, "D": 10, "E": 2, "F": 5},
        {"x_B": 0.2},
    )


def expose() -> Example:
    """The expose, in days."""
    nodes = {"m": "exclusiveGateway", "x": "exclusiveGateway"}
    return timed(nodes, "s > A > B > m > C > x > e, x > m", {"A": 2, "B": 4, "C": 2}, {"x_m": 0.2})


def entered_in_the_middle() -> Example:
    """A loop that is entered in its middle, in days."""
    nodes = {"m": "exclusiveGateway", "x": "exclusiveGateway"}
    return timed(nodes, "s > m > A > B > x > e, x > C > m", {"A": 1, "B": 2, "C": 3}, {"x_C": 0.2})


def served(
    nodes: Mapping[str, str], arrows: str, gap: float, means: Mapping[str, float], flows: Mapping[str, float]
) -> Example:
    """Return a network of queues: a server a task, exponential times, a case about every `gap`."""
    kinds = {**ENDS, **nodes, **dict.fromkeys(means, "task")}
    scenario = Scenario(
        arrivals=Arrivals(inter_arrival=exponential(gap)),
        resources={key: ResourcePool(id=key, amount=1, cost_per_h=20) for key in means},
        activities={
            key: ActivityParameters(resources=(key,), duration=exponential(mean)) for key, mean in means.items()
        },
        flows=flows,
    )
    return Example(model=model(kinds, arrows), scenario=scenario)


def mortgage() -> Example:
    """Five cases an hour; checks of 5 and 4, acceptance and answer 3 minutes; 20 % and 30 % are turned away."""
    return served(
        {"x": "exclusiveGateway", "y": "exclusiveGateway", "m": "exclusiveGateway", "f": "endEvent"},
        "s > A > x > B > y > C > e, x > m, y > m > D > f",
        12,
        {"A": 5, "B": 4, "C": 3, "D": 3},
        {"x_m": 0.2, "y_m": 0.3},
    )


def jackson_network() -> Example:
    """Three servers of rates 2, 1.5 and 1, to which cases come back."""
    return served(
        {**dict.fromkeys(("m1", "x1", "m2", "x2", "x3"), "exclusiveGateway"), "e2": "endEvent"},
        "s > m1 > A > x1 > m2 > B > x2 > e, x1 > C > x3 > e2, x2 > m1, x3 > m2",
        1,
        {"A": 1 / 2, "B": 1 / 1.5, "C": 1},
        {"x1_m2": 0.6, "x1_C": 0.4, "x2_m1": 0.2, "x3_m2": 0.3},
    )


def between(mean: float, low: float, high: float) -> Distribution:
    """Return an exponential law that is shifted to begin at `low` and drawn again beyond `high`."""
    return Distribution(type="exponential", mean=mean, min=low, max=high)


_LOAN = {
    "Check": ("clerk", between(279800 / 69, 3600, 7200)),
    "History": ("clerk", between(4046.4, 3600, 7200)),
    "Assess": ("officer", fixed(1200)),
    "Design": ("officer", fixed(900)),
    "Offer": ("approver", fixed(1800)),
    "Prepare": ("clerk", between(9076 / 3, 2700, 6300)),
    "Send": ("officer", between(6040 / 3, 1800, 5400)),
    "Consider": ("approver", between(33840 / 17, 1800, 5400)),
    "Approve": ("clerk", fixed(300)),
    "Reject": ("clerk", fixed(600)),
    "Return": ("clerk", between(244800 / 121, 1800, 5400)),
    "Complete": ("applicant", fixed(3600)),
    "Cancel": ("clerk", fixed(300)),
}
"""Who does it, and how many seconds it takes."""


def loan_application() -> Example:
    """The loan application with people enough, a case about every 828 seconds, and an hour of anybody at 1."""
    gateways = dict.fromkeys(("m", "x", "y", "n", "z", "v", "w"), "exclusiveGateway")
    arrows = (
        "s > m > Check > x > History > Assess > y > n > Design > Offer > z > Prepare > Send > v > Approve > e,"
        "x > Return > Complete > m, y > Reject > e2, z > n, v > Consider > w > n, w > Cancel > e3"
    )
    staff = {"clerk": 24, "officer": 8, "approver": 6, "applicant": 4}
    ends = dict.fromkeys(("e2", "e3"), "endEvent")
    scenario = Scenario(
        arrivals=Arrivals(inter_arrival=exponential(828)),
        resources={key: ResourcePool(id=key, amount=amount, cost_per_h=1) for key, amount in staff.items()},
        activities={key: ActivityParameters(resources=(who,), duration=law) for key, (who, law) in _LOAN.items()},
        flows={
            "x_Return": 242 / 1242,
            "y_Reject": 0.501,
            "z_n": 179 / 854,
            "v_Consider": 340 / 675,
            "w_Cancel": 164 / 340,
        },
    )
    made = model({**ENDS, **gateways, **ends, **dict.fromkeys(_LOAN, "userTask")}, arrows)
    return Example(model=made, scenario=scenario)
