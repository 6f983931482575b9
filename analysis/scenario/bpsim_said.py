"""The elements of a BPMN file and what BPSim scenarios say of each, what is inherited laid under what is said later."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from analysis.scenario.bpsim_values import Values, local_name
from bpmn.language import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

__all__ = ["Elements", "Said", "is_activity"]

Said: TypeAlias = "Mapping[str, etree._Element]"
"""The parameters of an element by their names."""


@dataclass(slots=True, kw_only=True)
class Elements:
    """The elements of a BPMN file and what the scenario says of each.

    Attributes:
        kinds: The name of the BPMN element, by id.
        names: What people call it.
        lanes: The innermost lane of a node, by id.
        said: The parameters of an element by their names, by the element's id; those inherited are replaced one by one.
        properties: Properties by name, by the element's id ("" for the scenario's own).
    """

    kinds: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    lanes: dict[str, str] = field(default_factory=dict)
    said: "dict[str, dict[str, etree._Element]]" = field(default_factory=dict)
    properties: "dict[str, dict[str, etree._Element]]" = field(default_factory=dict)

    @classmethod
    def of(cls, root: "etree._Element", chain: "list[etree._Element]", values: Values) -> "Elements":
        """Return what scenarios say, the later before the earlier."""
        found = cls()
        for element in root.iter():
            key = element.get("id")
            if key and "bpsim" not in str(element.tag).lower():
                found.kinds[key] = local_name(element)
                found.names[key] = element.get("name") or key
            if local_name(element) == "flowNodeRef":
                lane = element.getparent()
                found.lanes[(element.text or "").strip()] = "" if lane is None else lane.get("id", "")
        for scenario in chain:
            for part in scenario:
                if local_name(part) == "ElementParameters":
                    found._take(part, part.get("elementRef", ""), values)
                elif local_name(part) == "ScenarioParameters":
                    found._take(part, "", values)
        return found

    def _take(self, part: "etree._Element", key: str, values: Values) -> None:
        if key and key not in self.kinds:
            values.remarks.append(Text('"{name}" is not in the file; what is said of it is left out.', name=key))
            return
        for group in part:
            for parameter in group:
                name = local_name(parameter)
                if name == "Property":
                    self.properties.setdefault(key, {})[parameter.get("name", "")] = parameter
                elif name and local_name(group).endswith("Parameters"):
                    self.said.setdefault(key, {})[name] = parameter


def is_activity(kind: str) -> bool:
    """Return whether an element of this name is an activity."""
    return kind.endswith(("task", "Task", "ubProcess")) or kind in {"callActivity", "transaction"}
