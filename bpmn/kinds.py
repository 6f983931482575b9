"""What people call the kinds of BPMN elements."""

from bpmn.language import Text

__all__ = ["kind_of"]

_KINDS: dict[str, str] = {
    "task": "Task",
    "userTask": "User task",
    "manualTask": "Manual task",
    "serviceTask": "Service task",
    "scriptTask": "Script task",
    "sendTask": "Send task",
    "receiveTask": "Receive task",
    "businessRuleTask": "Business rule task",
    "callActivity": "Call activity",
    "subProcess": "Sub-process",
    "transaction": "Transaction",
    "adHocSubProcess": "Ad-hoc sub-process",
    "startEvent": "Start event",
    "endEvent": "End event",
    "intermediateCatchEvent": "Intermediate catch event",
    "intermediateThrowEvent": "Intermediate throw event",
    "boundaryEvent": "Boundary event",
    "exclusiveGateway": "Exclusive gateway",
    "parallelGateway": "Parallel gateway",
    "inclusiveGateway": "Inclusive gateway",
    "eventBasedGateway": "Event-based gateway",
    "complexGateway": "Complex gateway",
    "sequenceFlow": "Sequence flow",
    "messageFlow": "Message flow",
    "process": "Process",
    "participant": "Pool",
    "lane": "Lane",
    "collaboration": "Collaboration",
    "dataObject": "Data object",
    "dataObjectReference": "Data object",
    "dataStore": "Data store",
    "dataStoreReference": "Data store",
    "dataInput": "Data input",
    "dataOutput": "Data output",
    "dataInputAssociation": "Data association",
    "dataOutputAssociation": "Data association",
    "textAnnotation": "Annotation",
    "group": "Group",
    "association": "Association",
    "message": "Message",
    "correlationProperty": "Correlation property",
    "correlationSubscription": "Correlation subscription",
    "choreographyTask": "Choreography task",
    "conversation": "Conversation",
    "conversationLink": "Conversation link",
}


def kind_of(element_type: str) -> Text:
    """Return the kind of an element for people; the standard's own name where there is no better one.

    >>> str(kind_of("userTask")), str(kind_of("dataInputAssociation"))
    ('User task', 'Data association')
    """
    return Text(_KINDS.get(element_type, element_type))
