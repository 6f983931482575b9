"""The standard's constraints on data, calls, loops, links, imports and choreographies, each broken and put right."""

import pytest

from bpmn import read_model
from bpmn.check import check_model

NAMESPACE = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ITEMS = (
    '<itemDefinition id="text" structureRef="xsd:string"/><itemDefinition id="text2" structureRef="xsd:string"/>'
    '<itemDefinition id="number" structureRef="xsd:int"/>'
    '<itemDefinition id="texts" structureRef="xsd:string" isCollection="true"/>'
    '<message id="asked" itemRef="text"/><message id="answered" itemRef="number"/>'
    '<interface id="desk" name="Desk"><operation id="ask" name="Ask">'
    "<inMessageRef>asked</inMessageRef><outMessageRef>answered</outMessageRef></operation></interface>"
)


def definitions(inside: str, *, attributes: str = "") -> str:
    return (
        f'<definitions xmlns="{NAMESPACE}" xmlns:xsd="http://www.w3.org/2001/XMLSchema" id="D" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="urn:here" {attributes}>'
        f"{ITEMS}{inside}</definitions>"
    )


def process(inside: str, *, name: str = "P", attributes: str = 'isExecutable="true"') -> str:
    return f'<process id="{name}" {attributes}>{inside}</process>'


def found(text: str, constraint: str) -> list[str | None]:
    findings = check_model(read_model(text.encode(), source_name="here.bpmn"))
    return [finding.element for finding in findings if finding.constraint == f"EXT.{constraint}"]


def data(inputs: dict[str, str], outputs: dict[str, str] | None = None, *, more: str = "") -> str:
    """Return a specification whose sets hold all its data; `more` is added to the input set."""
    given = {"dataInput": inputs, "dataOutput": outputs or {}}
    elements = [
        f'<{kind} id="{name}"' + (f' itemSubjectRef="{item}"/>' if item else "/>")
        for kind, every in given.items()
        for name, item in every.items()
    ]
    first = "".join(f"<dataInputRefs>{name}</dataInputRefs>" for name in inputs)
    last = "".join(f"<dataOutputRefs>{name}</dataOutputRefs>" for name in outputs or {})
    sets = f"<inputSet>{first}{more}</inputSet><outputSet>{last}</outputSet>"
    return f"<ioSpecification>{''.join(elements)}{sets}</ioSpecification>"


def task(kind: str, inside: str, attributes: str = "") -> str:
    return definitions(process(f'<{kind} id="t" {attributes}>{inside}</{kind}>'))


def service(inputs: dict[str, str], outputs: dict[str, str]) -> str:
    return task("serviceTask", data(inputs, outputs), 'operationRef="ask"')


def sets(inside: str) -> str:
    return task(
        "task",
        '<ioSpecification><dataInput id="a"/><dataInput id="b"/><dataOutput id="c"/><dataOutput id="d"/>'
        f"{inside}</ioSpecification>",
    )


def copied(target: str, *, sources: int = 1, more: str = "") -> str:
    objects = '<dataObject id="o" itemSubjectRef="text"/><dataObjectReference id="r" dataObjectRef="o"/>'
    ends = "<sourceRef>r</sourceRef>" * sources
    association = f'<dataInputAssociation id="x">{ends}<targetRef>i</targetRef>{more}</dataInputAssociation>'
    return definitions(process(f'{objects}<task id="t">{data({"i": target})}{association}</task>'))


def thrown(items: tuple[str, ...], triggers: str) -> str:
    inputs = "".join(f'<dataInput id="i{n}" itemSubjectRef="{item}"/>' for n, item in enumerate(items))
    refs = "".join(f"<dataInputRefs>i{n}</dataInputRefs>" for n, _ in enumerate(items))
    event = f'<endEvent id="e">{inputs}<inputSet>{refs}</inputSet>{triggers}</endEvent>'
    return definitions(process(event) + '<signal id="sig" structureRef="number"/>')


MESSAGE = '<messageEventDefinition id="md" messageRef="asked"/>'
SIGNAL = '<signalEventDefinition id="sd" signalRef="sig"/>'


def call(inputs: dict[str, str], outputs: dict[str, str]) -> str:
    called = process(data({"ci": "text"}, {"co": "number"}), name="Q")
    return definitions(
        called + process(f'<callActivity id="c" calledElement="Q">{data(inputs, outputs)}</callActivity>')
    )


def offered(item: str, binding: str = '<ioBinding operationRef="ask" inputDataRef="i" outputDataRef="o"/>') -> str:
    inside = f"<supportedInterfaceRef>desk</supportedInterfaceRef>{data({'i': item}, {'o': 'number'})}{binding}"
    return definitions(f'<globalTask id="g">{inside}</globalTask>')


def loop(inside: str, kind: str = "task") -> str:
    characteristics = f'<multiInstanceLoopCharacteristics id="m">{inside}</multiInstanceLoopCharacteristics>'
    objects = '<dataObject id="many" isCollection="true"/><dataObject id="one"/>'
    specification = data({"i": "texts"}, {"o": "texts"}) if kind == "task" else ""
    return definitions(process(f'{objects}<{kind} id="t">{specification}{characteristics}</{kind}>'))


def named(name: str, state: str = "") -> str:
    held = f'<dataState name="{state}"/>' if state else ""
    reference = f'<dataObjectReference id="r" dataObjectRef="o" name="{name}">{held}</dataObjectReference>'
    return definitions(process(f'<dataObject id="o" name="Application"/>{reference}'))


def event(kind: str, name: str, inside: str, attributes: str = "") -> str:
    return f'<{kind} id="{name}" {attributes}>{inside}</{kind}>'


def linked(*targets: str, nested: bool = False) -> str:
    throw = event("intermediateThrowEvent", "lt", '<linkEventDefinition id="l" name="on"/>')
    catch = "".join(
        event("intermediateCatchEvent", f"c{name}", f'<linkEventDefinition id="{name}" name="on"/>') for name in targets
    )
    return definitions(process(throw + (f'<subProcess id="s">{catch}</subProcess>' if nested else catch)))


def flow(source: str, target: str) -> str:
    return f'<sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}"/>'


def shared(where: str, user: str) -> str:
    trigger = '<messageEventDefinition id="md"/>'
    inner = event("intermediateThrowEvent", "h", trigger if where == "inside" else "")
    using = event(user, "u", "<eventDefinitionRef>md</eventDefinitionRef>")
    return definitions((trigger if where == "outside" else "") + process(inner + using))


def messages(source: str, target: str) -> str:
    trigger = "<messageEventDefinition/>"
    inside = event("startEvent", "s", trigger) + event("endEvent", "e", trigger) + flow("s", "e")
    pools = '<participant id="p" processRef="P"/><participant id="q"/>'
    message = f'<messageFlow id="mf" sourceRef="{source}" targetRef="{target}"/>'
    return definitions(f'<collaboration id="C">{pools}{message}</collaboration>' + process(inside))


def pools(multiplicity: str) -> str:
    return definitions(
        '<collaboration id="C"><participant id="p">'
        f"<participantMultiplicity {multiplicity}/></participant></collaboration>"
    )


def gateway(incoming: int, outgoing: int, attributes: str = "", kind: str = "exclusiveGateway") -> str:
    tasks = "".join(f'<task id="t{n}"/>' for n in range(incoming + outgoing))
    flows = [flow(f"t{n}", "g") if n < incoming else flow("g", f"t{n}") for n in range(incoming + outgoing)]
    return definitions(process(f'<{kind} id="g" {attributes}/>{tasks}{"".join(flows)}'))


def joined(kind: str, other: str, first: str = "", second: str = "") -> str:
    ends = f'<{kind} id="a">{first}</{kind}><{other} id="b">{second}</{other}>'
    return definitions(process(ends + flow("a", "b")))


def conditional(attributes: str) -> str:
    condition = f"<condition {attributes}>x</condition>"
    return task("startEvent", f'<conditionalEventDefinition id="cd">{condition}</conditionalEventDefinition>')


EMPTY_SET = "<inputSet/><inputSet>"
CASES = [
    ("021", joined("dataObject", "task"), joined("task", "task"), "a"),
    ("022", joined("task", "dataObject"), joined("task", "task"), "b"),
    (
        "023",
        joined("task", "task", "<outgoing>a_b</outgoing>", "<incoming>x</incoming>"),
        joined("task", "task", "<outgoing>a_b</outgoing>", "<incoming>a_b</incoming>"),
        "a_b",
    ),
    ("020", task("task", data({"i": "texts"})), task("task", data({"i": "text"})), "i"),
    (
        "027",
        definitions('<globalConversation id="gc"><choreographyRef>x</choreographyRef></globalConversation>'),
        definitions('<globalConversation id="gc"/>'),
        "gc",
    ),
    ("029", pools('minimum="-1" maximum="2"'), pools('minimum="0" maximum="2"'), "p"),
    ("030", pools('minimum="3" maximum="2"'), pools('minimum="2" maximum="2"'), "p"),
    ("030", pools('minimum="0" maximum="0"'), pools('minimum="0"'), "p"),
    (
        "032",
        definitions('<globalConversation id="gc"><conversation id="c"/></globalConversation>'),
        definitions('<globalConversation id="gc"><participant id="p"/></globalConversation>'),
        "gc",
    ),
    ("037", task("task", "", 'startQuantity="0"'), task("task", "", 'startQuantity="2"'), "t"),
    ("038", task("task", "", 'completionQuantity="-1"'), task("task", "", 'completionQuantity="1"'), "t"),
    (
        "042",
        task("serviceTask", data({"i": "text"}).replace("<inputSet>", EMPTY_SET), 'operationRef="ask"'),
        service({"i": "text"}, {"o": "number"}),
        "t",
    ),
    ("044", service({"i": "number"}, {"o": "number"}), service({"i": "text2"}, {"o": "number"}), "t"),
    ("045", service({"i": "text"}, {"o": "text"}), service({"i": "text"}, {"o": "number"}), "t"),
    ("045", service({"i": "text"}, {}), service({"i": "text"}, {"o": "number"}), "t"),
    (
        "046",
        task("sendTask", data({"i": "text"}).replace("<inputSet>", EMPTY_SET), 'messageRef="asked"'),
        task("sendTask", data({"i": "text"}), 'messageRef="asked"'),
        "t",
    ),
    (
        "050",
        task(
            "receiveTask",
            data({}, {"o": "text"}).replace("<outputSet>", "<outputSet/><outputSet>"),
            'messageRef="asked"',
        ),
        task("receiveTask", data({}, {"o": "text"}), 'messageRef="asked"'),
        "t",
    ),
    (
        "057",
        definitions(process(f'<subProcess id="t" triggeredByEvent="true"/><task id="u"/>{flow("u", "t")}')),
        task("subProcess", "", 'triggeredByEvent="true"'),
        "t",
    ),
    ("062", task("adHocSubProcess", '<startEvent id="s"/>'), task("adHocSubProcess", '<task id="s"/>'), "s"),
    ("123", conditional(""), conditional('xsi:type="tFormalExpression"'), "cd"),
    (
        "047",
        task("sendTask", data({"i": "text", "j": "text"}), 'messageRef="asked"'),
        task("sendTask", data({"i": "text"}), 'messageRef="asked"'),
        "t",
    ),
    (
        "048",
        task("sendTask", data({"i": ""}), 'messageRef="asked"'),
        task("sendTask", data({"i": "text"}), 'messageRef="asked"'),
        "t",
    ),
    (
        "051",
        task("receiveTask", data({}, {"o": "text", "p": "text"}), 'messageRef="asked"'),
        task("receiveTask", data({}, {"o": "text"}), 'messageRef="asked"'),
        "t",
    ),
    (
        "052",
        task("receiveTask", data({}, {"o": "number"}), 'messageRef="asked"'),
        task("receiveTask", data({}, {"o": "text2"}), 'messageRef="asked"'),
        "t",
    ),
    (
        "053",
        task("scriptTask", "<script>x</script>"),
        task("scriptTask", "<script>x</script>", 'scriptFormat="feel"'),
        "t",
    ),
    ("063", call({}, {"o": "number"}), call({"i": "text"}, {"o": "number"}), "c"),
    ("063", call({"i": "text", "j": "text"}, {"o": "number"}), call({"i": "text2"}, {"o": "number"}), "c"),
    ("064", offered("text", ""), offered("text"), "g"),
    ("065", offered("number"), offered("text2"), "g"),
    ("067", loop(""), loop("<loopCardinality>3</loopCardinality>"), "m"),
    ("068", loop("<loopDataInputRef>texts</loopDataInputRef>"), loop("<loopDataInputRef>i</loopDataInputRef>"), "m"),
    (
        "068",
        loop("<loopDataInputRef>one</loopDataInputRef>", "subProcess"),
        loop("<loopDataInputRef>many</loopDataInputRef>", "subProcess"),
        "m",
    ),
    (
        "070",
        loop('<loopDataInputRef>i</loopDataInputRef><inputDataItem id="x" itemSubjectRef="number"/>'),
        loop('<loopDataInputRef>i</loopDataInputRef><inputDataItem id="x" itemSubjectRef="text"/>'),
        "m",
    ),
    ("076", named("Paper", "paid"), named("Application [paid]", "paid"), "r"),
    ("076", named("Paper"), named("Application"), "r"),
    ("079", task("subProcess", data({"i": "text"})), task("subProcess", ""), "t"),
    (
        "084",
        sets("<inputSet><dataInputRefs>a</dataInputRefs></inputSet><outputSet/>"),
        sets("<inputSet><dataInputRefs>a</dataInputRefs><dataInputRefs>b</dataInputRefs></inputSet><outputSet/>"),
        "b",
    ),
    (
        "085",
        sets('<inputSet id="s"><optionalInputRefs>a</optionalInputRefs></inputSet>'),
        sets("<inputSet><dataInputRefs>a</dataInputRefs><optionalInputRefs>a</optionalInputRefs></inputSet>"),
        "s",
    ),
    (
        "086",
        sets('<inputSet id="s"><whileExecutingInputRefs>a</whileExecutingInputRefs></inputSet>'),
        sets(
            "<inputSet><dataInputRefs>a</dataInputRefs><whileExecutingInputRefs>a</whileExecutingInputRefs></inputSet>"
        ),
        "s",
    ),
    (
        "087",
        sets('<inputSet id="s"><outputSetRefs>z</outputSetRefs></inputSet><outputSet id="z"/>'),
        sets(
            '<inputSet id="s"><outputSetRefs>z</outputSetRefs></inputSet>'
            '<outputSet id="z"><inputSetRefs>s</inputSetRefs></outputSet>'
        ),
        "s",
    ),
    (
        "088",
        sets("<inputSet/><outputSet><dataOutputRefs>c</dataOutputRefs></outputSet>"),
        sets("<inputSet/><outputSet><dataOutputRefs>c</dataOutputRefs><dataOutputRefs>d</dataOutputRefs></outputSet>"),
        "d",
    ),
    (
        "089",
        sets('<outputSet id="s"><optionalOutputRefs>c</optionalOutputRefs></outputSet>'),
        sets("<outputSet><dataOutputRefs>c</dataOutputRefs><optionalOutputRefs>c</optionalOutputRefs></outputSet>"),
        "s",
    ),
    (
        "090",
        sets('<outputSet id="s"><whileExecutingOutputRefs>c</whileExecutingOutputRefs></outputSet>'),
        sets(
            "<outputSet><dataOutputRefs>c</dataOutputRefs>"
            "<whileExecutingOutputRefs>c</whileExecutingOutputRefs></outputSet>"
        ),
        "s",
    ),
    ("091", copied("number"), copied("text2"), "x"),
    ("091", copied("number"), copied("number", more="<transformation>f</transformation>"), "x"),
    ("092", copied("text", sources=2), copied("text", sources=2, more="<transformation>f</transformation>"), "x"),
    ("093", thrown(("text",), MESSAGE + SIGNAL), thrown(("text", "number"), MESSAGE + SIGNAL), "e"),
    ("094", thrown(("text", "text"), MESSAGE + SIGNAL), thrown(("text2", "number"), MESSAGE + SIGNAL), "sd"),
    ("095", shared("inside", "startEvent"), shared("outside", "startEvent"), "md"),
    ("095", shared("inside", "endEvent"), shared("outside", "endEvent"), "md"),
    ("102", messages("s", "q"), messages("q", "s"), "mf"),
    ("108", messages("q", "e"), messages("e", "q"), "mf"),
    ("126", linked("l1", nested=True), linked("l1"), "l"),
    ("135", gateway(1, 0), gateway(2, 1), "g"),
    ("135", gateway(1, 1), gateway(1, 2), "g"),
    (
        "142",
        gateway(1, 2, 'instantiate="true"', "eventBasedGateway"),
        gateway(0, 2, 'instantiate="true"', "eventBasedGateway"),
        "g",
    ),
]


@pytest.mark.parametrize(
    ("constraint", "wrong", "right", "element"), CASES, ids=[f"{c[0]}-{n}" for n, c in enumerate(CASES)]
)
def test_constraint_is_found_at_its_element_and_not_where_it_holds(
    constraint: str, wrong: str, right: str, element: str
) -> None:
    assert element in found(wrong, constraint)
    assert found(right, constraint) == []


def test_counterparts_that_differ_are_named_one_by_one() -> None:
    text = call({"i": "text"}, {"o": "text"})
    assert found(text, "063") == ["c", "o"]


def test_what_engines_leave_out_is_not_asked_of_their_files() -> None:
    text = loop("").replace(
        'id="m"', 'id="m" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" camunda:collection="c"'
    )
    assert found(text, "067") == []


def test_data_of_a_trigger_that_carries_none_are_compared_with_nothing() -> None:
    data_output = '<dataOutput id="o" itemSubjectRef="text"/><outputSet><dataOutputRefs>o</dataOutputRefs></outputSet>'
    text = definitions(process(f'<startEvent id="s">{data_output}<timerEventDefinition id="t"/></startEvent>'))
    assert found(text, "094") == []


def test_data_references_that_go_in_a_circle_are_about_nothing() -> None:
    circle = '<dataObjectReference id="r" dataObjectRef="q"/><dataObjectReference id="q" dataObjectRef="r"/>'
    text = copied("number").replace('<dataObjectReference id="r" dataObjectRef="o"/>', circle)
    assert found(text, "091") == []
