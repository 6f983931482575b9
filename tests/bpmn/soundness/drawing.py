"""Small BPMN files, written in few words."""

from collections.abc import Iterable

from bpmn import read_model
from bpmn.soundness import Soundness, check_soundness

__all__ = [
    "AND",
    "ERROR",
    "ESCALATION",
    "EVENTS",
    "HEAD",
    "INNER",
    "INSTANCES",
    "MESSAGE",
    "OR",
    "STUCK",
    "THREE",
    "TIMER",
    "WHILE",
    "XOR",
    "E",
    "S",
    "check",
    "edge",
    "flows",
    "handler",
    "node",
    "pools",
    "process",
    "tasks",
]

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="D" targetNamespace="urn:test" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
)
S, E = '<startEvent id="s"/>', '<endEvent id="e"/>'
MESSAGE, TIMER = "<messageEventDefinition/>", "<timerEventDefinition/>"
ERROR, ESCALATION = "<errorEventDefinition/>", "<escalationEventDefinition/>"


def flows(text: str) -> str:
    """Return sequence flows, written "a>b b>c"."""
    pairs = (pair.split(">") for pair in text.split())
    return "".join(f'<sequenceFlow id="{a}-{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in pairs)


def node(kind: str, element: str, inside: str = "", **attributes: str) -> str:
    """Return an element."""
    written = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f'<{kind} id="{element}"{written}>{inside}</{kind}>'


def tasks(names: Iterable[str]) -> str:
    """Return a task for each letter."""
    return "".join(node("task", name) for name in names)


def edge(name: str, host: str, definition: str, *, interrupts: bool = True) -> str:
    """Return a boundary event."""
    return node("boundaryEvent", name, definition, attachedToRef=host, cancelActivity=str(interrupts).lower())


def handler(definition: str, *, interrupts: bool, inside: str = "") -> str:
    """Return an event sub-process "h" that does task "ht", or what is given."""
    start = node("startEvent", "hs", definition, isInterrupting=str(interrupts).lower())
    body = inside or tasks("t") + flows("hs>t")
    return node("subProcess", "h", start + body, triggeredByEvent="true")


def check(*parts: str) -> dict[str, Soundness]:
    """Return the verdicts on what is inside definitions."""
    return check_soundness(read_model(f"{HEAD}{''.join(parts)}</definitions>".encode(), source_name="test.bpmn"))


def process(*parts: str, name: str = "P") -> str:
    return node("process", name, "".join(parts))


def pools(*message_flows: str, names: str = "PQ") -> str:
    """Return a collaboration "C" of pools, message flows written "a>b"."""
    parts = [node("participant", f"pool{name}", processRef=name) for name in names]
    for number, flow in enumerate(message_flows):
        source, target = flow.split(">")
        parts.append(node("messageFlow", f"m{number}", sourceRef=source, targetRef=target))
    return node("collaboration", "C", "".join(parts))


XOR, AND, OR, EVENTS = "exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"
INSTANCES = "<multiInstanceLoopCharacteristics/>"
THREE = "<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>"
WHILE = '<standardLoopCharacteristics testBefore="true"/>'
INNER = '<startEvent id="is"/><endEvent id="ie"/>'
STUCK = node(XOR, "ix") + node(AND, "ij") + node("task", "it") + INNER + flows("is>ix ix>ij ix>it it>ij ij>ie")
