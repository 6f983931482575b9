"""Reading BPMN 2.0 files of any tool into the `Model`."""

from bpmn.reading.document import read_model

__all__ = ["read_model"]
