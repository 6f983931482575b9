"""What people call the elements of a service's model."""

from functools import lru_cache
from typing import TYPE_CHECKING

from bpmn import read_model
from bpmn.errors import BpmnFileError

if TYPE_CHECKING:
    from processes.catalogue import Service

__all__ = ["element_name"]


def element_name(element: str, service: "Service | None", language: str) -> str:
    """Return an element's name in the reader's language, else as the model says it; its id where nobody named it."""
    if service is None:
        return element
    return service.element_names(language).get(element) or _names(service.to_be).get(element) or element


@lru_cache(maxsize=64)
def _names(model: bytes) -> dict[str, str]:
    try:
        nodes = read_model(model, source_name="to-be.bpmn").nodes.values()
    except BpmnFileError:  # a service whose file cannot be read is told of where services are loaded
        return {}
    return {node.id: node.name for node in nodes if node.name}
