"""Text annotations, groups and associations. BPMN 2.0.2 §8.3.1."""

from lxml import etree

from bpmn.model import Artifact
from bpmn.reading.basics import element_parts
from bpmn.reading.context import Reading
from bpmn.reading.names import attribute, child_text, children, one_line
from bpmn.reading.standard import ARTIFACTS

__all__ = ["read_artifacts"]


def read_artifacts(element: etree._Element, reading: Reading) -> tuple[Artifact, ...]:
    """Return the artifacts directly inside a process, sub-process or collaboration."""
    return tuple(_read_artifact(inner, reading) for inner in children(element, *sorted(ARTIFACTS)))


def _read_artifact(element: etree._Element, reading: Reading) -> Artifact:
    return Artifact(
        **element_parts(element, reading),
        text=child_text(element, "text"),
        source=reading.reference(element, "sourceRef") or "",
        target=reading.reference(element, "targetRef") or "",
        direction=attribute(element, "associationDirection") or "None",
        category=_category(element, reading),
    )


def _category(element: etree._Element, reading: Reading) -> str:
    reference = reading.reference(element, "categoryValueRef")
    found = reading.ids.find(reference) if reference else None
    return "" if found is None else one_line(attribute(found, "value"))
