"""Small process models for tests, each with the one thing that is looked at."""

from collections.abc import Mapping
from itertools import pairwise

from engine import SYSTEM, Actor, CaseSummary, Deployment, Engine, deploy, start_case
from engine.values import Json

CLERK = Actor(id="clerk-1", name="Clerk One", roles=frozenset({"case_worker", "group:registrar"}))
OTHER_CLERK = Actor(id="clerk-2", name="Clerk Two", roles=frozenset({"case_worker", "group:registrar"}))
STRANGER = Actor(id="clerk-3", name="Clerk Three", roles=frozenset({"case_worker", "group:cashier"}))
MANAGER = Actor(id="boss-1", name="Boss One", roles=frozenset({"manager"}))

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="Definitions_1" targetNamespace="urn:ortoo:test">
"""


def process(body: str, *, roots: str = "", process_id: str = "Process_1") -> bytes:
    """Return a file with one executable process."""
    text = f'{_HEAD}{roots}<process id="{process_id}" isExecutable="true">{body}</process></definitions>'
    return text.encode()


def flow(*nodes: str) -> str:
    """Return the sequence flows from each node to the next."""
    pairs = pairwise(nodes)
    return "".join(
        f'<sequenceFlow id="Flow_{source}_{target}" sourceRef="{source}" targetRef="{target}"/>'
        for source, target in pairs
    )


def user_task(task_id: str, name: str, group: str, form: str = "") -> str:
    """Return a user task for one candidate group."""
    given = f'<zeebe:formDefinition formId="{form}"/>' if form else ""
    assigned = f'<zeebe:assignmentDefinition candidateGroups="{group}"/>' if group else ""
    inside = f"<extensionElements>{given}{assigned}</extensionElements>"
    return f'<userTask id="{task_id}" name="{name}">{inside}</userTask>'


def service_task(task_id: str, topic: str, *, headers: str = "", mapping: str = "", retries: int = 3) -> str:
    """Return a service task of a topic."""
    definition = f'<zeebe:taskDefinition type="{topic}" retries="{retries}"/>'
    inside = f"<extensionElements>{definition}{headers}{mapping}</extensionElements>"
    return f'<serviceTask id="{task_id}" name="Do {topic}">{inside}</serviceTask>'


START_END = '<startEvent id="Start"/><endEvent id="End"/>'

CHECKED = process(
    START_END + user_task("Check", "Check application", "registrar", form="check") + flow("Start", "Check", "End")
)
"""One user task of the office."""

CORRECTED = process(START_END + user_task("Correct", "Correct answers", "applicant") + flow("Start", "Correct", "End"))
"""One user task of the applicant."""

SERVED = process(START_END + service_task("Serve", "effect") + flow("Start", "Serve", "End"))
"""One service task."""

WORKED = process(
    START_END
    + user_task("Check", "Check application", "registrar", form="check")
    + service_task("Serve", "effect")
    + service_task(
        "Tell",
        "notify",
        headers='<zeebe:taskHeaders><zeebe:header key="text" value="It is done."/></zeebe:taskHeaders>',
    )
    + flow("Start", "Check", "Serve", "Tell", "End")
)
"""A user task, a service task and a notice, one after the other."""

PARALLEL = process(
    START_END
    + '<parallelGateway id="Split"/><parallelGateway id="Join"/>'
    + user_task("Left", "Left", "registrar")
    + user_task("Right", "Right", "registrar")
    + flow("Start", "Split", "Left", "Join", "End")
    + flow("Split", "Right", "Join")
)
"""Two user tasks at once."""

_HOUR = '<timeDuration xsi:type="tFormalExpression">PT1H</timeDuration>'

TIMED = process(
    START_END
    + f'<intermediateCatchEvent id="Pause"><timerEventDefinition id="Pause_timer">{_HOUR}</timerEventDefinition>'
    + "</intermediateCatchEvent>"
    + flow("Start", "Pause", "End")
)
"""A timer of one hour."""

DEADLINE = process(
    START_END
    + user_task("Check", "Check application", "registrar")
    + '<boundaryEvent id="Late" attachedToRef="Check"><timerEventDefinition id="Late_timer">'
    + f'{_HOUR}</timerEventDefinition></boundaryEvent><endEvent id="Lapsed"/>'
    + flow("Start", "Check", "End")
    + flow("Late", "Lapsed")
)
"""A user task that lapses after one hour."""

FAULTY_DECISION = process(
    START_END
    + user_task("Check", "Check application", "registrar")
    + '<exclusiveGateway id="Decide"/>'
    + flow("Start", "Check", "Decide")
    + '<sequenceFlow id="Flow_yes" sourceRef="Decide" targetRef="End">'
    + '<conditionExpression xsi:type="tFormalExpression">=answer = "yes"</conditionExpression></sequenceFlow>'
)
"""A user task before a gateway of which no flow may be true."""

_CORRELATED = '<zeebe:subscription correlationKey="=number"/>'
WAITING_FOR_ANSWER = process(
    START_END
    + '<receiveTask id="Wait" name="Wait for answer" messageRef="Message_answer"/>'
    + flow("Start", "Wait", "End"),
    roots=f'<message id="Message_answer" name="answer"><extensionElements>{_CORRELATED}</extensionElements></message>',
)
"""Waits for the message "answer" that carries the case's `number`."""


def deploy_small(
    engine: Engine, model: bytes, *, service: str = "small", forms: Mapping[str, Mapping[str, Json]] | None = None
) -> None:
    """Deploy one of these models."""
    deploy(engine, Deployment(service=service, model=model, model_name="small.bpmn", forms=forms or {}), actor=SYSTEM)


def start_small(engine: Engine, *, key: str = "k", service: str = "small", **data: Json) -> CaseSummary:
    """Start a case of one of these models; "e@x" lets its applicant follow it."""
    return start_case(engine, service=service, data=data, actor=SYSTEM, command_key=key, check_value="E@x ")
