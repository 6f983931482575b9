"""Says whether processes and collaborations are sound, and if not, on which way they fail."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bpmn.kinds import kind_of
from bpmn.language import Text
from bpmn.model import Activity, Collaboration, Model, Process, SubProcess
from bpmn.normal import NormalForm, normal_form
from bpmn.soundness.exploring import Outcome, Problem, explore
from bpmn.soundness.making import make_net
from bpmn.soundness.messages import Messages
from bpmn.soundness.reduction import reduce_net

__all__ = ["Soundness", "check_soundness"]

_SENTENCES: dict[str, Text] = {
    "deadlock": Text("The process can get stuck: a token waits at {places} and never gets on."),
    "lack-of-synchronisation": Text("Two tokens can meet at {places}: what follows runs twice."),
    "improper-completion": Text("The process may not end properly: {places}."),
    "dead-activity": Text("{places} can never run."),
}
_SOUND = Text("Every way through leads to an end, and every activity can run.")
_BOUND = Text("Not decided: more than {bound} situations to look at.")
_GUESS = Text("Not decided: what {places} means depends on data.")
_EMPTY = Text("There is nothing that could run.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Soundness:
    """Whether a process or collaboration is sound.

    Attributes:
        verdict: "sound", "unsound", or "undecided" where the bound was hit or the meaning depends on data.
        problem: What is wrong, or None.
        path: Ids of the elements on the shortest way to it, in order.
        text: The verdict for people.
    """

    verdict: Literal["sound", "unsound", "undecided"]
    problem: Problem | None = None
    path: tuple[str, ...] = ()
    text: Text


def check_soundness(model: Model, *, bound: int = 100_000) -> dict[str, Soundness]:
    """Decide for every process, and every collaboration whose message flows join processes, whether it is sound.

    A process is sound when from every situation that can be reached an end can be reached, no two tokens meet where one
    is expected, and every activity can run; a collaboration, when besides no message is left over. Data are left out:
    every decision may go every way, every event may occur. In a process looked at alone every message may come.

    Args:
        model: The model as read.
        bound: How many situations are looked at, at most, for each.

    Returns:
        The verdicts by process id, and by collaboration id.

    Source: van der Aalst, Verification of Workflow Nets (1997); for BPMN collaborations Corradini, Muzi, Re, Rossi,
    Tiezzi, A Classification of BPMN Collaborations based on Safeness and Soundness Notions (2018).
    """
    form = normal_form(model)
    names = _Names(model, form)
    verdicts = {process.id: _decide([process], Messages(), names, bound) for process in form.model.processes}
    for collaboration in form.model.collaborations:
        processes = _joined(form.model, collaboration)
        messages = Messages.of(form.model, collaboration, [process.id for process in processes])
        if len(processes) > 1 and messages.names:
            verdicts[collaboration.id] = _decide(processes, messages, names, bound)
    return verdicts


def _joined(model: Model, collaboration: Collaboration) -> list[Process]:
    pools = {pool.process for pool in collaboration.participants}
    return [process for process in model.processes if process.id in pools and process.scope.nodes]


@dataclass(frozen=True)
class _Names:
    """The way back from the normal form to what people know."""

    model: Model
    form: NormalForm

    @property
    def synthetic(self) -> frozenset[str]:
        """Nodes that the normal form added."""
        return frozenset(new for new, origin in self.form.origin.items() if new != origin)

    def path(self, elements: Iterable[str]) -> tuple[str, ...]:
        """Return the original ids, without repeating what follows itself."""
        path: list[str] = []
        for element in elements:
            original = self.form.origin.get(element, element)
            if original in self.model.nodes and (not path or path[-1] != original):
                path.append(original)
        return tuple(path)

    def describe(self, elements: Sequence[str]) -> str:
        """Return what people call some elements; a flow is called by where it leads."""
        # That the process and the sub-process around a waiting token run too goes without saying.
        around = {place.id for place in self.form.model.processes}
        around |= {node.id for node in self.form.model.nodes.values() if isinstance(node, SubProcess)}
        named = [element for element in elements if element not in around] or elements
        return ", ".join(dict.fromkeys(str(self._name(element)) for element in named))

    def _name(self, element: str) -> str:
        flow = self.form.model.flows.get(element)
        if flow is not None:
            element = flow.target
        element = self.form.origin.get(element, element)
        node = self.model.nodes.get(element) or self.model.process(element)
        if node is None:
            return element
        return node.name or f"{kind_of(node.type)} {node.id}"


def _decide(processes: Sequence[Process], messages: Messages, names: _Names, bound: int) -> Soundness:
    if not any(process.scope.nodes for process in processes):
        return Soundness(verdict="undecided", text=_EMPTY)
    net, guessed = make_net(processes, messages, names.synthetic)
    outcome = explore(reduce_net(net), bound)
    if guessed:
        return Soundness(verdict="undecided", text=_filled(_GUESS, names.describe(guessed)))
    if outcome.fault is None and not outcome.is_complete:
        return Soundness(verdict="undecided", text=Text(_BOUND.template, bound=bound))
    if outcome.fault is not None:
        return Soundness(
            verdict="unsound",
            problem=outcome.fault.problem,
            path=names.path(outcome.fault.path),
            text=_filled(_SENTENCES[outcome.fault.problem], names.describe(outcome.fault.places)),
        )
    return _liveness(processes, outcome, names)


def _filled(sentence: Text, places: str) -> Text:
    return Text(sentence.template, places=places)


def _liveness(processes: Sequence[Process], outcome: Outcome, names: _Names) -> Soundness:
    dead = [
        activity.id for process in processes for activity in _expected(process) if activity.id not in outcome.covered
    ]
    if not dead:
        return Soundness(verdict="sound", text=_SOUND)
    text = _filled(_SENTENCES["dead-activity"], names.describe(dead))
    return Soundness(verdict="unsound", problem="dead-activity", path=names.path(dead), text=text)


def _expected(process: Process) -> Iterator[Activity]:
    """Yield the activities that a token or event should be able to start."""
    hidden: set[str] = set()
    for _, node in process.scope.walk():
        if not isinstance(node, Activity):
            continue
        is_undoing = node.is_for_compensation
        if isinstance(node, SubProcess) and (node.type == "adHocSubProcess" or is_undoing or node.id in hidden):
            hidden.update(inner.id for _, inner in node.scope.walk())
        if isinstance(node, SubProcess) and _is_compensation_handler(node):
            hidden.update((node.id, *(inner.id for _, inner in node.scope.walk())))
        if not is_undoing and node.id not in hidden:
            yield node


def _is_compensation_handler(node: SubProcess) -> bool:
    kinds: Mapping[str, str] = {inner.id: getattr(inner, "kind", "") for inner in node.scope.nodes}
    return node.is_event_sub_process and "compensate" in kinds.values()
