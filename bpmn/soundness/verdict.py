"""Says whether processes and collaborations are sound, and if not, on which way they fail."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bpmn.language import Text
from bpmn.model import Collaboration, Model, Process
from bpmn.normal import normal_form
from bpmn.soundness.calls import endless_calls
from bpmn.soundness.expected import bodies_apart, expected_activities
from bpmn.soundness.exploring import MOST_MESSAGES, Fault, Outcome, Problem, decide, explore
from bpmn.soundness.making import make_net
from bpmn.soundness.messages import Messages
from bpmn.soundness.net import Net
from bpmn.soundness.reduction import reduce_net
from bpmn.soundness.wording import Wording

__all__ = ["Soundness", "check_soundness"]

# How many situations of the unfolded net are looked at for the shortest way to a fault.
_MOST_FOR_WAY = 10_000
_SENTENCES: dict[str, Text] = {
    "deadlock": Text("The process can get stuck: a token waits at {places} and never gets on."),
    "lack-of-synchronisation": Text("Two tokens can meet at {places}: what follows runs twice."),
    "improper-completion": Text("The process may not end properly: {places}."),
    "dead-activity": Text("{places} can never run."),
}
_SOUND = Text("Every way through leads to an end, and every activity can run.")
_BOUND = Text("Not decided: more than {bound} situations to look at.")
_CROWDED = Text("Not decided: more than {most} messages pile up before {places}.")
_MANY_WAYS = Text("Not decided: {places} can go on in too many ways at once to look at all of them.")
_GUESS = Text("Not decided: what {places} means depends on data.")
_EMPTY = Text("There is nothing that could run.")
_ENDLESS = Text("The process can get stuck: {places} calls what can only end by calling itself again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Soundness:
    """Whether a process or collaboration is sound.

    Attributes:
        verdict: "sound", "unsound", or "undecided" where a bound was hit or the meaning depends on data.
        problem: What is wrong, or None.
        path: Ids of the elements on the way to it, in the order in which tokens pass them; the shortest, unless the net
            is too large to be looked at without folding it. For dead activities, their ids.
        text: The verdict for people.
    """

    verdict: Literal["sound", "unsound", "undecided"]
    problem: Problem | None = None
    path: tuple[str, ...] = ()
    text: Text


def check_soundness(model: Model, *, bound: int = 30_000) -> dict[str, Soundness]:
    """Decide for every process, and every collaboration whose message flows join processes, whether it is sound.

    A process is sound when from every situation that can be reached an end can be reached, no two tokens meet where one
    is expected, and every activity can run; a collaboration, when besides no message is left over. Data are left out:
    every decision may go every way, every event may occur. In a process looked at alone every message may come. What is
    inside a process is part of it: its sub-processes, and by themselves the bodies that no token of it enters.

    Args:
        model: The model as read.
        bound: How many situations are looked at, at most, for each.

    Returns:
        The verdicts by process id, and by collaboration id.

    Source: van der Aalst, Verification of Workflow Nets (1997); for BPMN collaborations Corradini, Muzi, Re, Rossi,
    Tiezzi, A Classification of BPMN Collaborations based on Safeness and Soundness Notions (2018).
    """
    judge = _Judge(model, bound)
    verdicts = {process.id: judge.process(process) for process in judge.model.processes}
    for collaboration in judge.model.collaborations:
        processes = _joined(judge.model, collaboration)
        messages = Messages.of(judge.model, collaboration, [process.id for process in processes])
        if len(processes) > 1 and messages.names:
            verdicts[collaboration.id] = judge.together(processes, messages)
    return verdicts


def _joined(model: Model, collaboration: Collaboration) -> list[Process]:
    pools = {pool.process for pool in collaboration.participants}
    return [process for process in model.processes if process.id in pools and process.scope.nodes]


class _Judge:
    """Decides for the processes of one model.

    Attributes:
        model: Its normal form.
    """

    def __init__(self, model: Model, bound: int) -> None:
        form = normal_form(model)
        self.model = form.model
        self._wording = Wording(model, form)
        self._bound = bound
        self._codes = {one.id: one.code for one in model.definitions.values() if one.code}
        self._endless = endless_calls(form.model.processes, bound)

    def process(self, process: Process) -> Soundness:
        """Return the verdict on a process: its own, or where that is good the worst of its bodies apart."""
        own = self.together([process], Messages())
        if own.verdict == "unsound":
            return own
        bodies = [replace(process, id=body.id, scope=body.scope) for body in bodies_apart(process)]
        verdicts = [own, *map(self.process, bodies)]
        return next((v for word in ("unsound", "undecided") for v in verdicts if v.verdict == word), own)

    def together(self, processes: Sequence[Process], messages: Messages) -> Soundness:
        """Return the verdict on processes that run beside each other."""
        if not any(process.scope.nodes for process in processes):
            return Soundness(verdict="undecided", text=_EMPTY)
        net, guessed = make_net(
            processes, messages, synthetic=self._wording.synthetic, stuck=self._endless, codes=self._codes
        )
        if guessed:
            return self._undecided(_GUESS, guessed)
        outcome = decide(reduce_net(net), self._bound)
        if outcome.fault is not None:
            fault = self._nearest(net, outcome.fault)
            awaiting = self._awaiting_several(fault)
            return self._undecided(_GUESS, awaiting) if awaiting else self._unsound(fault)
        return self._bounded(net, outcome) or self._liveness(processes, outcome)

    def _bounded(self, net: Net, outcome: Outcome) -> Soundness | None:
        """Return what keeps a net without a known fault from being decided, or None."""
        if outcome.crowded:
            return self._undecided(_CROWDED, outcome.crowded)
        if not outcome.is_complete:
            return Soundness(verdict="undecided", text=Text(_BOUND.template, bound=self._bound))
        return self._undecided(_MANY_WAYS, net.partial) if net.partial else None

    def _nearest(self, net: Net, fault: Fault) -> Fault:
        """Return the nearest fault of the unfolded net: in the folded one, ways are as long as what is folded."""
        return explore(net, min(self._bound, _MOST_FOR_WAY)).fault or fault

    def _unsound(self, fault: Fault) -> Soundness:
        is_endless = fault.problem == "deadlock" and self._waits_for_call(fault)
        sentence = _ENDLESS if is_endless else _SENTENCES[fault.problem]
        return Soundness(
            verdict="unsound",
            problem=fault.problem,
            path=self._wording.path(fault.path),
            text=Text(sentence.template, places=self._wording.describe(fault.places)),
        )

    def _awaiting_several(self, fault: Fault) -> list[str]:
        """Return the activities before which a second token comes and which start only with several."""
        flows, nodes = self.model.flows, self.model.nodes
        targets = [flows[place].target for place in fault.places if place in flows]
        is_doubled = fault.problem == "lack-of-synchronisation"
        return [t for t in targets if is_doubled and getattr(nodes[t], "start_quantity", 1) > 1]

    def _waits_for_call(self, fault: Fault) -> bool:
        flows = self.model.flows
        held = {flows[place].target if place in flows else place for place in fault.places}
        return bool(held & self._endless)

    def _undecided(self, sentence: Text, elements: Sequence[str]) -> Soundness:
        places = self._wording.describe(elements)
        return Soundness(verdict="undecided", text=Text(sentence.template, places=places, most=MOST_MESSAGES))

    def _liveness(self, processes: Sequence[Process], outcome: Outcome) -> Soundness:
        expected = [activity.id for process in processes for activity in expected_activities(process)]
        dead = [activity for activity in expected if activity not in outcome.covered]
        if not dead:
            return Soundness(verdict="sound", text=_SOUND)
        return self._unsound(Fault(problem="dead-activity", path=tuple(dead), places=tuple(dead)))
