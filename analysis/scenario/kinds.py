"""What kind of scenario a file holds, told without reading it through."""

__all__ = ["holds_bpsim", "is_prosimos"]


def holds_bpsim(data: bytes) -> bool:
    """Return whether a BPMN file seems to hold scenarios of BPSim."""
    return b"BPSimData>" in data or b"BPSimData " in data


def is_prosimos(document: object) -> bool:
    """Return whether a JSON document is a scenario of Prosimos."""
    return isinstance(document, dict) and ("task_resource_distribution" in document or "resource_profiles" in document)
