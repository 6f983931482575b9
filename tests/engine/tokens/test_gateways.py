import pytest

from engine.errors import NoFlowError
from tests.engine.tokens.diagrams import Stepper, flow, model, path


def test_exclusive_gateway_takes_the_first_true_flow() -> None:
    file = model(
        '<startEvent id="s"/><exclusiveGateway id="x" default="x-c"/><task id="a"/><task id="b"/><task id="c"/>'
        + path("s", "x") + flow("x", "a", "n &gt; 10") + flow("x", "b", "n &gt; 3") + flow("x", "c")
    )  # fmt: skip
    assert Stepper(file, {"n": 11}).done == ["s", "a"]
    assert Stepper(file, {"n": 5}).done == ["s", "b"]
    assert Stepper(file, {"n": 1}).done == ["s", "c"]
    assert Stepper(file).done == ["s", "c"]


def test_exclusive_gateway_without_a_true_flow_says_which_gateway() -> None:
    file = model(
        '<startEvent id="s"/><exclusiveGateway id="x" name="Large?"/><task id="a"/>'
        + path("s", "x")
        + flow("x", "a", "n &gt; 1")
    )
    with pytest.raises(NoFlowError, match=r"Large\? \(x\)") as caught:
        Stepper(file, {"n": 0})
    assert caught.value.element == "x"


def test_parallel_join_waits_for_every_flow_and_loses_no_update() -> None:
    file = model(
        '<startEvent id="s"/><parallelGateway id="g"/><userTask id="a"/><userTask id="b"/><parallelGateway id="j"/>'
        '<task id="t"/><endEvent id="e"/>' + path("s", "g", "a", "j", "t", "e") + path("g", "b", "j")
    )
    case = Stepper(file, {"n": 0})
    case.do("a", {"n": 1})
    assert "t" not in case.done
    case.do("b", {"m": 2})
    assert case.done[-2:] == ["t", "e"]
    assert case.instance.status == "completed"
    assert case.instance.variables == {"n": 1, "m": 2}


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_joins_in_loops_take_one_token_of_each_flow_a_turn(order: tuple[str, str]) -> None:
    for kind in ("parallelGateway", "inclusiveGateway"):
        file = model(
            f'<startEvent id="s"/><exclusiveGateway id="m"/><{kind} id="g"/><userTask id="a"/><userTask id="b"/>'
            f'<{kind} id="j"/><scriptTask id="c" scriptFormat="python"><script>n = n + 1</script></scriptTask>'
            '<exclusiveGateway id="x" default="x-e"/><endEvent id="e"/>'
            + path("s", "m", "g", "a", "j", "c", "x") + path("g", "b", "j") + flow("x", "m", "n &lt; 4") + flow("x", "e")  # noqa: E501  # the text of a file
        )  # fmt: skip
        case = Stepper(file, {"n": 0})
        for _ in range(4):
            for one in order:
                case.do(one)
        assert case.instance.status == "completed"
        assert [case.done.count(one) for one in ("a", "b", "c", "e")] == [4, 4, 4, 1]


def test_inclusive_join_waits_only_for_tokens_that_can_come() -> None:
    file = model(
        '<startEvent id="s"/><inclusiveGateway id="g" default="g-c"/><userTask id="a"/><userTask id="b"/><userTask id="c"/>'  # noqa: E501  # the text of a file
        '<inclusiveGateway id="j"/><endEvent id="e"/>'
        + path("s", "g") + flow("g", "a", "x") + flow("g", "b", "y") + flow("g", "c")
        + path("a", "j", "e") + path("b", "j") + path("c", "j")
    )  # fmt: skip
    both = Stepper(file, {"x": True, "y": True})
    both.do("a")
    assert both.done == ["s", "a"]
    both.do("b")
    assert both.done[-1] == "e"
    one = Stepper(file, {"x": False, "y": True})
    one.do("b")
    assert one.done == ["s", "b", "e"]
    none = Stepper(file)
    none.do("c")
    assert none.instance.status == "completed"


def test_complex_gateway_fires_once_and_takes_late_tokens() -> None:
    file = model(
        '<startEvent id="s"/><parallelGateway id="g"/><userTask id="a"/><userTask id="b"/><userTask id="c"/>'
        "<complexGateway id='j'><activationCondition>activationCount &gt;= 2</activationCondition></complexGateway>"
        '<task id="t"/><endEvent id="e"/>'
        + path("s", "g", "a", "j", "t", "e") + path("g", "b", "j") + path("g", "c", "j")
    )  # fmt: skip
    case = Stepper(file)
    case.do("a")
    assert case.done.count("t") == 0
    case.do("c")
    assert case.done.count("t") == 1
    assert case.instance.status == "running"
    case.do("b")
    assert case.done.count("t") == 1
    assert case.instance.status == "completed"


def test_event_gateway_takes_the_first_event_and_withdraws_the_others() -> None:
    file = model(
        '<startEvent id="s"/><eventBasedGateway id="g"/>'
        '<intermediateCatchEvent id="m"><messageEventDefinition messageRef="M"/></intermediateCatchEvent>'
        '<intermediateCatchEvent id="t"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>'
        '</intermediateCatchEvent><receiveTask id="r" messageRef="R"/><endEvent id="e"/>'
        + path("s", "g", "m", "e") + path("g", "t", "e") + path("g", "r", "e"),
        more='<message id="M" name="Paid"/><message id="R" name="Refused"/>',
    )  # fmt: skip
    case = Stepper(file)
    assert sorted(case.waiting) == ["m", "r", "t"]
    assert case.message("Paid", {"sum": 3})
    assert case.done == ["s", "m", "e"]
    assert case.instance.variables == {"sum": 3}
    late = Stepper(file)
    late.fire("t")
    assert late.done == ["s", "t", "e"]
    assert not late.message("Refused")


def test_flows_leave_an_activity_by_their_conditions() -> None:
    file = model(
        '<startEvent id="s"/><task id="t" default="t-c"/><task id="a"/><task id="b"/><task id="c"/>'
        + path("s", "t") + flow("t", "a", "x") + flow("t", "b", "y") + flow("t", "c")
    )  # fmt: skip
    assert sorted(Stepper(file, {"x": True, "y": True}).done) == ["a", "b", "s", "t"]
    assert Stepper(file).done == ["s", "t", "c"]


def test_two_flows_from_a_task_are_a_parallel_split_and_two_into_one_a_merge() -> None:
    file = model(
        '<startEvent id="s"/><task id="t"/><task id="a"/><task id="b"/><task id="c"/>'
        + path("s", "t", "a", "c") + path("t", "b", "c")
    )  # fmt: skip
    case = Stepper(file)
    assert case.done.count("c") == 2
    assert case.instance.status == "completed"


def test_tokens_that_wait_for_ever_at_a_join_are_named() -> None:
    file = model(
        '<startEvent id="s"/><exclusiveGateway id="x" default="x-a"/><task id="a"/><task id="b"/><parallelGateway id="j"/>'  # noqa: E501  # the text of a file
        '<endEvent id="e"/>' + path("s", "x", "a", "j", "e") + flow("x", "b", "false") + path("b", "j")
    )
    case = Stepper(file)
    assert case.instance.status == "running"
    assert case.instance.stuck_joins == ("j",)
