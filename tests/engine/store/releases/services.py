"""The services whose cases a release leaves to the next, and what each case has done once it has come to its end."""

from tests.engine.small_services import (
    CORRECTED,
    DEADLINE,
    FAULTY_DECISION,
    PARALLEL,
    START_END,
    TIMED,
    WAITING_FOR_ANSWER,
    WORKED,
    flow,
    process,
    user_task,
)

_HOUR = '<timerEventDefinition><timeDuration xsi:type="tFormalExpression">PT1H</timeDuration></timerEventDefinition>'
_NEWS = '<message id="Message_news" name="news"/>'
_EACH = (
    '<multiInstanceLoopCharacteristics isSequential="true"><extensionElements>'
    '<zeebe:loopCharacteristics inputCollection="=list" inputElement="one"/>'
    "</extensionElements></multiInstanceLoopCharacteristics></userTask>"
)

REPEATED = process(
    START_END
    + '<subProcess id="Inside"><startEvent id="Begin"/><endEvent id="Finish"/>'
    + user_task("Each", "Each of three", "registrar").replace("</userTask>", _EACH)
    + flow("Begin", "Each", "Finish")
    + '</subProcess><boundaryEvent id="Remind" attachedToRef="Inside" cancelActivity="false">'
    + f'{_HOUR}</boundaryEvent><endEvent id="Reminded"/>'
    + flow("Start", "Inside", "End")
    + flow("Remind", "Reminded")
)
"""A sub-process with a user task for each of three, one after the other, and a reminder after an hour."""

CHOSEN = process(
    START_END
    + '<eventBasedGateway id="Choose"/><endEvent id="Lapsed"/>'
    + '<intermediateCatchEvent id="News"><messageEventDefinition messageRef="Message_news"/></intermediateCatchEvent>'
    + f'<intermediateCatchEvent id="Pause">{_HOUR}</intermediateCatchEvent>'
    + flow("Start", "Choose", "News", "End")
    + flow("Choose", "Pause", "Lapsed"),
    roots=_NEWS,
)
"""A message or an hour, whichever comes first."""

UNDONE = process(
    START_END
    + user_task("Pay", "Pay", "registrar")
    + user_task("Check", "Check", "registrar")
    + '<boundaryEvent id="Back" attachedToRef="Pay"><compensateEventDefinition/></boundaryEvent>'
    + user_task("Refund", "Refund", "registrar").replace("<userTask ", '<userTask isForCompensation="true" ')
    + '<intermediateThrowEvent id="Undo"><compensateEventDefinition/></intermediateThrowEvent>'
    + '<association id="A" associationDirection="One" sourceRef="Back" targetRef="Refund"/>'
    + flow("Start", "Pay", "Check", "Undo", "End")
)
"""A task that is undone by another after a third."""

CALLING = process(
    START_END + '<callActivity id="Call" calledElement="Called"/>' + flow("Start", "Call", "End")
).replace(
    b"</definitions>",
    (
        '<process id="Called" isExecutable="true"><startEvent id="Begin"/><endEvent id="Finish"/>'
        + user_task("Check", "Check", "registrar")
        + flow("Begin", "Check", "Finish")
        + "</process></definitions>"
    ).encode(),
)
"""A process that calls another of the same file."""

SERVICES = {
    "claimed": WORKED,
    "served": WORKED,
    "failed": WORKED,
    "poisoned": WORKED,
    "lost": WORKED,
    "astray": FAULTY_DECISION,
    "timed": TIMED,
    "late": DEADLINE,
    "awaited": WAITING_FOR_ANSWER,
    "ended": WAITING_FOR_ANSWER,
    "corrected": CORRECTED,
    "parallel": PARALLEL,
    "repeated": REPEATED,
    "chosen": CHOSEN,
    "undone": UNDONE,
    "calling": CALLING,
    "held": WORKED,
    "delegated": WORKED,
    "papered": WORKED,
}
"""By the moment at which the release left the case: a machine's work that failed, was lost, or waits; and so on."""
