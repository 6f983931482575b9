"""Pieces of small BPMN files: nodes and event definitions by short names."""

from tests.engine.tokens.diagrams import path

START, END = '<startEvent id="s"/>', '<endEvent id="e"/>'
DEFINITIONS = (
    '<message id="m1" name="M1"/><message id="m2" name="M2"/><signal id="s1" name="S1"/><signal id="s2" name="S2"/>'
    '<error id="error1" errorCode="E1"/><error id="error2" errorCode="E2"/>'
    '<escalation id="esc1" escalationCode="X1"/><escalation id="esc2" escalationCode="X2"/>'
    '<signalEventDefinition id="each" signalRef="s1"/>'
)
COMPENSATE, CANCEL, TERMINATE = (
    f"<{name}EventDefinition/>" for name in ("compensate", "cancel", "terminate")
)  # fmt: skip


def node(kind: str, name: str, inner: str = "", more: str = "") -> str:
    return f'<{kind} id="{name}" {more}>{inner}</{kind}>'


def task(name: str, inner: str = "", more: str = "") -> str:
    return node("task", name, inner, more)


def script(name: str, source: str, more: str = "") -> str:
    return node("scriptTask", name, f"{more}<script>{source}</script>", 'scriptFormat="python"')


def timer(value: str = "PT1H", kind: str = "timeDuration") -> str:
    return f"<timerEventDefinition><{kind}>{value}</{kind}></timerEventDefinition>"


def message(reference: str = "m1") -> str:
    return f'<messageEventDefinition messageRef="{reference}"/>'


def signal(reference: str = "s1") -> str:
    return f'<signalEventDefinition signalRef="{reference}"/>'


def error(reference: str = "error1") -> str:
    return f'<errorEventDefinition errorRef="{reference}"/>' if reference else "<errorEventDefinition/>"


def escalation(reference: str = "esc1") -> str:
    return f'<escalationEventDefinition escalationRef="{reference}"/>' if reference else "<escalationEventDefinition/>"


def condition(text: str) -> str:
    return f"<conditionalEventDefinition><condition>{text}</condition></conditionalEventDefinition>"


def catch(name: str, definitions: str, more: str = "") -> str:
    return node("intermediateCatchEvent", name, definitions, more)


def throw(name: str, definitions: str) -> str:
    return node("intermediateThrowEvent", name, definitions)


def end(name: str, definitions: str = "") -> str:
    return node("endEvent", name, definitions)


def boundary(name: str, host: str, definitions: str, *, interrupts: bool = True) -> str:
    return node(
        "boundaryEvent", name, definitions, f'attachedToRef="{host}" cancelActivity="{str(interrupts).lower()}"'
    )


def inside(name: str, body: str, kind: str = "subProcess", more: str = "") -> str:
    return node(kind, name, body, more)


def event_sub_process(name: str, definitions: str, *, interrupts: bool = True) -> str:
    """Starts by an event, does the task a<name>."""
    start = node("startEvent", f"s{name}", definitions, f'isInterrupting="{str(interrupts).lower()}"')
    body = start + task(f"a{name}") + end(f"e{name}") + path(f"s{name}", f"a{name}", f"e{name}")
    return inside(name, body, more='triggeredByEvent="true"')


def instances(number: int, more: str = "", inner: str = "") -> str:
    return (
        f"<multiInstanceLoopCharacteristics {more}><loopCardinality>{number}</loopCardinality>{inner}"
        "</multiInstanceLoopCharacteristics>"
    )


def waiting(name: str) -> str:
    """A task that waits for a message which never comes."""
    return node("receiveTask", name, more='messageRef="m2"')


def handler(name: str, host: str) -> str:
    """A compensation handler and the event that leads to it."""
    undo = boundary(f"c{host}", host, COMPENSATE) + task(name, more='isForCompensation="true"')
    return undo + f'<association id="x{host}" sourceRef="c{host}" targetRef="{name}" associationDirection="One"/>'


def sub(name: str, *nodes: str, names: str) -> str:
    """A sub-process with these nodes in a row behind its start event s<name>."""
    return inside(name, f'<startEvent id="s{name}"/>' + "".join(nodes) + path(f"s{name}", *names.split()))
