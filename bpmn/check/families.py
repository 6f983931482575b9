"""Families of BPMN elements, by the names of their elements in a file. BPMN 2.0.2 §10, §11."""

__all__ = [
    "ACTIVITIES",
    "ARTIFACTS",
    "CALLABLE",
    "CATCH_EVENTS",
    "CHOREOGRAPHY_ACTIVITIES",
    "FLOW_NODES",
    "GATEWAYS",
    "SUB_PROCESSES",
    "TASKS",
    "THROW_EVENTS",
    "TRUE",
]

TASKS = (
    *("task", "userTask", "manualTask", "serviceTask", "scriptTask"),
    *("sendTask", "receiveTask", "businessRuleTask"),
)
SUB_PROCESSES = ("subProcess", "adHocSubProcess", "transaction")
ACTIVITIES = (*TASKS, *SUB_PROCESSES, "callActivity")
CHOREOGRAPHY_ACTIVITIES = ("choreographyTask", "subChoreography", "callChoreography")
GATEWAYS = ("exclusiveGateway", "parallelGateway", "inclusiveGateway", "complexGateway", "eventBasedGateway")
CATCH_EVENTS = ("startEvent", "intermediateCatchEvent", "boundaryEvent")
THROW_EVENTS = ("intermediateThrowEvent", "endEvent", "implicitThrowEvent")
FLOW_NODES = (*ACTIVITIES, *CHOREOGRAPHY_ACTIVITIES, *GATEWAYS, *CATCH_EVENTS, *THROW_EVENTS)
ARTIFACTS = ("association", "textAnnotation", "group")
CALLABLE = (
    *("process", "globalTask", "globalUserTask", "globalManualTask"),
    *("globalScriptTask", "globalBusinessRuleTask"),
)
TRUE = frozenset({"true", "1"})
"""How XML Schema writes yes."""
