"""The names of BPMN 2.0.2's own elements (the XML schemas of formal/2013-12-09)."""

from bpmn.reading.names import words

__all__ = [
    "ACTIVITIES",
    "ARTIFACTS",
    "CALLS",
    "COLLABORATIONS",
    "CONVERSATIONS",
    "EVENTS",
    "EVENT_DEFINITIONS",
    "FLOW_NODES",
    "GATEWAYS",
    "GLOBAL_TASKS",
    "IDENTIFIED",
    "ROOT_DEFINITIONS",
    "STANDARD",
    "SUB_PROCESSES",
    "TASKS",
]

TASKS = words("task userTask manualTask serviceTask scriptTask sendTask receiveTask businessRuleTask choreographyTask")
SUB_PROCESSES = words("subProcess transaction adHocSubProcess subChoreography")
CALLS = words("callActivity callChoreography")
ACTIVITIES = TASKS | SUB_PROCESSES | CALLS
EVENTS = words(
    "startEvent endEvent intermediateCatchEvent intermediateThrowEvent boundaryEvent event implicitThrowEvent"
)
GATEWAYS = words("exclusiveGateway parallelGateway inclusiveGateway eventBasedGateway complexGateway")
FLOW_NODES = ACTIVITIES | EVENTS | GATEWAYS
EVENT_DEFINITIONS = words(
    "timerEventDefinition messageEventDefinition signalEventDefinition errorEventDefinition",
    "escalationEventDefinition conditionalEventDefinition linkEventDefinition compensateEventDefinition",
    "cancelEventDefinition terminateEventDefinition",
)
GLOBAL_TASKS = words("globalTask globalUserTask globalManualTask globalScriptTask globalBusinessRuleTask")
ROOT_DEFINITIONS = words(
    "message signal error escalation itemDefinition interface operation resource resourceParameter",
    "category categoryValue endPoint partnerEntity partnerRole dataStore",
)
COLLABORATIONS = words("collaboration choreography globalChoreographyTask globalConversation")
DATA = words("dataObject dataObjectReference dataStore dataStoreReference property dataInput dataOutput")
ARTIFACTS = words("textAnnotation group association conversationLink")
CONVERSATIONS = words("conversation subConversation callConversation")
# What a diagram shows or another element refers to; the schema lets an id be left out, but a model cannot do without.
IDENTIFIED = (
    (FLOW_NODES - {"implicitThrowEvent"})
    | GLOBAL_TASKS
    | (ROOT_DEFINITIONS - {"interface"})
    | (COLLABORATIONS - {"globalChoreographyTask"})
    | CONVERSATIONS
    | words("process sequenceFlow lane participant messageFlow dataObject dataObjectReference dataStoreReference")
)
_PARTS = words(
    "definitions import extension relationship source target rootElement extensionElements documentation",
    "process auditing monitoring supports supportedInterfaceRef property laneSet childLaneSet lane",
    "partitionElement flowNodeRef flowElement flowNode artifact sequenceFlow conditionExpression incoming",
    "outgoing ioSpecification inputSet outputSet dataInputRefs dataOutputRefs optionalInputRefs",
    "optionalOutputRefs whileExecutingInputRefs whileExecutingOutputRefs inputSetRefs outputSetRefs",
    "dataInputAssociation dataOutputAssociation sourceRef targetRef transformation assignment from to",
    "dataState resourceRole performer humanPerformer potentialOwner resourceRef resourceParameterBinding",
    "resourceAssignmentExpression expression formalExpression loopCharacteristics",
    "standardLoopCharacteristics multiInstanceLoopCharacteristics loopCondition loopCardinality",
    "loopDataInputRef loopDataOutputRef inputDataItem outputDataItem complexBehaviorDefinition",
    "completionCondition condition rendering script text eventDefinition eventDefinitionRef timeDate",
    "timeDuration timeCycle operationRef ioBinding inMessageRef outMessageRef errorRef participant",
    "participantMultiplicity participantRef participantAssociation innerParticipantRef",
    "outerParticipantRef interfaceRef endPointRef partnerEntityRef partnerRoleRef messageFlow",
    "messageFlowRef messageFlowAssociation conversationAssociation conversationNode correlationKey",
    "correlationKeyRef correlationProperty correlationPropertyRef correlationPropertyRetrievalExpression",
    "messagePath correlationPropertyBinding dataPath correlationSubscription choreographyRef",
    "choreographyActivity activationCondition categorizedFlowElements categoryValueRef gateway activity",
    "callableElement dataAssociation baseElement baseElementWithMixedContent catchEvent throwEvent globalCommunication",
    "resources innerConversationNodeRef outerConversationNodeRef type",
)
STANDARD = (
    FLOW_NODES
    | EVENT_DEFINITIONS
    | GLOBAL_TASKS
    | ROOT_DEFINITIONS
    | COLLABORATIONS
    | DATA
    | ARTIFACTS
    | CONVERSATIONS
    | _PARTS
)
