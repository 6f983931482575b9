"""What modellers and smaller engines write becomes neutral values; what is only drawing is recognised and kept."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from bpmn import Model, read_model
from bpmn.errors import BpmnFileError
from bpmn.model import CatchEvent, DecisionCall, EndEvent, Event, Job, Listener, Task

Read = Callable[..., Model]
DI = ' xmlns:d="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:c="http://www.omg.org/spec/DD/20100524/DC"'


def ext(inner: str) -> str:
    return f"<extensionElements>{inner}</extensionElements>"


def task(model: Model, element: str = "A") -> Task:
    found = model.nodes[element]
    assert isinstance(found, Task)
    return found


def shapes(*elements: str) -> str:
    drawn = "".join(f'<d:BPMNShape bpmnElement="{element}"><c:Bounds/></d:BPMNShape>' for element in elements)
    return f"<d:BPMNDiagram><d:BPMNPlane>{drawn}</d:BPMNPlane></d:BPMNDiagram>"


def bizagi(**properties: str) -> str:
    inner = "".join(f'<b:BizagiProperty name="{name}" value="{value}"/>' for name, value in properties.items())
    return ext(f"<b:BizagiExtensions><b:BizagiProperties>{inner}</b:BizagiProperties></b:BizagiExtensions>")


def test_bizagi_colours(read: Read) -> None:
    model = read(
        f'<process id="P"><task id="A">{bizagi(bgColor="#F0F0F0", borderColor="#666666")}</task>'
        f'<task id="B">{bizagi(bgColor="White", borderColor="Black")}</task></process>{shapes("A", "B")}',
        dialect=DI + ' xmlns:b="http://www.bizagi.com/bpmn20"',
    )
    assert [(shape.fill, shape.stroke) for shape in model.diagrams[0].shapes] == [("#F0F0F0", "#666666"), ("", "")]
    assert (model.dialects, model.notes, model.is_for_engine) == (("bizagi",), (), False)


def test_signavio_line_colours(read: Read) -> None:
    model = read(
        '<process id="P"><task id="A">'
        + ext('<s:signavioMetaData metaKey="bordercolor" metaValue="#aa0000"/>')
        + f"</task></process>{shapes('A')}",
        dialect=DI + ' xmlns:s="http://www.signavio.com"',
    )
    assert model.diagrams[0].shapes[0].stroke == "#aa0000"


ADONIS = ' xmlns:a="http://www.boc-group.com"'


def test_adonis_says_who_does_a_task_and_what_it_is_about(read_process: Read) -> None:
    model = read_process(
        '<userTask id="A">'
        + ext("<a:Assignee>group(Clerks) </a:Assignee><a:Tasks><a:Task><a:Description>Look at it.</a:Description>"
              "</a:Task></a:Tasks>")
        + '</userTask><userTask id="B">'
        + ext('<a:instance><a:relation class="RC_RESPONSIBLE"><a:endpoint><a:target class="ROLE" info="Registrar"/>'
              "</a:endpoint></a:relation></a:instance>")
        + '</userTask><userTask id="C">' + ext("<a:Assignee>ann</a:Assignee>") + "</userTask>",
        dialect=ADONIS,
    )  # fmt: skip
    first, second, third = (task(model, each).assignment for each in "ABC")
    assert first is not None
    assert [group.text for group in first.candidate_groups] == ["Clerks"]
    assert task(model).documentation == "Look at it."
    assert second is not None
    assert [group.text for group in second.candidate_groups] == ["Registrar"]
    assert third is not None
    assert third.assignee is not None
    assert third.assignee.text == "ann"
    assert (model.dialects, model.notes) == (("adonis",), ())


def test_adonis_mails_calls_starters_and_conditions(read_process: Read) -> None:
    model = read_process(
        '<startEvent id="S">' + ext("<a:Starter>group(Citizens)</a:Starter>") + '</startEvent><sendTask id="A">'
        + ext("<a:MailTo>${email}</a:MailTo><a:MailSubject>Yes</a:MailSubject>")
        + '</sendTask><serviceTask id="B">'
        + ext("<a:Events><a:Event><a:ActionClass>HttpRestHandler</a:ActionClass><a:Parameters><a:Parameter>"
              "<a:Name>method</a:Name><a:Value>POST</a:Value></a:Parameter></a:Parameters></a:Event></a:Events>")
        + '</serviceTask><endEvent id="E">' + ext("<a:MailTo>x@y</a:MailTo>") + "</endEvent>"
        '<sequenceFlow id="f" sourceRef="A" targetRef="B">'
        + ext('<a:connector><a:attribute name="TRANSITION_CONDITION"><a:value>paid = true</a:value></a:attribute>'
              "</a:connector>")
        + "</sequenceFlow>",
        dialect=ADONIS,
    )  # fmt: skip
    assert model.processes[0].candidate_starter_groups == ("Citizens",)
    assert task(model).job == Job(
        kind="connector", implementation="mail", headers=(("to", "${email}"), ("subject", "Yes"))
    )
    assert task(model, "B").job == Job(
        kind="connector", implementation="HttpRestHandler", headers=(("method", "POST"),)
    )
    end = model.nodes["E"]
    assert isinstance(end, EndEvent)
    assert end.job is not None
    condition = model.flows["f"].condition
    assert condition is not None
    assert (condition.text, condition.language) == ("paid = true", "feel")


def test_trisotech_decisions_and_bindings(read_process: Read) -> None:
    model = read_process(
        '<businessRuleTask id="A">'
        + ext(
            '<t3:copyOfLink itemName="Fee"/><t3:dataInputBindings xmlns:dmn="urn:dmn"><dmn:context><dmn:contextEntry>'
            '<dmn:variable name="Days"/><dmn:literalExpression><dmn:text>Case.days + 1</dmn:text>'
            "</dmn:literalExpression></dmn:contextEntry><dmn:contextEntry/></dmn:context></t3:dataInputBindings>"
        )
        + "</businessRuleTask>",
        dialect=' xmlns:t3="http://www.trisotech.com/2015/triso/modeling"',
    )
    found = task(model)
    assert found.decision == DecisionCall(decision="Fee")
    assert [(each.source.text, each.source.language, each.target) for each in found.inputs] == [
        ("Case.days + 1", "feel", "Days")
    ]
    assert (model.dialects, model.notes) == (("trisotech",), ())


def test_trisotechs_word_for_no_message_is_no_dangling_reference(read: Read) -> None:
    model = read(
        '<interface id="I" t3:x="1"><operation id="O"><inMessageRef>t3:unspecified</inMessageRef></operation>'
        "</interface>",
        dialect=' xmlns:t3="http://www.trisotech.com/2015/triso/modeling"',
    )
    assert model.definitions["O"].references == ()
    assert [note.rule for note in model.notes] == ["unknown-extension"]


def test_altinn_service_tasks(read_process: Read) -> None:
    model = read_process(
        '<serviceTask id="A">'
        + ext("<n:taskExtension><n:taskType>pdf</n:taskType></n:taskExtension>")
        + '</serviceTask><task id="B">'
        + ext("<n:taskExtension><n:taskType>data</n:taskType></n:taskExtension>")
        + "</task>",
        dialect=' xmlns:n="http://altinn.no/process"',
    )
    assert task(model).job == Job(kind="topic", topic="pdf")
    assert task(model, "B").job is None
    assert model.dialects == ("altinn",)


def test_knowprocess_writes_as_activiti_does(read_process: Read) -> None:
    model = read_process(
        '<userTask id="A" k:candidateGroups="clerks" k:formKey="f"/>',
        dialect=' xmlns:k="http://knowprocess.com/bpmn"',
    )
    found = task(model)
    assert found.assignment is not None
    assert found.assignment.candidate_groups[0].text == "clerks"
    assert (model.dialects, model.notes) == (("knowprocess",), ())


@pytest.mark.parametrize(
    ("name", "namespace"),
    [
        ("visual-paradigm", "http://www.visual-paradigm.com/bpmn/vpspecificcontent"),
        ("w4", "http://www.w4.eu/spec/BPMN/20110930/GRAPH"),
        ("yaoqiang", "http://bpmn.sourceforge.net"),
        ("bimp", "http://www.qbp-simulator.com/Schema201212"),
        ("bpsim", "http://www.bpsim.org/schemas/1.0"),
    ],
)
def test_drawing_tools_are_recognised_kept_and_not_noted(read_process: Read, name: str, namespace: str) -> None:
    model = read_process(
        f'<task id="A" v:x="1">{ext("<v:a><b/><Value/></v:a>")}</task>', dialect=f' xmlns:v="{namespace}"'
    )
    assert (model.dialects, model.notes, model.is_for_engine) == ((name,), (), False)
    assert [extension.name for extension in model.nodes["A"].extensions] == ["a", "attributes"]
    assert [inner.name for inner in model.nodes["A"].extensions[0].children] == ["b", "Value"]


@pytest.mark.parametrize("vendor", ["camunda", "operaton", "flowable"])
def test_listeners_are_kept_and_named(read_process: Read, vendor: str) -> None:
    model = read_process(
        '<userTask id="A">'
        + ext(
            f'<{vendor}:executionListener event="start" class="org.x.Y"/>'
            f'<{vendor}:executionListener event="end"><{vendor}:script scriptFormat="groovy">z()</{vendor}:script>'
            f'</{vendor}:executionListener><{vendor}:taskListener event="create" delegateExpression="${{d}}"/>'
        )
        + '</userTask><sequenceFlow id="f" sourceRef="A" targetRef="A">'
        + ext(f'<{vendor}:executionListener event="take" expression="${{e}}"/>')
        + "</sequenceFlow>",
        dialect=vendor,
    )
    assert model.nodes["A"].listeners == (
        Listener(event="start", kind="class", implementation="org.x.Y"),
        Listener(event="end", kind="script", implementation="z()", language="groovy"),
        Listener(event="create", kind="delegate", implementation="${d}", is_of_work_item=True),
    )
    assert model.flows["f"].listeners == (Listener(event="take", kind="expression", implementation="${e}"),)
    assert {"executionListener", "taskListener"} == {str(note.text).split()[0] for note in model.notes}


def test_caught_errors_go_to_variables(read: Read) -> None:
    model = read(
        '<error id="X"/><process id="P" camunda:candidateStarterUsers="ann, bat"><task id="A"/>'
        '<boundaryEvent id="B" attachedToRef="A"><errorEventDefinition errorRef="X" camunda:errorCodeVariable="c"'
        ' camunda:errorMessageVariable="m"/></boundaryEvent></process>',
        dialect="camunda",
    )
    found = model.nodes["B"]
    assert isinstance(found, Event)
    assert (found.definitions[0].code_variable, found.definitions[0].message_variable) == ("c", "m")
    assert model.processes[0].candidate_starter_users == ("ann", "bat")
    assert model.notes == ()


def test_events_of_flowables_registry_are_messages(read_process: Read) -> None:
    model = read_process(
        '<startEvent id="S">'
        + ext('<flowable:eventType><![CDATA[paid]]></flowable:eventType><flowable:eventOutParameter source="sum"'
              ' target="amount"/>')
        + '</startEvent><serviceTask id="A" flowable:type="send-event">'
        + ext('<flowable:eventType>ask</flowable:eventType><flowable:eventInParameter source="x" target="y"/>')
        + "</serviceTask>",
        dialect="flowable",
    )  # fmt: skip
    start = model.nodes["S"]
    assert isinstance(start, CatchEvent)
    assert (start.kind, start.definitions[0].reference) == ("message", "paid")
    assert [(each.source.text, each.target) for each in start.outputs] == [("${sum}", "amount")]
    assert (model.definitions["paid"].type, model.definitions["paid"].name) == ("message", "paid")
    found = task(model)
    assert found.job is not None
    assert (found.job.implementation, found.job.topic) == ("send-event", "ask")
    assert [(each.source.text, each.target) for each in found.inputs] == [("${x}", "y")]
    assert [note.rule for note in model.notes] == ["implied-definition"]


@pytest.mark.corpora
def test_the_dialects_of_the_corpora_are_recognised(corpora: Path) -> None:
    found: Counter[str] = Counter()
    strangers: Counter[str] = Counter()
    for path in sorted((corpora / "miwg").rglob("*.bpmn")):
        try:
            model = read_model(path.read_bytes(), source_name=path.name)
        except BpmnFileError:
            continue
        found.update(model.dialects)
        strangers.update(note.rule for note in model.notes if "extensions of" in str(note.text))
    assert set(found) >= {
        "adonis", "bizagi", "bonita", "enterprise-architect", "ibm", "igrafx", "itp-commerce", "knowprocess",
        "signavio", "trisotech", "visual-paradigm", "w4",
    }  # fmt: skip
    assert sum(strangers.values()) == 0
