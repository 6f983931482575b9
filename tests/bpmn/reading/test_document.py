"""Whole files: what is refused, what is mended, what the corpora hold."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bpmn import Model, read_model
from bpmn.errors import BpmnFileError, UnreadableFileError
from bpmn.model import Note

Read = Callable[..., Model]


def read_or_refusal(data: bytes, source_name: str) -> Model | BpmnFileError:
    """Return the model, or the error; any other exception is a fault of the reader."""
    try:
        return read_model(data, source_name=source_name)
    except BpmnFileError as error:
        return error


def notes(model: Model, rule: str) -> list[Note]:
    return [note for note in model.notes if note.rule == rule]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ('<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>', "a DMN decision model"),
        ('<definitions xmlns="http://www.omg.org/spec/CMMN/20151109/MODEL"/>', "a CMMN case model"),
        ('<Package xmlns="http://www.wfmc.org/2009/XPDL2.2"/>', "an XPDL process definition"),
        ('<b:BpmnDiagram xmlns:b="http://stp.eclipse.org/bpmn"/>', "a BPMN 1 diagram"),
        ('<mxfile host="x"/>', "a draw.io diagram"),
        ('<svg xmlns="http://www.w3.org/2000/svg"/>', "an SVG picture"),
        ("<html><body/></html>", "a web page"),
        ("<pnml/>", "a Petri net"),
        ('<log xmlns="http://www.xes-standard.org/"/>', "an event log"),
        ("<definitions/>", 'The root element is definitions in the namespace ""'),
        ('<definition xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>', "The root element is definition in"),
    ],
)
def test_another_kind_of_file_is_refused_by_name(data: str, says: str) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        read_model(data.encode(), source_name="other.xml")
    assert says in str(caught.value)
    assert caught.value.line == 1


def test_the_beta_namespace_of_2010_is_bpmn_too() -> None:
    data = b'<definitions xmlns="http://schema.omg.org/spec/BPMN/2.0"><process><task id="A"/></process></definitions>'
    assert set(read_model(data, source_name="").nodes) == {"A"}


def test_what_a_file_says_of_itself_is_kept() -> None:
    data = (
        b'<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" id="D" name="a&#10;b" exporter="Tool"'
        b' exporterVersion="1.2" targetNamespace="urn:x" expressionLanguage="urn:feel"/>'
    )
    model = read_model(data, source_name="own.bpmn")
    assert (model.id, model.name, model.exporter) == ("D", "a b", "Tool 1.2")
    assert (model.target_namespace, model.expression_language) == ("urn:x", "urn:feel")
    assert (model.source, model.source_name) == (data, "own.bpmn")


def test_missing_ids_are_made_up_and_noted(read_process: Read) -> None:
    model = read_process('<task id="task_1"/><task name="second"/>')
    assert [(node.id, node.name) for node in model.processes[0].scope.nodes] == [("task_1", ""), ("task_2", "second")]
    (note,) = notes(model, "missing-id")
    assert (note.element, note.line) == ("task_2", 3)
    assert str(note.text) == "The task has no id; it is called task_2 here."


def test_duplicate_ids_are_renamed_and_noted(read_process: Read) -> None:
    model = read_process(
        '<task id="A"/><task id="A_2"/><task id="A"/><sequenceFlow id="f" sourceRef="A" targetRef="A_2"/>'
    )
    assert list(model.nodes) == ["A", "A_2", "A_3"]
    assert model.nodes["A"].outgoing == ("f",)
    assert [note.element for note in notes(model, "duplicate-id")] == ["A_3"]


def test_duplicate_ids_may_hold_any_signs(read_process: Read) -> None:
    model = read_process('<task id="a{b}"/><task id="a{b}"/><task id="{}"/><task id="{}"/>')
    assert list(model.nodes) == ["a{b}", "a{b}_2", "{}", "{}_2"]


def test_references_that_lead_nowhere_are_noted_and_emptied(read_process: Read) -> None:
    model = read_process(
        '<receiveTask id="A" messageRef="M"/><sequenceFlow id="f" sourceRef="A" targetRef="Z"/>'
        '<sequenceFlow id="g" sourceRef="A" targetRef="P"/><boundaryEvent id="b"/>'
    )
    assert (model.flows["f"].source, model.flows["f"].target) == ("A", "")
    assert model.flows["g"].target == ""
    assert getattr(model.nodes["A"], "message", "") is None
    assert [(note.element, note.line) for note in notes(model, "dangling-reference")] == [
        ("f", 3),
        ("g", 3),
        ("A", 3),
        ("b", 3),
    ]


def test_references_may_be_qualified_names(read: Read) -> None:
    model = read(
        '<message id="M" name="Hello"/><process id="P"><task id="A"/><task id="B"/>'
        '<receiveTask id="R" messageRef="t:M"/>'
        '<sequenceFlow id="f" sourceRef="t:A" targetRef="t:B"/></process>'
    )
    assert (model.flows["f"].source, model.flows["f"].target) == ("A", "B")
    assert getattr(model.nodes["R"], "message", "") == "M"
    assert model.notes == ()


def test_references_into_an_imported_file_are_not_called_dangling(read: Read) -> None:
    model = read(
        '<import importType="http://www.omg.org/spec/BPMN/20100524/MODEL" location="other.bpmn" namespace="urn:o"/>'
        '<process id="P"><receiveTask id="R" messageRef="o:M"/></process>',
        dialect=' xmlns:o="urn:o"',
    )
    assert [note.rule for note in model.notes] == ["import"]
    assert "other.bpmn" in str(model.notes[0].text)


def test_unknown_elements_and_extensions_are_noted_once_for_each_kind(read_process: Read) -> None:
    model = read_process(
        '<robotTask id="A"/><robotTask id="B"/>'
        '<task id="C" v:colour="red"><extensionElements><v:a b="1"><v:c>text</v:c></v:a><v:d/></extensionElements>'
        "</task>",
        dialect=' xmlns:v="urn:vendor"',
    )
    assert [(note.rule, note.element) for note in model.notes] == [("unknown-element", "A"), ("unknown-extension", "C")]
    first, second, attributes = model.nodes["C"].extensions
    assert (first.namespace, first.name, first.get("b"), first.get("z", "-")) == ("urn:vendor", "a", "1", "-")
    assert [(inner.name, inner.text) for inner in first.children] == [("c", "text")]
    assert (second.name, attributes.name) == ("d", "attributes")
    assert attributes.attributes == (("{urn:vendor}colour", "red"),)


def test_undeclared_prefixes_are_noted(read_process: Read) -> None:
    model = read_process('<task id="A" w:x="1"/>')
    assert [(note.rule, note.element) for note in model.notes] == [("undeclared-prefix", "A")]


def test_incoming_and_outgoing_come_from_the_flows_themselves(read_process: Read) -> None:
    model = read_process(
        '<task id="A"><outgoing>wrong</outgoing></task><task id="B"/>'
        '<sequenceFlow id="f" sourceRef="A" targetRef="B"/><sequenceFlow id="g" sourceRef="A" targetRef="B"/>'
    )
    assert model.nodes["A"].outgoing == model.nodes["B"].incoming == ("f", "g")


def test_a_flow_written_in_the_wrong_process_is_put_where_its_ends_are(read: Read) -> None:
    model = read(
        '<process id="P"><sequenceFlow id="f" sourceRef="A" targetRef="B"/></process>'
        '<process id="Q"><task id="A"/><task id="B"/></process>'
    )
    assert [len(process.scope.flows) for process in model.processes] == [0, 1]
    assert [note.element for note in notes(model, "misplaced-flow")] == ["f"]


def test_a_chain_of_twenty_thousand_tasks_is_read(make_file: Callable[..., bytes]) -> None:
    count = 20_000
    tasks = "".join(f'<task id="t{number}"/>' for number in range(count))
    flows = "".join(f'<sequenceFlow id="f{n}" sourceRef="t{n}" targetRef="t{n + 1}"/>' for n in range(count - 1))
    model = read_model(make_file(f'<process id="P">{tasks}{flows}</process>'), source_name="")
    assert len(model.nodes) == count


def test_sub_processes_nested_as_deep_as_allowed_are_read_and_compared(make_file: Callable[..., bytes]) -> None:
    depth = 97
    body = "".join(f'<subProcess id="s{n}">' for n in range(depth)) + "</subProcess>" * depth
    data = make_file(f'<process id="P">{body}</process>')
    assert read_model(data, source_name="") == read_model(data, source_name="")
    with pytest.raises(UnreadableFileError, match="nested more than 100 deep"):
        read_model(make_file(f'<process id="P"><a><a>{body}</a></a></process>'), source_name="")


def test_many_equal_ids_are_renamed_without_trying_every_number(make_file: Callable[..., bytes]) -> None:
    # Trying every number for each of them would be 200 million tries.
    model = read_model(make_file('<process id="P">' + '<task id="A"/>' * 20_000 + "</process>"), source_name="")
    assert len(model.nodes) == 20_000


SAMPLE = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:t="urn:t" targetNamespace="urn:t"
 xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
 xmlns:flowable="http://flowable.org/bpmn" xmlns:ortoo="urn:ortoo:bpmn:1" id="D">
 <message id="M" name="m"/><error id="E" errorCode="1"/><dataStore id="DS"/><itemDefinition id="I"/>
 <collaboration id="C"><participant id="p" processRef="P"><participantMultiplicity maximum="2"/></participant>
  <messageFlow id="mf" sourceRef="p" targetRef="R" messageRef="M"/></collaboration>
 <process id="P" isExecutable="true"><laneSet id="ls"><lane id="l"><flowNodeRef>A</flowNodeRef></lane></laneSet>
  <startEvent id="s"><timerEventDefinition id="td"><timeCycle>R3/PT10H</timeCycle></timerEventDefinition></startEvent>
  <userTask id="A" default="f" camunda:assignee="${a}" flowable:candidateGroups="x,y"><extensionElements>
   <zeebe:ioMapping><zeebe:input source="=a" target="b"/></zeebe:ioMapping><camunda:inputOutput>
   <camunda:inputParameter name="q"><camunda:script scriptFormat="groovy">1</camunda:script></camunda:inputParameter>
   </camunda:inputOutput><ortoo:facts visits="1" feeMnt="500"><ortoo:document name="d"/></ortoo:facts>
   </extensionElements><multiInstanceLoopCharacteristics isSequential="true"><loopCardinality>3</loopCardinality>
   <loopDataInputRef>di</loopDataInputRef></multiInstanceLoopCharacteristics></userTask>
  <receiveTask id="R" messageRef="t:M"/><boundaryEvent id="b" attachedToRef="A"><errorEventDefinition errorRef="E"/>
  </boundaryEvent><exclusiveGateway id="g" default="f2"/><endEvent id="e"/>
  <sequenceFlow id="f" sourceRef="A" targetRef="g"/><sequenceFlow id="f2" sourceRef="g" targetRef="e"/>
  <sequenceFlow id="f3" sourceRef="g" targetRef="R"><conditionExpression>x &gt; 1</conditionExpression></sequenceFlow>
  <subProcess id="S"><dataObject id="do"/><task id="B"/><textAnnotation id="ta"><text>hi</text></textAnnotation>
  </subProcess></process>
</definitions>"""
PIECES = st.sampled_from([
    "", "A", "P", "S", "<task/>", "</process>", "<subProcess>", "id", '"', "=", "${", "#{", "&amp;", "999999999999",
    "messageRef", "subProcess", "flowNodeRef", "zeebe:", "<lane/>", "\x00", "é", "-1", "NaN", "<!-- -->", "<?x?>",
    "<![CDATA[<]]>", "startEvent", "extensionElements", "true", "Ж", "camunda:formData", "{", "}", ")", "(",
])  # fmt: skip


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, len(SAMPLE)), st.integers(0, 12), PIECES), max_size=4))
def test_a_damaged_file_is_read_or_refused_but_never_breaks_the_reader(damage: list[tuple[int, int, str]]) -> None:
    text = SAMPLE
    for place, length, piece in damage:
        text = text[:place] + piece + text[place + length :]
    model = read_or_refusal(text.encode(), "damaged.bpmn")
    if isinstance(model, BpmnFileError):
        assert model.source_name == "damaged.bpmn"
        return
    for flow in model.flows.values():
        assert flow.source in {"", *model.nodes}
        assert flow.target in {"", *model.nodes}


WORDS = st.sampled_from(sorted(set(SAMPLE.replace("<", " ").replace(">", " ").replace('"', " ").split())))


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(WORDS, WORDS), max_size=3))
def test_well_formed_nonsense_is_read(swaps: list[tuple[str, str]]) -> None:
    text = SAMPLE
    for old, new in swaps:
        text = text.replace(f'"{old}"', f'"{new}"').replace(f">{old}<", f">{new}<").replace(f":{old} ", f":{new} ")
    result = read_or_refusal(text.encode(), "nonsense.bpmn")
    assert isinstance(result, Model) or "well-formed" in str(result) or "root element" in str(result)


# What cannot be read, and the sentence that says so; everything else in the corpora must be read.
REFUSED = {
    "src-App-backend-test-Altinn.App.Core.Tests-Implementation-TestData-AppProcess-process.bpmn": "element is root",
    "src-App-backend-test-Altinn.App.Core.Tests-Internal-App-TestData-AppProcess-process.bpmn": "element is root",
    "src-App-backend-test-Altinn.App.Core.Tests-Internal-Process-TestData-not-bpmn.bpmn": "element is definition ",
    "TestWarDeploymentWithBrokenBpmnXml.testXmlInvalid.bpmn20.xml": "tag mismatch",
    "testXxeParsingIsDisabled.bpmn20.xml": "DTD",
}


@pytest.mark.corpora
def test_every_file_of_the_corpora_is_read(corpora: Path) -> None:
    paths = [path for path in sorted(corpora.rglob("*")) if path.name.endswith((".bpmn", ".bpmn20.xml", ".bpmn.xml"))]
    assert len(paths) > 1000
    for path in paths:
        model = read_or_refusal(path.read_bytes(), path.name)
        if isinstance(model, BpmnFileError):
            assert REFUSED.get(path.name, "not expected to be refused") in str(model), path
            continue
        assert path.name not in REFUSED
        for node in model.nodes.values():
            assert all(model.flows[flow].target == node.id for flow in node.incoming), path
            assert all(model.flows[flow].source == node.id for flow in node.outgoing), path
        ends = {end for flow in model.flows.values() for end in (flow.source, flow.target)}
        assert ends <= {"", *model.nodes}, path
