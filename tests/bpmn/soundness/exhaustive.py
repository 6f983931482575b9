"""Every state of the second token game, and which faults there are among them.

A process is sound when from every state an end can be reached, no two tokens meet where one is expected, and every
activity can run. Source: van der Aalst, Verification of Workflow Nets (1997), for safe nets; two tokens at one end
event, and messages left over: Corradini, Muzi, Re, Rossi, Tiezzi (2018).
"""

from collections import Counter, deque
from dataclasses import dataclass, field
from typing import NamedTuple

from bpmn.model import Activity, BoundaryEvent, EndEvent, Gateway, Process, SubProcess
from tests.bpmn.soundness.interpreter import Frame, Interpreter, Step
from tests.bpmn.soundness.post import Post

__all__ = ["Found", "TooLargeError", "search"]


class TooLargeError(Exception):
    """There are more states than one wants to look at."""


class State(NamedTuple):
    """Each process's scope ("begin" before, "done" after) and the messages on their way."""

    processes: tuple[Frame | str, ...]
    messages: tuple[int, ...]


@dataclass
class Found:
    """All that is wrong.

    Attributes:
        problems: Each kind of problem with the fewest elements passed on the way to it.
        dead: Activities that never run, known where there is no other problem.
        states: How many states there are.
    """

    problems: dict[str, int] = field(default_factory=dict)
    dead: set[str] = field(default_factory=set)
    states: int = 0


class _Game:
    def __init__(self, processes: list[Process], post: Post) -> None:
        self.players = [Interpreter(process, post) for process in processes]
        self.post = post
        self.side = {flow for player in self.players for flow in _side_flows(player)}

    def moves(self, state: State) -> list[tuple[Step, State]]:
        found = []
        for number, player in enumerate(self.players):
            now = state.processes[number]
            is_new = now in {"begin", "done"}
            for step in player.beginnings() if is_new else player.steps(now):  # type: ignore[arg-type]
                is_again = now == "done" and step.receives is None
                if is_again or (step.receives is not None and not state.messages[step.receives]):
                    continue
                messages = list(state.messages)
                if step.receives is not None:
                    messages[step.receives] -= 1
                for sent in step.sends:
                    messages[sent] += 1
                after: Frame | str = "done" if step.after is None else self._tidy(player, step.after)
                processes = (*state.processes[:number], after, *state.processes[number + 1 :])
                found.append((step, State(processes, tuple(messages))))
        return found

    def is_over(self, state: State) -> bool:
        """Say whether all have ended; who only a message starts may never have begun."""
        return all(
            now == "done"
            or (now == "begin" and self.post.names and all(s.receives is not None for s in player.beginnings()))
            for now, player in zip(state.processes, self.players, strict=True)
        )

    def _tidy(self, player: Interpreter, frame: Frame) -> Frame:
        """Count what goes on beside the main path, as often as one likes, once."""
        tokens = [t for t in frame.tokens if t not in self.side] + sorted(set(frame.tokens) & self.side)
        runs, seen = [], set()
        for run in frame.runs:
            is_beside = bool(self.side & set(player.nodes[run.node].incoming))
            if not (is_beside and run in seen):
                runs.append(run._replace(inside=tuple(self._tidy(player, inner) for inner in run.inside)))
            seen.add(run)
        return frame._replace(tokens=tuple(sorted(tokens)), runs=tuple(sorted(runs)))

    def doubled(self, player: Interpreter, frame: Frame) -> set[str]:
        """Return the problems that two tokens in a scope make."""
        found = {problem for run in frame.runs for inner in run.inside for problem in self.doubled(player, inner)}
        runs = Counter(run.node for run in frame.runs)
        if len(set(frame.tokens)) < len(frame.tokens) or any(count > 1 for count in runs.values()):
            found.add("lack-of-synchronisation")
        for node, count in Counter(player.flows[t].target for t in set(frame.tokens) if t in player.flows).items():
            here = player.nodes[node]
            if count > 1 and isinstance(here, EndEvent):
                found.add("improper-completion")
            elif count > 1 and (not isinstance(here, Gateway) or _merges(here)):
                found.add("lack-of-synchronisation")
        return found


def search(processes: list[Process], post: Post, most: int) -> Found:
    """Look at every state.

    Raises:
        TooLargeError: If there are more than `most`.
        NotPlayedError: If something in it is not played.
    """
    game = _Game(processes, post)
    first = State(("begin",) * len(processes), (0,) * len(post.names))
    cost, found = {first: 0}, Found()
    back: dict[State, list[State]] = {}
    finished: list[State] = []
    passed: set[str] = set()
    waiting = deque([first])
    while waiting:
        state = waiting.popleft()
        moves = game.moves(state)
        if not moves or game.is_over(state):
            problem = _at_rest(game, state) if not moves or not any(state.messages) else None
            if problem:
                _note(found, problem, cost[state])
            elif game.is_over(state):
                finished.append(state)
        for step, after in moves:
            passed.update(step.passed)
            price = cost[state] + len(step.passed)
            problems = set().union(*map(game.doubled, game.players, _frames(after)))
            for problem in problems:
                _note(found, problem, price)
            if problems:
                continue
            back.setdefault(after, []).append(state)
            if after not in cost or price < cost[after]:
                # A shorter way found later is followed again.
                cost[after] = price
                waiting.append(after) if step.passed else waiting.appendleft(after)
        if len(cost) > most:
            raise TooLargeError
    found.states = len(cost)
    _conclude(game, found, cost, back, finished, passed)
    return found


def _merges(gateway: Gateway) -> bool:
    """Say whether tokens meet before a gateway; at one that only merges they meet behind it."""
    return gateway.type == "eventBasedGateway" or (gateway.type == "exclusiveGateway" and len(gateway.outgoing) > 1)


def _frames(state: State) -> list[Frame]:
    return [now if isinstance(now, Frame) else Frame("") for now in state.processes]


def _note(found: Found, problem: str, price: int) -> None:
    found.problems[problem] = min(price, found.problems.get(problem, price))


def _at_rest(game: _Game, state: State) -> str | None:
    if not game.is_over(state):
        return "deadlock"
    return "improper-completion" if any(state.messages) else None


def _conclude(
    game: _Game,
    found: Found,
    cost: dict[State, int],
    back: dict[State, list[State]],
    finished: list[State],
    passed: set[str],
) -> None:
    if found.problems:
        return
    good, waiting = set(finished), list(finished)
    while waiting:
        for before in back.get(waiting.pop(), ()):
            if before not in good:
                good.add(before)
                waiting.append(before)
    lost = [cost[state] for state in cost if state not in good]
    if lost:
        found.problems["improper-completion"] = min(lost)
        return
    expected = {node for player in game.players for node in _activities(player)}
    found.dead = expected - passed
    if found.dead:
        found.problems["dead-activity"] = 0


def _activities(player: Interpreter) -> set[str]:
    hidden: set[str] = set()
    for node in player.nodes.values():
        starts = [getattr(n, "kind", "") for n in node.scope.nodes] if isinstance(node, SubProcess) else []
        is_handler = isinstance(node, SubProcess) and node.is_event_sub_process and "compensate" in starts
        if node.id in player.undoing or is_handler or player.around[node.id] in hidden:
            hidden.add(node.id)
    return {node.id for node in player.nodes.values() if isinstance(node, Activity) and node.id not in hidden}


def _side_flows(player: Interpreter) -> set[str]:
    """Find the flows that only a non-interrupting boundary event leads to, up to ends, past nothing that waits."""
    found: set[str] = set()
    for event in player.nodes.values():
        if not isinstance(event, BoundaryEvent) or event.cancel_activity:
            continue
        flows: set[str] = set()
        waiting = list(event.outgoing)
        while waiting:
            flow = waiting.pop()
            if flow not in flows:
                flows.add(flow)
                waiting.extend(player.nodes[player.flows[flow].target].outgoing)
        nodes = [player.nodes[player.flows[flow].target] for flow in flows]
        is_simple = all(
            not isinstance(n, SubProcess)
            and n.type not in ("parallelGateway", "inclusiveGateway", "eventBasedGateway")
            and not (isinstance(n, Activity) and player.edge(n.id))
            and set(n.incoming) <= flows
            for n in nodes
        )
        if is_simple:
            found |= flows
    return found
