"""KnowProcess: an offspring of Activiti that writes the same attributes in a namespace of its own."""

from bpmn.reading.dialects.activiti_family import ActivitiFamily
from bpmn.reading.names import words

__all__ = ["KNOWPROCESS"]

KNOWPROCESS = ActivitiFamily(
    name="knowprocess",
    namespaces=frozenset({"http://knowprocess.com/bpmn"}),
    needs_use=True,
    understood=words("assignee candidateUsers candidateGroups dueDate priority formKey field initiator"),
)
