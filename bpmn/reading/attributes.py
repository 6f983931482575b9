"""Which attributes BPMN 2.0.2 gives which elements (the XML schemas of formal/2013-12-09).

`id` and `name` are taken at every element: tools write them everywhere and nobody is helped by hearing of it.
"""

from bpmn.reading.names import words
from bpmn.reading.standard import ACTIVITIES, GATEWAYS

__all__ = ["is_standard_attribute"]

_ANYWHERE = frozenset({"id", "name"})
_WORK = ACTIVITIES | {"activity"}
_EXPRESSIONS = words(
    "condition conditionExpression dataPath formalExpression expression messagePath transformation from to",
    "activationCondition completionCondition loopCardinality loopCondition resourceAssignmentExpression",
    "timeDate timeDuration timeCycle",
)
_CHOREOGRAPHY_ACTIVITIES = words("callChoreography choreographyActivity choreographyTask subChoreography")
_ITEMS = words("dataInput dataOutput dataObject dataStore inputDataItem outputDataItem property")
_ARROWS = words("association conversationLink messageFlow sequenceFlow")
_SUB_PROCESSES = words("subProcess transaction adHocSubProcess")
# One line an attribute: the elements that have it.
_HOLDERS: dict[str, frozenset[str]] = {
    "activityRef": words("compensateEventDefinition"),
    "associationDirection": words("association"),
    "attachedToRef": words("boundaryEvent"),
    "behavior": words("multiInstanceLoopCharacteristics"),
    "calledChoreographyRef": words("callChoreography"),
    "calledCollaborationRef": words("callConversation"),
    "calledElement": words("callActivity"),
    "cancelActivity": words("boundaryEvent"),
    "cancelRemainingInstances": words("adHocSubProcess"),
    "capacity": words("dataStore"),
    "categoryValueRef": words("group"),
    "completionQuantity": _WORK,
    "correlationKeyRef": words("correlationSubscription"),
    "correlationPropertyRef": words("correlationPropertyBinding"),
    "dataObjectRef": words("dataObjectReference"),
    "dataStoreRef": words("dataStoreReference"),
    "default": (_WORK | GATEWAYS) - {"parallelGateway", "eventBasedGateway"},
    "definition": words("extension"),
    "definitionalCollaborationRef": words("process"),
    "direction": words("relationship"),
    "errorCode": words("error"),
    "errorRef": words("errorEventDefinition"),
    "escalationCode": words("escalation"),
    "escalationRef": words("escalationEventDefinition"),
    "evaluatesToTypeRef": _EXPRESSIONS,
    "eventGatewayType": words("eventBasedGateway"),
    "exporter": words("definitions"),
    "exporterVersion": words("definitions"),
    "expressionLanguage": words("definitions"),
    "gatewayDirection": GATEWAYS | {"gateway"},
    "implementation": words(
        "businessRuleTask globalBusinessRuleTask globalUserTask receiveTask sendTask serviceTask userTask"
    ),
    "implementationRef": words("interface operation"),
    "importType": words("import"),
    "initiatingParticipantRef": _CHOREOGRAPHY_ACTIVITIES | {"globalChoreographyTask"},
    "innerConversationNodeRef": words("conversationAssociation"),
    "innerMessageFlowRef": words("messageFlowAssociation"),
    "inputDataRef": words("ioBinding"),
    "instantiate": words("eventBasedGateway receiveTask"),
    "isClosed": words("choreography collaboration globalChoreographyTask globalConversation process"),
    "isCollection": _ITEMS - {"property", "dataStore"} | {"itemDefinition"},
    "isExecutable": words("process"),
    "isForCompensation": _WORK,
    "isImmediate": words("sequenceFlow"),
    "isInterrupting": words("startEvent"),
    "isRequired": words("resourceParameter"),
    "isSequential": words("multiInstanceLoopCharacteristics"),
    "isUnlimited": words("dataStore"),
    "itemKind": words("itemDefinition"),
    "itemRef": words("message"),
    "itemSubjectRef": _ITEMS | words("dataObjectReference dataStoreReference"),
    "language": _EXPRESSIONS,
    "location": words("import"),
    "loopMaximum": words("standardLoopCharacteristics"),
    "loopType": _CHOREOGRAPHY_ACTIVITIES,
    "maximum": words("participantMultiplicity"),
    "messageRef": words(
        "correlationPropertyRetrievalExpression messageEventDefinition messageFlow receiveTask sendTask"
    ),
    "method": words("transaction"),
    "minimum": words("participantMultiplicity"),
    "mustUnderstand": words("extension"),
    "namespace": words("import"),
    "noneBehaviorEventRef": words("multiInstanceLoopCharacteristics"),
    "oneBehaviorEventRef": words("multiInstanceLoopCharacteristics"),
    "operationRef": words("ioBinding receiveTask sendTask serviceTask messageEventDefinition"),
    "ordering": words("adHocSubProcess"),
    "outerConversationNodeRef": words("conversationAssociation"),
    "outerMessageFlowRef": words("messageFlowAssociation"),
    "outputDataRef": words("ioBinding"),
    "parallelMultiple": words("boundaryEvent catchEvent intermediateCatchEvent startEvent"),
    "parameterRef": words("resourceParameterBinding"),
    "partitionElementRef": words("lane"),
    "processRef": words("participant"),
    "processType": words("process"),
    "scriptFormat": words("scriptTask"),
    "scriptLanguage": words("globalScriptTask"),
    "signalRef": words("signalEventDefinition"),
    "sourceRef": _ARROWS,
    "startQuantity": _WORK,
    "structureRef": words("error escalation itemDefinition signal"),
    "targetNamespace": words("definitions"),
    "targetRef": _ARROWS,
    "testBefore": words("standardLoopCharacteristics"),
    "textFormat": words("documentation textAnnotation"),
    "triggeredByEvent": _SUB_PROCESSES,
    "type": words("correlationProperty relationship resourceParameter"),
    "typeLanguage": words("definitions"),
    "value": words("categoryValue"),
    "waitForCompletion": words("compensateEventDefinition"),
}
_NONE: frozenset[str] = frozenset()


def is_standard_attribute(element: str, name: str) -> bool:
    """Return whether BPMN gives elements of a local name an attribute of this name, which has no namespace."""
    return name in _ANYWHERE or element in _HOLDERS.get(name, _NONE)
