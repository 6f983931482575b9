from tests.engine.tokens.diagrams import Stepper, model, path

ERROR = '<error id="E" errorCode="1"/>'


def test_an_error_in_one_instance_of_a_looped_sub_process_ends_them_all() -> None:
    file = model(
        '<startEvent id="s"/><subProcess id="a"><multiInstanceLoopCharacteristics isSequential="false">'
        '<loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics><startEvent id="as"/><userTask id="u"/>'
        '<endEvent id="ae"><errorEventDefinition errorRef="E"/></endEvent>' + path("as", "u", "ae") + "</subProcess>"
        '<boundaryEvent id="b" attachedToRef="a"><errorEventDefinition errorRef="E"/></boundaryEvent><task id="t"/>'
        + path("s", "a") + path("b", "t"),
        more=ERROR,
    )  # fmt: skip
    case = Stepper(file)
    case.do("u")
    assert case.done[-4:] == ["u", "ae", "b", "t"]
    assert (case.aborted.count("a"), case.aborted.count("u")) == (3, 2)
    assert case.instance.status == "completed"


def test_a_boundary_timer_that_does_not_interrupt_and_does_not_repeat_fires_once() -> None:
    file = model(
        '<startEvent id="s"/><userTask id="a"/><boundaryEvent id="b" attachedToRef="a" cancelActivity="false">'
        "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent><task id='t'/>"
        + path("s", "a") + path("b", "t")
    )  # fmt: skip
    case = Stepper(file)
    case.fire("b")
    assert case.waiting == ["a"]
    case.do("a")
    assert case.done == ["s", "b", "t", "a"]


def test_an_event_gateway_in_a_loop_offers_its_events_anew_each_turn() -> None:
    def catch(name: str) -> str:
        message = f'<messageEventDefinition messageRef="{name}"/>'
        return f'<intermediateCatchEvent id="{name.lower()}">{message}</intermediateCatchEvent>'

    file = model(
        '<startEvent id="s"/><exclusiveGateway id="x"/><eventBasedGateway id="g"/>' + catch("M") + catch("N")
        + path("s", "x", "g", "m", "x") + path("g", "n"),
        more='<message id="M" name="Again"/><message id="N" name="Enough"/>',
    )  # fmt: skip
    case = Stepper(file)
    for _ in range(3):
        assert case.message("Again")
    assert case.message("Enough")
    assert case.done == ["s", "m", "m", "m", "n"]
    assert case.instance.status == "completed"


def test_an_error_goes_through_a_called_process_to_the_boundary_of_its_call() -> None:
    called = (
        f'{ERROR}<process id="q"><startEvent id="qs"/><endEvent id="qe"><errorEventDefinition errorRef="E"/></endEvent>'
    )
    file = model(
        '<startEvent id="s"/><callActivity id="c" calledElement="q"/><boundaryEvent id="b" attachedToRef="c">'
        '<errorEventDefinition errorRef="E"/></boundaryEvent><task id="t"/>' + path("s", "c") + path("b", "t"),
        more=called + path("qs", "qe") + "</process>",
    )
    case = Stepper(file)
    assert case.done == ["s", "qs", "qe", "b", "t"]
    assert case.aborted == ["c"]
