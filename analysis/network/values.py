"""A process model joined with a scenario: the one structure that flow analysis and simulation both work on.

Sub-processes and called processes are scopes of the same network; a scope's nodes and ways stand in the file's order.
"""

from collections.abc import Mapping
from dataclasses import field

from analysis.network.repetitions import Repetition
from analysis.network.rules import Facts
from analysis.scenario.distributions import Distribution
from analysis.scenario.values import Scenario
from bpmn.frozen import dataclass
from bpmn.model import Expression

__all__ = ["Network", "Node", "Region", "Way"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A sequence flow.

    Attributes:
        id: Its id in the file.
        source: Index of the node it leaves.
        target: Index of the node it enters.
        probability: For an exclusive split the probability of this way (they add up to 1); for an inclusive split
            that of taking it, independent of the others.
        is_default: Whether a split takes it only when it takes no other.
        rule: When it is taken, where its split goes by rules; None: always.
    """

    id: str
    source: int
    target: int
    probability: float = 1.0
    is_default: bool = False
    rule: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A flow node with what the scenario says of it.

    Attributes:
        id: Its id in the file.
        key: What its random numbers hang on: the id, with the caller's before it inside a called process.
        name: Its label, or its id where it has none.
        type: Its BPMN type.
        kind: What it does with a token: "task" (work), "wait" (until its event happens), "scope" (runs a region),
            "pass" (lets it through), "end", "terminate" (ends its region), "raise" (throws to `raises`),
            "arm" (the start of an event sub-process, waited for while the region around it runs), "undo" (runs what
            undoes what has been done, then throws to `raises` if there is one).
        split: How tokens leave by several ways: "all", "one", "some" (inclusive), "first" (the event that comes first).
        join: How tokens from several ways meet: "each" (none waits), "all", "some" (inclusive),
            "count" (`needs` of them), "quantity" (`needs` tokens on any of them).
        region: Index of the region it is in.
        inner: Index of the region it runs ("scope"), or -1.
        incoming: Indices of ways.
        outgoing: Indices of ways.
        boundaries: Indices of the boundary events on it.
        is_interrupting: For a boundary event or the start of an event sub-process: whether it ends what it sits on or
            runs beside. For "undo": whether it ends what runs beside it (a transaction is cancelled).
        repeats: For a boundary event that does not interrupt: how often it may occur; -1: without end.
        probability: For a boundary event: how likely it is at all.
        duration: The time it takes or waits; None: none. A boundary event without one occurs when the work is done.
        delay: Clock time before the work can begin, or None.
        resources: The pools that can do it.
        priority: Higher ones are done first.
        fixed_cost: Cost to the office, per instance.
        fee: Fee to the applicant, per instance.
        instances: How many instances or turns, None: one.
        is_sequential: Whether instances come one after the other.
        raises: For "raise": index of the boundary event, or of the start of an event sub-process, that catches it; -1.
        calendar: The calendar in whose opening hours the duration of an event counts, None: by the clock.
        is_moment: Whether the duration of an event counts from the scenario's start.
        needs: For a "count" join: how many of its ways must have a token; for a "quantity" join: how many tokens.
        gives: How many tokens leave by each way when an activity is done.
        repetition: Rules that say how often an activity is done, or None.
        is_fatal: For "raise": whether nobody catches the error, so that all of its process ends.
        hears: The channels that it waits for, none: it waits for its time.
        hears_all: Whether it waits for something on every one of those channels, not on any one.
        has_clock: Whether its time counts beside what it hears.
        sends: The channels that it sends to.
        undo: Index of the node that undoes it once it has completed, or -1.
        undo_of: For "undo": index of the activity that is to be undone, -1: all.
        goes_by_rules: Whether tokens leave by the rules of its ways, not by their probabilities.
        choices: For an inclusive split by rules, where it is known: the sets of ways (by place) that it takes, with
            their chances.
        takes_one: For an inclusive split: whether it takes one way, by their probabilities, where it happens to take
            none; else it chooses again until it takes one.
    """

    id: str
    key: str
    name: str
    type: str
    kind: str
    split: str = "all"
    join: str = "each"
    region: int = 0
    inner: int = -1
    incoming: tuple[int, ...] = ()
    outgoing: tuple[int, ...] = ()
    boundaries: tuple[int, ...] = ()
    is_interrupting: bool = True
    repeats: int = 1
    probability: float = 1.0
    duration: Distribution | None = None
    delay: Distribution | None = None
    resources: tuple[str, ...] = ()
    priority: int = 0
    fixed_cost: float = 0.0
    fee: float = 0.0
    instances: Distribution | None = None
    is_sequential: bool = False
    raises: int = -1
    goes_by_rules: bool = False
    choices: tuple[tuple[tuple[int, ...], float], ...] = ()
    takes_one: bool = False
    calendar: str | None = None
    is_moment: bool = False
    needs: int = 0
    gives: int = 1
    repetition: Repetition | None = None
    is_fatal: bool = False
    hears: tuple[str, ...] = ()
    hears_all: bool = False
    has_clock: bool = False
    sends: tuple[str, ...] = ()
    undo: int = -1
    undo_of: int = -1

    @property
    def routing(self) -> str:
        """How tokens leave: `split`, with "by rules" or "else one" where it goes so."""
        if self.goes_by_rules:
            return f"{self.split} by rules"
        return f"{self.split} else one" if self.takes_one else self.split

    @property
    def is_activity(self) -> bool:
        """Whether it is work (a task), and so a row in an event log."""
        return self.kind == "task"


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A process, sub-process or called process.

    Attributes:
        holder: Index of the node that runs it, -1 for the process itself.
        starts: Where a token begins: pairs of node index and probability.
        starts_all: Whether every start gets a token (a region without start events) or one of them.
        events: The starts of its event sub-processes.
        is_event: Whether it is an event sub-process.
        is_one_by_one: Whether its starts get their tokens one after the other (a sequential ad-hoc sub-process).
        until: When it holds after an activity, an ad-hoc sub-process is done; None: when nothing is left to do.
        is_cut_short: Whether what still runs is ended then.
    """

    holder: int
    starts: tuple[tuple[int, float], ...]
    starts_all: bool = False
    events: tuple[int, ...] = ()
    is_event: bool = False
    is_one_by_one: bool = False
    until: Expression | None = None
    is_cut_short: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A process with its scenario.

    Attributes:
        process: The process's id.
        nodes: All nodes of all regions.
        ways: All ways.
        regions: Region 0 is the process itself; a region comes after the one it is in. Further regions that no node
            holds are the processes simulated together with it.
        scenario: The completed scenario.
        facts: What can be known of a case.
        conditions: The conditions whose becoming true is heard, by channel.
    """

    process: str
    nodes: tuple[Node, ...]
    ways: tuple[Way, ...]
    regions: tuple[Region, ...]
    scenario: Scenario
    facts: Facts = field(default_factory=Facts)
    conditions: Mapping[str, Expression] = field(default_factory=dict)

    def members(self, region: int) -> list[int]:
        """Return the indices of the nodes directly in a region."""
        return [index for index, node in enumerate(self.nodes) if node.region == region]
