"""Data associations, I/O specifications, data objects, stores and properties. BPMN 2.0.2 §10.4."""

import pytest

from bpmn import Model
from engine.simulated import run_model
from engine.tokens.values import Json
from tests.engine.tokens.diagrams import model, path

OBJECT = '<dataObject id="o"/><dataObjectReference id="r" dataObjectRef="o" name="Order"/>'
SENDER = '<process id="q"><startEvent id="qs"/>{}</process>'


def ends_with(file: Model, **data: Json) -> dict[str, Json]:
    """The variables at the end of a run."""
    result = run_model(file, processes=["p"], data=data)
    assert result.status == "completed", result.errors
    return dict(result.data)


def script(name: str, source: str, inner: str = "") -> str:
    return f'<scriptTask id="{name}" scriptFormat="python">{inner}<script>{source}</script></scriptTask>'


def taking(source: str, name: str, more: str = "") -> str:
    """An input of that name, filled from a data element."""
    origin = f"<sourceRef>{source}</sourceRef>" if source else ""
    return (
        f'<ioSpecification><dataInput id="{name}-in" name="{name}"/><inputSet><dataInputRefs>{name}-in</dataInputRefs>'
        f'</inputSet><outputSet/></ioSpecification><dataInputAssociation id="{name}-a">{origin}'
        f"<targetRef>{name}-in</targetRef>{more}</dataInputAssociation>"
    )


def giving(name: str, target: str, more: str = "") -> str:
    """An output of that name, which goes to a data element."""
    return (
        f'<ioSpecification><dataOutput id="{name}-out" name="{name}"/><inputSet/><outputSet><dataOutputRefs>{name}-out'
        f'</dataOutputRefs></outputSet></ioSpecification><dataOutputAssociation id="{name}-a">'
        f"<sourceRef>{name}-out</sourceRef><targetRef>{target}</targetRef>{more}</dataOutputAssociation>"
    )


def test_a_value_goes_from_one_task_to_the_next_through_a_data_object() -> None:
    made, used = script("a", "out = 5", giving("out", "r")), script("b", "z = inside + 1", taking("r", "inside"))
    found = ends_with(model(OBJECT + '<startEvent id="s"/>' + made + used + path("s", "a", "b")))
    assert found["z"] == 6
    assert found["Order"] == 5
    assert "out" not in found
    assert "inside" not in found


def test_a_transformation_changes_the_value_on_the_way() -> None:
    inside = taking("r", "inside", "<transformation>Order * 2</transformation>")
    body = OBJECT + '<startEvent id="s"/>' + script("k", "Order = 4") + script("a", "z = inside", inside)
    assert ends_with(model(body + path("s", "k", "a")))["z"] == 8


def test_assignments_set_what_they_name() -> None:
    inside = taking("", "inside", "<assignment><from>3 + 4</from><to>inside</to></assignment>")
    assert ends_with(model('<startEvent id="s"/>' + script("a", "z = inside", inside) + path("s", "a")))["z"] == 7


def test_an_assignment_on_the_way_out_sets_a_variable_of_the_process() -> None:
    outside = giving("out", "r", "<assignment><from>out + 1</from><to>r</to></assignment>")
    found = ends_with(model(OBJECT + '<startEvent id="s"/>' + script("a", "out = 5", outside) + path("s", "a")))
    assert found["Order"] == 6


def test_an_input_whose_source_has_no_value_stays_open() -> None:
    body = '<startEvent id="s"/>' + script("a", "z = 1", taking("nothing", "inside")) + path("s", "a")
    assert ends_with(model(body)) == {"z": 1}


def test_a_data_store_keeps_what_is_put_in_it() -> None:
    store = '<dataStoreReference id="sr" dataStoreRef="store" name="Register"/>'
    made, used = script("a", "out = 5", giving("out", "sr")), script("b", "z = entry", taking("sr", "entry"))
    body = store + '<startEvent id="s"/>' + made + used + path("s", "a", "b")
    assert ends_with(model(body, more='<dataStore id="store" name="Register"/>'))["z"] == 5


def test_a_property_is_a_variable_of_its_scope() -> None:
    inner = (
        '<property id="pr" name="count"/><startEvent id="t"/>' + script("a", "count = 3\nz = count") + path("t", "a")
    )
    found = ends_with(model(f'<startEvent id="s"/><subProcess id="u">{inner}</subProcess>' + path("s", "u")))
    assert found == {"z": 3}


def test_a_form_still_gives_its_fields_where_the_diagram_shows_where_data_go() -> None:
    task = f'<userTask id="u">{giving("", "r")}</userTask>'
    file = model(OBJECT + '<startEvent id="s"/>' + task + path("s", "u"))
    assert run_model(file, answers={"u": {"amount": 3}}).data["amount"] == 3


@pytest.mark.parametrize("is_sequential", ["true", "false"])
def test_instances_take_the_items_of_a_data_object_and_give_theirs_to_another(is_sequential: str) -> None:
    data = (
        '<dataObject id="c" isCollection="true"/><dataObjectReference id="cr" dataObjectRef="c" name="items"/>'
        '<dataObject id="d" isCollection="true" name="doubles"/>'
    )
    specification = (
        '<ioSpecification><dataInput id="li"/><dataOutput id="lo"/><inputSet/><outputSet/></ioSpecification>'
        '<dataInputAssociation id="x"><sourceRef>cr</sourceRef><targetRef>li</targetRef></dataInputAssociation>'
        '<dataOutputAssociation id="y"><sourceRef>lo</sourceRef><targetRef>d</targetRef></dataOutputAssociation>'
    )
    loop = (
        f'<multiInstanceLoopCharacteristics isSequential="{is_sequential}"><loopDataInputRef>li</loopDataInputRef>'
        '<loopDataOutputRef>lo</loopDataOutputRef><inputDataItem id="item"/><outputDataItem id="double"/>'
        "</multiInstanceLoopCharacteristics>"
    )
    body = data + '<startEvent id="s"/>' + script("k", "items = [1, 2, 3]")
    body += script("a", "double = item * 2", specification + loop) + path("s", "k", "a")
    assert ends_with(model(body))["doubles"] == [2, 4, 6]


def test_a_message_carries_what_the_throwing_event_takes_in_to_where_the_catching_one_puts_it() -> None:
    definition = '<messageEventDefinition messageRef="m"/>'
    thrown = (
        '<endEvent id="qe"><dataInput id="pay" name="payload"/><dataInputAssociation id="qa">'
        "<sourceRef>qo</sourceRef><targetRef>pay</targetRef></dataInputAssociation><inputSet/>"
        + definition
        + "</endEvent>"
    )
    sender = '<dataObject id="qo" name="amount"/><startEvent id="qs"/>' + script("qk", "amount = 9") + thrown
    caught = (
        '<intermediateCatchEvent id="c"><dataOutput id="got" name="payload"/><dataOutputAssociation id="ca">'
        "<sourceRef>got</sourceRef><targetRef>o</targetRef></dataOutputAssociation><outputSet/>" + definition
        + "</intermediateCatchEvent>"
    )  # fmt: skip
    more = f'<message id="m" name="Paid"/><process id="q">{sender}{path("qs", "qk", "qe")}</process>'
    file = model('<dataObject id="o" name="sum"/><startEvent id="s"/>' + caught + path("s", "c"), more=more)
    result = run_model(file, processes=["p", "q"])
    assert result.status == "completed", (result.errors, result.waiting)
    assert result.data["sum"] == 9
    assert "payload" not in result.data
