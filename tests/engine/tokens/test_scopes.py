import pytest

from engine.errors import BudgetExceededError, ExpressionFailedError, NotExecutableError
from engine.tokens import Budget, compile_process
from tests.engine.tokens.diagrams import NOW, Stepper, flow, model, path

LOOP = '<{kind} id="a"{more}><multiInstanceLoopCharacteristics isSequential="{seq}">{inner}</multiInstanceLoopCharacteristics></{kind}>'  # noqa: E501  # the text of a file
ZEEBE = 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
ITEMS = (
    f'<extensionElements {ZEEBE}><zeebe:loopCharacteristics inputCollection="=items" inputElement="item" '
    'outputCollection="results" outputElement="=r + item"/></extensionElements>'
)


def looped(seq: str, inner: str, more: str = "") -> str:
    return (
        '<startEvent id="s"/>'
        + LOOP.format(kind="userTask", more=more, seq=seq, inner=inner)
        + '<endEvent id="e"/>'
        + path("s", "a", "e")
    )


@pytest.mark.parametrize("seq", ["true", "false"])
def test_there_is_an_instance_for_each_item_and_results_keep_the_items_order(seq: str) -> None:
    case = Stepper(model(looped(seq, ITEMS)), {"items": [10, 20, 30]})
    assert case.waiting.count("a") == (1 if seq == "true" else 3)
    order = [0, 0, 0] if seq == "true" else [2, 0, 0]
    for place in order:
        wait = case.instance.waits[place]
        case.instance.complete(wait.instance_id, {"r": 1}, NOW)
        case.reload()
    assert case.instance.status == "completed"
    assert case.instance.variables["results"] == [11, 21, 31]
    assert case.done.count("a") == 3


def test_no_items_are_no_instances() -> None:
    case = Stepper(model(looped("false", ITEMS)), {"items": []})
    assert case.done == ["s", "e"]
    assert case.instance.variables["results"] == []


@pytest.mark.parametrize("seq", ["true", "false"])
def test_a_completion_condition_withdraws_the_rest(seq: str) -> None:
    inner = "<loopCardinality>5</loopCardinality><completionCondition>numberOfCompletedInstances &gt;= 2</completionCondition>"  # noqa: E501  # the text of a file
    case = Stepper(model(looped(seq, inner)))
    case.do("a")
    case.do("a")
    assert case.instance.status == "completed"
    assert case.done.count("a") == 2
    assert case.aborted.count("a") == (0 if seq == "true" else 3)


def test_a_boundary_event_ends_all_instances() -> None:
    file = model(
        '<startEvent id="s"/>'
        + LOOP.format(kind="userTask", more="", seq="false", inner="<loopCardinality>3</loopCardinality>")
        + '<boundaryEvent id="b" attachedToRef="a"><messageEventDefinition messageRef="M"/></boundaryEvent><task id="t"/>'  # noqa: E501  # the text of a file
        + path("s", "a") + path("b", "t"),
        more='<message id="M" name="Stop"/>',
    )  # fmt: skip
    case = Stepper(file)
    case.do("a")
    case.message("Stop")
    assert case.aborted == ["a", "a"]
    assert case.done[-2:] == ["b", "t"]
    assert case.instance.status == "completed"


def test_a_looped_sub_process_has_variables_for_each_instance() -> None:
    body = (
        '<startEvent id="as"/><scriptTask id="x" scriptFormat="python"><script>r = item + 1</script></scriptTask>'
        + path("as", "x")
    )  # fmt: skip
    file = model(
        f'<startEvent id="s"/><subProcess id="a">{body}<multiInstanceLoopCharacteristics isSequential="false">{ITEMS}'
        "</multiInstanceLoopCharacteristics></subProcess>" + path("s", "a")
    )
    case = Stepper(file, {"items": [1, 2]})
    assert case.instance.status == "completed"
    assert case.done.count("x") == 2
    assert case.done.count("a") == 2


def test_a_standard_loop_repeats_while_its_condition_holds_up_to_its_maximum() -> None:
    def repeated(attributes: str) -> list[str]:
        loop = f"<standardLoopCharacteristics {attributes}><loopCondition>n &lt; 3</loopCondition></standardLoopCharacteristics>"  # noqa: E501  # the text of a file
        script = f'<scriptTask id="a" scriptFormat="python">{loop}<script>n = n + 1</script></scriptTask>'
        return Stepper(model(f'<startEvent id="s"/>{script}' + path("s", "a")), {"n": 3}).done

    assert repeated('testBefore="true"') == ["s"]
    assert repeated('testBefore="false"') == ["s", "a"]
    counted = (
        '<scriptTask id="a" scriptFormat="python"><standardLoopCharacteristics loopMaximum="4"><loopCondition>true'
        "</loopCondition></standardLoopCharacteristics><script>n = n + 1</script></scriptTask>"
    )
    assert Stepper(model(f'<startEvent id="s"/>{counted}' + path("s", "a")), {"n": 0}).instance.variables == {"n": 4}


def test_a_sub_process_sees_the_variables_around_it_and_keeps_its_own_data_objects() -> None:
    inner = (
        '<dataObject id="own"/><startEvent id="as"/><scriptTask id="x" scriptFormat="python"><script>n = n + 1\nown = 5</script>'  # noqa: E501  # the text of a file
        "</scriptTask>" + path("as", "x")
    )
    file = model(f'<startEvent id="s"/><subProcess id="a">{inner}</subProcess><userTask id="u"/>' + path("s", "a", "u"))
    case = Stepper(file, {"n": 1})
    assert case.done == ["s", "as", "x", "a"]
    assert case.instance.variables == {"n": 2}


UNDOABLE = (
    '<task id="{0}"/><boundaryEvent id="{0}b" attachedToRef="{0}"><compensateEventDefinition/></boundaryEvent>'
    '<{1} id="{0}u" isForCompensation="true"/><association id="{0}l" sourceRef="{0}b" targetRef="{0}u" '
    'associationDirection="One"/>'
)
UNDO = '<intermediateThrowEvent id="c"><compensateEventDefinition{}/></intermediateThrowEvent>'


def test_compensation_undoes_last_first_and_waits_for_its_handlers() -> None:
    file = model(
        '<startEvent id="s"/>' + UNDOABLE.format("a", "task") + UNDOABLE.format("b", "userTask") + UNDO.format("")
        + '<endEvent id="e"/>' + path("s", "a", "b", "c", "e")
    )  # fmt: skip
    case = Stepper(file)
    assert case.done == ["s", "a", "b"]
    case.do("bu")
    assert case.done[-4:] == ["bu", "au", "c", "e"]
    assert case.instance.status == "completed"


def test_compensation_of_one_activity_leaves_the_others() -> None:
    file = model(
        '<startEvent id="s"/>' + UNDOABLE.format("a", "task") + UNDOABLE.format("b", "task")
        + UNDO.format(' activityRef="a"') + path("s", "a", "b", "c")
    )  # fmt: skip
    case = Stepper(file)
    assert "au" in case.done
    assert "bu" not in case.done


def test_compensation_reaches_into_a_completed_sub_process() -> None:
    inner = '<startEvent id="ps"/>' + UNDOABLE.format("a", "userTask") + path("ps", "a")
    file = model(
        f'<startEvent id="s"/><subProcess id="q">{inner}</subProcess>'
        + UNDO.format("")
        + '<task id="t"/>'
        + path("s", "q", "c", "t")
    )
    case = Stepper(file)
    assert case.waiting == ["au"]
    case.do("au")
    assert case.done[-1] == "t"
    assert case.instance.status == "completed"


def test_a_compensation_event_sub_process_undoes_its_sub_process_as_a_whole() -> None:
    undoing = '<subProcess id="h" triggeredByEvent="true"><startEvent id="hs"><compensateEventDefinition/></startEvent>'
    undoing += UNDO.format("").replace('"c"', '"hc"') + path("hs", "hc") + "</subProcess>"
    inner = '<startEvent id="ps"/>' + UNDOABLE.format("a", "userTask") + path("ps", "a") + undoing
    body = f'<startEvent id="s"/><subProcess id="q">{inner}</subProcess>' + UNDO.format("") + '<task id="t"/>'
    case = Stepper(model(body + path("s", "q", "c", "t")))
    assert case.done == ["s", "ps", "a", "q", "hs"]
    case.do("au")
    assert case.done[-5:] == ["au", "hc", "h", "c", "t"]
    assert case.instance.status == "completed"


def test_a_cancelled_transaction_is_undone_and_left_by_its_cancel_event() -> None:
    inner = (
        '<startEvent id="ts"/>' + UNDOABLE.format("a", "task") + '<parallelGateway id="g"/><userTask id="w"/><task id="x"/>'  # noqa: E501  # the text of a file
        '<endEvent id="te"><cancelEventDefinition/></endEvent>' + path("ts", "a", "g", "x", "te") + path("g", "w")
    )  # fmt: skip
    file = model(
        f'<startEvent id="s"/><transaction id="t">{inner}</transaction><boundaryEvent id="b" attachedToRef="t">'
        '<cancelEventDefinition/></boundaryEvent><task id="ok"/><task id="no"/>'
        + path("s", "t", "ok")
        + path("b", "no")
    )
    case = Stepper(file)
    assert case.done[-3:] == ["au", "b", "no"]
    assert "ok" not in case.done
    assert "w" in case.aborted
    assert case.instance.status == "completed"


@pytest.mark.parametrize("ordering", ["Parallel", "Sequential"])
def test_an_ad_hoc_sub_process_ends_by_its_condition_or_when_all_is_done(ordering: str) -> None:
    def ad_hoc(condition: str) -> Stepper:
        inner = f'<userTask id="a"/><userTask id="b"/>{condition}'
        body = (
            f'<startEvent id="s"/><adHocSubProcess id="h" ordering="{ordering}">{inner}</adHocSubProcess><task id="t"/>'
        )
        return Stepper(model(body + path("s", "h", "t")), {"enough": False})

    every = ad_hoc("")
    assert every.waiting == (["a", "b"] if ordering == "Parallel" else ["a"])
    every.do("a")
    every.do("b")
    assert every.done == ["s", "a", "b", "h", "t"]
    some = ad_hoc("<completionCondition>enough</completionCondition>")
    some.do("a", {"enough": True})
    assert some.done == ["s", "a", "h", "t"]


def test_a_self_calling_process_is_stopped_by_its_budget() -> None:
    file = model('<startEvent id="s"/><callActivity id="c" calledElement="p"/>' + path("s", "c"))
    with pytest.raises(BudgetExceededError) as caught:
        Stepper(file, budget=Budget(instances=200))
    assert caught.value.budget == "instances"


def test_an_endless_loop_is_stopped_by_its_budget() -> None:
    file = model('<startEvent id="s"/><task id="a"/><task id="b"/>' + path("s", "a", "b") + flow("b", "a"))
    with pytest.raises(BudgetExceededError) as caught:
        Stepper(file, budget=Budget(steps=500))
    assert (caught.value.budget, caught.value.limit) == ("steps", 500)


def test_ten_million_instances_and_too_much_data_are_refused() -> None:
    many = model(looped("true", "<loopCardinality>10000000</loopCardinality>"))
    with pytest.raises(BudgetExceededError, match="10000000"):
        Stepper(many)
    with pytest.raises(BudgetExceededError) as caught:
        Stepper(many, {"x": "y" * 2000}, budget=Budget(data_bytes=1000))
    assert caught.value.budget == "data_bytes"


@pytest.mark.parametrize(
    ("body", "element"),
    [
        ('<startEvent id="s"/><scriptTask id="c" scriptFormat="groovy"><script>x</script></scriptTask>' + path("s", "c"), "c"),  # noqa: E501  # the text of a file
        ('<startEvent id="s"/><task id="c"/>' + path("s", "c") + flow("s", "c", "a ++ b", "bad"), "bad"),
        ('<startEvent id="s"/><intermediateThrowEvent id="c"><linkEventDefinition name="L"/></intermediateThrowEvent>' + path("s", "c"), "c"),  # noqa: E501  # the text of a file
        ('<startEvent id="s"/><intermediateCatchEvent id="c"><timerEventDefinition/></intermediateCatchEvent>' + path("s", "c"), "c"),  # noqa: E501  # the text of a file
        ('<startEvent id="s"/><choreographyTask id="c" initiatingParticipantRef="x"/>' + path("s", "c"), "c"),
        ('<startEvent id="s"/><task id="c"><standardLoopCharacteristics/></task>' + path("s", "c"), "c"),
    ],
)  # fmt: skip
def test_what_cannot_be_run_is_refused_by_name_before_it_runs(body: str, element: str) -> None:
    with pytest.raises(NotExecutableError) as caught:
        Stepper(model(body))
    assert element in caught.value.elements


def test_a_call_of_a_process_that_is_not_there_is_known_before_and_an_error_when_it_is_reached() -> None:
    file = model(
        '<startEvent id="s"/><task id="a"/><callActivity id="c" calledElement="nowhere"/>' + path("s", "a", "c")
    )
    assert compile_process(file, "p").missing_calls == {"c": "nowhere"}
    with pytest.raises(ExpressionFailedError, match="c calls nowhere"):
        Stepper(file)
