"""Says what was found in the words and ids of the file as people know it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from bpmn.kinds import kind_of
from bpmn.language import Text
from bpmn.model import Model, SubProcess
from bpmn.normal import NormalForm

__all__ = ["Wording"]


@dataclass(frozen=True)
class Wording:
    """The way back from the normal form to what people know.

    Attributes:
        model: The model as read.
        form: Its normal form.
    """

    model: Model
    form: NormalForm

    @cached_property
    def synthetic(self) -> frozenset[str]:
        """Ids of the nodes that the normal form added."""
        return frozenset(new for new, origin in self.form.origin.items() if new != origin)

    def path(self, elements: Iterable[str]) -> tuple[str, ...]:
        """Return the ids that are in the file."""
        return tuple(element for element in elements if element in self.model.nodes)

    def describe(self, elements: Sequence[str]) -> Text:
        """Return what people call some elements; a flow is called by where it leads."""
        # That the process and the sub-process around a waiting token run too goes without saying.
        around = {place.id for place in self.form.model.processes}
        around |= {node.id for node in self.form.model.nodes.values() if isinstance(node, SubProcess)}
        named = [element for element in elements if element not in around] or elements
        names = {str(name): name for name in map(self._name, named)}
        blanks = {f"name{number}": name for number, name in enumerate(names.values())}
        return Text(", ".join(f"{{{blank}}}" for blank in blanks), **blanks)

    def _name(self, element: str) -> str | Text:
        flow = self.form.model.flows.get(element)
        if flow is not None:
            element = flow.target
        element = self.form.origin.get(element, element)
        message = self._messages.get(element)
        if message is not None:
            element = message
        node = self.model.nodes.get(element) or self.model.process(element)
        if node is None:
            return element
        return node.name or Text("{kind} {id}", kind=kind_of(node.type), id=node.id)

    @cached_property
    def _messages(self) -> dict[str, str]:
        """The node that each message flow leads to."""
        return {flow.id: flow.target for c in self.model.collaborations for flow in c.message_flows}
