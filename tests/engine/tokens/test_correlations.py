"""Correlation keys and subscriptions: which instance a message goes to. BPMN 2.0.2 §8.4.2."""

import pytest

from bpmn import Model
from engine.errors import NotExecutableError
from engine.simulated import run_model
from engine.tokens import compile_process
from tests.engine.tokens.diagrams import Stepper, model, path

MESSAGE = '<messageEventDefinition messageRef="{}"/>'
PARTS = ("caseNo", "year")
EXPRESSIONS = {"m1": "{}", "m2": "reply.{}"}


def file(body: str, *, parts: tuple[str, ...] = PARTS[:1], subscription: str = "", more: str = "") -> Model:
    """A process whose two messages carry a key of these parts."""
    properties = "".join(
        f'<correlationProperty id="{part}">'
        + "".join(
            f'<correlationPropertyRetrievalExpression messageRef="{message}"><messagePath>{text.format(part)}'
            "</messagePath></correlationPropertyRetrievalExpression>"
            for message, text in EXPRESSIONS.items()
        )
        + "</correlationProperty>"
        for part in parts
    )
    references = "".join(f"<correlationPropertyRef>{part}</correlationPropertyRef>" for part in parts)
    keys = f'<collaboration id="co"><correlationKey id="key">{references}</correlationKey></collaboration>'
    messages = '<message id="m1" name="M1"/><message id="m2" name="M2"/>'
    return model(subscription + body, more=messages + properties + keys + more)


def subscribed(**data: str) -> str:
    bindings = "".join(
        f'<correlationPropertyBinding correlationPropertyRef="{part}"><dataPath>{text}</dataPath>'
        "</correlationPropertyBinding>"
        for part, text in data.items()
    )
    return f'<correlationSubscription id="cs" correlationKeyRef="key">{bindings}</correlationSubscription>'


RECEIVE = (
    '<startEvent id="s"/><intermediateCatchEvent id="c1">' + MESSAGE.format("m1") + "</intermediateCatchEvent>"
    '<intermediateCatchEvent id="c2">' + MESSAGE.format("m2") + "</intermediateCatchEvent>" + path("s", "c1", "c2")
)  # fmt: skip
SEND = (
    '<startEvent id="s"/><intermediateThrowEvent id="t">' + MESSAGE.format("m1") + "</intermediateThrowEvent>"
    '<intermediateCatchEvent id="c">' + MESSAGE.format("m2") + "</intermediateCatchEvent>" + path("s", "t", "c")
)  # fmt: skip


def test_a_subscription_says_which_messages_are_for_the_instance() -> None:
    case = Stepper(file(RECEIVE, subscription=subscribed(caseNo="order")), {"order": 7})
    assert not case.message("M1", key="8")
    assert case.message("M1", key="7")
    assert case.waiting == ["c2"]


def test_the_first_message_received_sets_the_key_for_those_that_follow() -> None:
    case = Stepper(file(RECEIVE))
    assert case.message("M1", key="7")
    assert not case.message("M2", key="8")
    assert case.message("M2", key="7")
    assert case.instance.status == "completed"


def test_the_first_message_sent_sets_the_key_too() -> None:
    case = Stepper(file(SEND), {"caseNo": 7})
    assert not case.message("M2", key="8")
    assert case.message("M2", key="7")


def test_a_key_of_several_properties_is_all_of_them() -> None:
    case = Stepper(file(SEND, parts=PARTS), {"caseNo": 7, "year": 2026})
    assert case.wait("c").correlation == "[7,2026]"


def test_a_message_without_a_value_for_the_key_goes_to_any_instance() -> None:
    case = Stepper(file(SEND))
    assert case.wait("c").correlation is None


def test_a_reply_finds_the_process_that_asked() -> None:
    answer = (
        '<process id="q"><startEvent id="qs">' + MESSAGE.format("m1") + "</startEvent>"
        '<scriptTask id="qk" scriptFormat="python"><script>reply = {"caseNo": caseNo}</script></scriptTask>'
        '<endEvent id="qe">' + MESSAGE.format("m2") + "</endEvent>" + path("qs", "qk", "qe") + "</process>"
    )  # fmt: skip
    result = run_model(file(SEND, more=answer), processes=["p", "q"], data={"caseNo": 7})
    assert result.status == "completed", (result.errors, result.waiting)


def test_a_path_in_a_language_ortoo_has_not_is_refused_before_it_runs() -> None:
    body = subscribed(caseNo="order").replace("<dataPath>", '<dataPath language="java">')
    with pytest.raises(NotExecutableError) as caught:
        compile_process(file(RECEIVE, subscription=body), "p")
    assert caught.value.elements == ("cs",)
