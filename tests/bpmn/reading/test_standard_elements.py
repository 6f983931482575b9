"""Each of BPMN's own elements becomes its value."""

from collections.abc import Callable

import pytest

from bpmn import Model
from bpmn.model import (
    Activity,
    BoundaryEvent,
    CallActivity,
    CatchEvent,
    Collaboration,
    DataItem,
    Event,
    Expression,
    FlowNode,
    Gateway,
    MultiInstance,
    StandardLoop,
    StartEvent,
    SubProcess,
    Task,
)

Read = Callable[..., Model]


def node(model: Model, element: str, kind: type[FlowNode] = FlowNode) -> FlowNode:
    found = model.nodes[element]
    assert isinstance(found, kind)
    return found


def task(model: Model, element: str = "A") -> Task:
    found = node(model, element, Task)
    assert isinstance(found, Task)
    return found


def text(expression: Expression | None) -> str:
    assert expression is not None
    return expression.text


def test_what_every_element_has(read_process: Read) -> None:
    model = read_process(
        '<userTask id="A" name=" Check&#10;the  paper "><documentation>One</documentation>'
        "<documentation><p>Two</p></documentation></userTask>"
    )
    found = model.nodes["A"]
    assert (found.id, found.type, found.name, found.line) == ("A", "userTask", "Check the paper", 3)
    assert found.documentation == "One\n\nTwo"
    assert found.extensions == ()


@pytest.mark.parametrize(
    "kind",
    ["task", "userTask", "manualTask", "serviceTask", "scriptTask", "sendTask", "receiveTask", "businessRuleTask"],
)
def test_every_kind_of_task(read_process: Read, kind: str) -> None:
    found = task(
        read_process(
            f'<{kind} id="A" default="f" isForCompensation="true" startQuantity="2" completionQuantity="3"/>'
            '<sequenceFlow id="f" sourceRef="A" targetRef="A"/>'
        )
    )
    assert (found.type, found.default, found.is_for_compensation) == (kind, "f", True)
    assert (found.start_quantity, found.completion_quantity) == (2, 3)
    assert found.loop is None


def test_messages_and_operations_of_tasks(read: Read) -> None:
    model = read(
        '<message id="M"/><interface id="I"><operation id="O" name="give"/></interface>'
        '<process id="P"><receiveTask id="A" messageRef="M" operationRef="O" instantiate="true"/>'
        '<serviceTask id="B" implementation="##WebService"/><serviceTask id="C" implementation="urn:registry"/>'
        "</process>"
    )
    found = task(model)
    assert (found.message, found.operation, found.instantiate) == ("M", "O", True)
    assert model.definitions["O"].name == "give"
    assert task(model, "B").job is None
    job = task(model, "C").job
    assert job is not None
    assert (job.kind, job.implementation) == ("", "urn:registry")


def test_scripts_keep_their_indentation(read_process: Read) -> None:
    script = task(
        read_process('<scriptTask id="A" scriptFormat="text/x-python"><script>\nif a:\n  b = 1\n</script></scriptTask>')
    ).script
    assert script is not None
    assert (script.text, script.language) == ("if a:\n  b = 1", "python")


def test_a_script_in_a_language_that_is_not_run_keeps_its_name(read_process: Read) -> None:
    script = task(read_process('<scriptTask id="A" scriptFormat="groovy"><script>x</script></scriptTask>')).script
    assert script is not None
    assert script.language == "groovy"


def test_performers_and_owners_become_the_assignment(read: Read) -> None:
    model = read(
        '<resource id="R" name="Registrar"/><process id="P"><userTask id="A">'
        "<humanPerformer><resourceAssignmentExpression><formalExpression>ann</formalExpression>"
        "</resourceAssignmentExpression></humanPerformer>"
        "<potentialOwner><resourceAssignmentExpression><formalExpression>user(bat), group(clerks), office"
        "</formalExpression></resourceAssignmentExpression></potentialOwner>"
        "<potentialOwner><resourceRef>R</resourceRef></potentialOwner></userTask>"
        '<userTask id="B"><potentialOwner name="By name"/></userTask></process>'
    )
    found = task(model).assignment
    assert found is not None
    assert text(found.assignee) == "ann"
    assert [user.text for user in found.candidate_users] == ["bat"]
    assert [group.text for group in found.candidate_groups] == ["clerks", "office", "Registrar"]
    other = task(model, "B").assignment
    assert other is not None
    assert [group.text for group in other.candidate_groups] == ["By name"]


def test_sub_processes(read_process: Read) -> None:
    model = read_process(
        '<subProcess id="S" triggeredByEvent="true"><property id="p"/><task id="A"/></subProcess><transaction id="T"/>'
        '<adHocSubProcess id="H" ordering="Sequential" cancelRemainingInstances="false">'
        "<completionCondition>done</completionCondition></adHocSubProcess>"
    )
    inner, transaction, ad_hoc = (node(model, element, SubProcess) for element in "STH")
    assert isinstance(inner, SubProcess)
    assert isinstance(ad_hoc, SubProcess)
    assert (inner.is_event_sub_process, [item.id for item in inner.scope.data]) == (True, ["p"])
    assert [child.id for child in inner.scope.nodes] == ["A"]
    assert transaction.type == "transaction"
    assert (ad_hoc.is_sequential, ad_hoc.cancel_remaining_instances, text(ad_hoc.completion_condition)) == (
        True,
        False,
        "done",
    )


def test_call_activities_name_what_they_call_without_a_prefix(read: Read) -> None:
    model = read(
        '<globalUserTask id="G" name="Sign"/><process id="P"><callActivity id="A" calledElement="t:G"/>'
        '<callActivity id="B" calledElement="t:elsewhere"/><callActivity id="C" calledElement="no:prefix"/>'
        '<callActivity id="D"/></process>'
    )
    called = {}
    for element in "ABCD":
        found = node(model, element, CallActivity)
        assert isinstance(found, CallActivity)
        assert found.passes_all_inputs
        called[element] = found.called_element and found.called_element.text
    assert called == {"A": "G", "B": "elsewhere", "C": "no:prefix", "D": None}
    assert model.global_tasks["G"].task.type == "globalUserTask"
    assert model.notes == ()


def test_standard_loops(read_process: Read) -> None:
    found = task(
        read_process(
            '<task id="A"><standardLoopCharacteristics testBefore="true" loopMaximum="5">'
            "<loopCondition>again</loopCondition></standardLoopCharacteristics></task>"
        )
    ).loop
    assert isinstance(found, StandardLoop)
    assert (found.test_before, found.maximum, text(found.condition)) == (True, 5, "again")


def test_multi_instance_with_a_number(read: Read) -> None:
    model = read(
        '<signalEventDefinition id="one"/><process id="P"><task id="A"><multiInstanceLoopCharacteristics'
        ' isSequential="true" behavior="One" oneBehaviorEventRef="one"><loopCardinality>3</loopCardinality>'
        "<completionCondition>enough</completionCondition>"
        "<complexBehaviorDefinition><condition>half</condition><event><signalEventDefinition/></event>"
        "</complexBehaviorDefinition></multiInstanceLoopCharacteristics></task></process>"
    )
    found = task(model).loop
    assert isinstance(found, MultiInstance)
    assert (found.is_sequential, found.behavior) == (True, "One")
    assert (text(found.cardinality), text(found.completion_condition)) == ("3", "enough")
    assert found.one_event is not None
    assert found.one_event.id == "one"
    ((condition, event),) = found.complex_behaviors
    assert (condition.text, event.type) == ("half", "signalEventDefinition")


def test_multi_instance_over_a_data_object_names_the_object(read_process: Read) -> None:
    model = read_process(
        '<dataObject id="papers"/><dataObjectReference id="ref" dataObjectRef="papers"/><task id="A">'
        '<ioSpecification><dataInput id="in"/><dataOutput id="out"/></ioSpecification>'
        "<dataInputAssociation><sourceRef>ref</sourceRef><targetRef>in</targetRef></dataInputAssociation>"
        "<dataOutputAssociation><sourceRef>out</sourceRef><targetRef>ref</targetRef></dataOutputAssociation>"
        "<multiInstanceLoopCharacteristics><loopDataInputRef>in</loopDataInputRef>"
        '<loopDataOutputRef>out</loopDataOutputRef><inputDataItem id="i" name="paper"/><outputDataItem id="o"/>'
        "</multiInstanceLoopCharacteristics></task>"
    )
    found = task(model).loop
    assert isinstance(found, MultiInstance)
    assert (text(found.collection), found.item) == ("papers", "paper")
    assert (found.output_collection, text(found.output_item)) == ("papers", "o")


@pytest.mark.parametrize(
    "kind", ["exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"]
)
def test_every_kind_of_gateway(read_process: Read, kind: str) -> None:
    model = read_process(
        f'<{kind} id="G" default="f" gatewayDirection="Mixed" instantiate="true" eventGatewayType="Parallel">'
        f'<activationCondition>two</activationCondition></{kind}><sequenceFlow id="f" sourceRef="G" targetRef="G"/>'
    )
    found = node(model, "G", Gateway)
    assert isinstance(found, Gateway)
    assert (found.type, found.default, found.direction, found.instantiate) == (kind, "f", "Mixed", True)
    assert (found.event_gateway_type, text(found.activation_condition)) == ("Parallel", "two")


@pytest.mark.parametrize(
    ("definition", "kind", "reference"),
    [
        ('<messageEventDefinition messageRef="X"/>', "message", "X"),
        ('<signalEventDefinition signalRef="X"/>', "signal", "X"),
        ('<errorEventDefinition errorRef="X"/>', "error", "X"),
        ('<escalationEventDefinition escalationRef="X"/>', "escalation", "X"),
        ('<compensateEventDefinition activityRef="A"/>', "compensate", "A"),
        ("<terminateEventDefinition/>", "terminate", None),
        ("<cancelEventDefinition/>", "cancel", None),
        ("<eventDefinitionRef>shared</eventDefinitionRef>", "conditional", None),
    ],
)
def test_event_definitions(read: Read, definition: str, kind: str, reference: str | None) -> None:
    model = read(
        '<message id="X"/><conditionalEventDefinition id="shared"><condition>c</condition></conditionalEventDefinition>'
        f'<process id="P"><task id="A"/><endEvent id="E">{definition}</endEvent></process>'
    )
    found = node(model, "E", Event)
    assert isinstance(found, Event)
    assert (found.kind, found.definitions[0].reference) == (kind, reference)
    assert model.notes == ()


def test_events_without_and_with_several_definitions(read_process: Read) -> None:
    model = read_process(
        '<endEvent id="E"/><intermediateCatchEvent id="C" parallelMultiple="true"><messageEventDefinition/>'
        "<signalEventDefinition/></intermediateCatchEvent>"
    )
    none, several = model.nodes["E"], model.nodes["C"]
    assert isinstance(none, Event)
    assert isinstance(several, CatchEvent)
    assert (none.kind, several.kind, several.is_parallel_multiple) == ("none", "multiple", True)


@pytest.mark.parametrize(
    ("kind", "value", "language"),
    [
        ("timeDuration", "PT10M", ""),
        ("timeDate", "2026-11-24T10:00:00+08:00", ""),
        ("timeCycle", "R3/PT10H", ""),
        ("timeCycle", "0 0/5 * * * ?", ""),
        ("timeCycle", "@daily", ""),
        ("timeDuration", "${wait}", "juel"),
        ("timeDuration", 'duration("PT1H")', "feel"),
        ("timeDuration", "wait and then go on", "feel"),
    ],
)
def test_timers(read_process: Read, kind: str, value: str, language: str) -> None:
    model = read_process(
        '<intermediateCatchEvent id="C"><timerEventDefinition>'
        f"<{kind}> {value} </{kind}></timerEventDefinition></intermediateCatchEvent>"
    )
    found = model.nodes["C"]
    assert isinstance(found, CatchEvent)
    timer = found.definitions[0].timer
    assert timer is not None
    assert (timer.kind, timer.value.text, timer.value.language) == (kind, value, language)


def test_timers_that_say_nothing_or_too_much(read_process: Read) -> None:
    model = read_process(
        '<intermediateCatchEvent id="C"><timerEventDefinition/></intermediateCatchEvent>'
        '<intermediateCatchEvent id="D"><timerEventDefinition id="T"><timeDate/><timeDuration>P1D</timeDuration>'
        "<timeCycle>R/P1D</timeCycle></timerEventDefinition></intermediateCatchEvent>"
        '<intermediateCatchEvent id="E"><timerEventDefinition><timeDate/></timerEventDefinition>'
        "</intermediateCatchEvent>"
    )
    timers = [event.definitions[0].timer for event in model.nodes.values() if isinstance(event, CatchEvent)]
    assert [timer and (timer.kind, timer.value.text) for timer in timers] == [
        None,
        ("timeDuration", "P1D"),
        ("timeDate", ""),
    ]
    assert [(note.rule, note.element) for note in model.notes] == [("several-timers", "T")]


def test_start_boundary_and_link_events(read_process: Read) -> None:
    model = read_process(
        '<task id="A"/><startEvent id="S" isInterrupting="false"/>'
        '<boundaryEvent id="B" attachedToRef="A" cancelActivity="false"><compensateEventDefinition'
        ' waitForCompletion="false"/></boundaryEvent>'
        '<intermediateThrowEvent id="L"><linkEventDefinition name="go on"/></intermediateThrowEvent>'
    )
    start, boundary, link = model.nodes["S"], model.nodes["B"], model.nodes["L"]
    assert isinstance(start, StartEvent)
    assert not start.is_interrupting
    assert isinstance(boundary, BoundaryEvent)
    assert (boundary.attached_to, boundary.cancel_activity) == ("A", False)
    assert not boundary.definitions[0].wait_for_completion
    assert isinstance(link, Event)
    assert (link.kind, link.definitions[0].link_name) == ("link", "go on")


def test_conditions_of_flows(read_process: Read) -> None:
    flow = '<sequenceFlow id="{}" sourceRef="A" targetRef="A">{}</sequenceFlow>'.format
    model = read_process(
        '<task id="A"/>'
        + flow("plain", "<conditionExpression>a &gt; 1</conditionExpression>")
        + flow("juel", "<conditionExpression>${a}</conditionExpression>")
        + flow("named", '<conditionExpression language="groovy">a</conditionExpression>')
        + flow("empty", "<conditionExpression/>")
    )
    conditions = {
        flow.id: flow.condition and (flow.condition.text, flow.condition.language) for flow in model.flows.values()
    }
    assert conditions == {"plain": ("a > 1", "feel"), "juel": ("${a}", "juel"), "named": ("a", "groovy"), "empty": None}


def test_data(read: Read) -> None:
    model = read(
        '<itemDefinition id="I"/><dataStore id="DS" name="Register"/><process id="P">'
        '<ioSpecification><dataInput id="PI"/><dataOutput id="PO"/></ioSpecification>'
        '<dataObject id="D" isCollection="true" itemSubjectRef="I"/><dataObjectReference id="DR" dataObjectRef="D">'
        '<dataState name="signed"/></dataObjectReference><dataStoreReference id="SR" dataStoreRef="DS"/>'
        '<task id="A"><property id="own"/><ioSpecification><dataInput id="in" isCollection="true"/>'
        '<dataOutput id="out"/><inputSet><dataInputRefs>in</dataInputRefs><optionalInputRefs>in</optionalInputRefs>'
        '</inputSet></ioSpecification><dataInputAssociation id="da"><sourceRef>DR</sourceRef><targetRef>in</targetRef>'
        "<transformation>a</transformation><assignment><from>b</from><to>c</to></assignment></dataInputAssociation>"
        '</task><endEvent id="E"><dataInput id="ein"/></endEvent></process>'
    )
    process = model.processes[0]
    assert [item.id for item in (*process.data_inputs, *process.data_outputs)] == ["PI", "PO"]
    items = {item.id: item for item in process.scope.data}
    assert items["D"].is_collection
    assert items["D"].item_subject == "I"
    assert (items["DR"].reference, items["DR"].state, items["SR"].reference) == ("D", "signed", "DS")
    found = task(model)
    assert isinstance(found.properties[0], DataItem)
    assert [(item.id, item.is_collection, item.is_optional) for item in found.data_inputs] == [("in", True, True)]
    (association,) = found.data_input_associations
    assert (association.sources, association.target, text(association.transformation)) == (("DR",), "in", "a")
    assert [(before.text, after.text) for before, after in association.assignments] == [("b", "c")]
    end = model.nodes["E"]
    assert isinstance(end, Event)
    assert [item.id for item in end.data_inputs] == ["ein"]


def test_lanes_nest_and_only_hold_nodes(read_process: Read) -> None:
    model = read_process(
        '<laneSet id="LS"><lane id="L" name="Office"><flowNodeRef>A</flowNodeRef><flowNodeRef>D</flowNodeRef>'
        '<flowNodeRef>A</flowNodeRef><childLaneSet id="CS"><lane id="M"><flowNodeRef>A</flowNodeRef></lane>'
        '</childLaneSet></lane></laneSet><task id="A"/><dataObject id="D"/>'
    )
    (lane,) = model.processes[0].scope.lanes
    assert (lane.name, lane.nodes, [inner.nodes for inner in lane.lanes]) == ("Office", ("A",), [("A",)])
    assert [(note.rule, note.element) for note in model.notes] == [("dangling-reference", "L")]


def test_artifacts(read: Read) -> None:
    model = read(
        '<category id="CA"><categoryValue id="CV" value="Once only"/></category><process id="P"><task id="A"/>'
        '<textAnnotation id="T"><text>Why?</text></textAnnotation><group id="G" categoryValueRef="CV"/>'
        '<association id="S" sourceRef="A" targetRef="T" associationDirection="One"/></process>'
    )
    found = {artifact.id: artifact for artifact in model.processes[0].scope.artifacts}
    assert (found["T"].text, found["G"].category) == ("Why?", "Once only")
    assert (found["S"].source, found["S"].target, found["S"].direction) == ("A", "T", "One")


@pytest.mark.parametrize(
    ("attribute", "value"), [("", None), ('isExecutable="true"', True), ('isExecutable="0"', False)]
)
def test_processes_say_whether_they_are_executable_or_nothing(read: Read, attribute: str, value: bool | None) -> None:
    process = read(f'<process id="P" processType="Private" {attribute}/>').processes[0]
    assert (process.is_executable, process.process_type) == (value, "Private")


def collaboration(model: Model) -> Collaboration:
    (found,) = model.collaborations
    return found


def test_collaborations(read: Read) -> None:
    model = read(
        '<message id="M"/><collaboration id="C"><participant id="p" name="Office" processRef="P">'
        '<participantMultiplicity minimum="2" maximum="3"/></participant><participant id="q" name="Citizen">'
        '<participantMultiplicity/></participant><participant id="r" processRef="M"/>'
        '<messageFlow id="f" sourceRef="q" targetRef="A" messageRef="M"/><messageFlow id="g" sourceRef="q"/>'
        '<textAnnotation id="T"/></collaboration><process id="P"><task id="A"/></process>'
    )
    found = collaboration(model)
    pools = [(pool.process, pool.minimum, pool.maximum) for pool in found.participants]
    assert pools == [("P", 2, 3), (None, 0, 1), (None, None, None)]
    flows = [(flow.source, flow.target, flow.message) for flow in found.message_flows]
    assert flows == [("q", "A", "M"), ("q", "", None)]
    assert [artifact.id for artifact in found.artifacts] == ["T"]
    assert [(note.rule, note.element) for note in model.notes] == [
        ("dangling-reference", "r"),
        ("dangling-reference", "g"),
    ]


def test_conversations_and_choreographies_are_kept(read: Read) -> None:
    model = read(
        '<collaboration id="C"><participant id="p"/><conversation id="V"><participantRef>p</participantRef>'
        '<correlationKey id="K"/></conversation><subConversation id="W"><callConversation id="X"/></subConversation>'
        '<conversationLink id="L" sourceRef="p" targetRef="V"/></collaboration>'
        '<choreography id="H"><startEvent id="s"/><choreographyTask id="A" initiatingParticipantRef="p"/>'
        '<sequenceFlow id="f" sourceRef="s" targetRef="A"/></choreography>'
    )
    first, second = model.collaborations
    assert [(talk.id, talk.participants) for talk in first.conversations] == [("V", ("p",)), ("W", ()), ("X", ())]
    assert [key.id for key in first.correlation_keys] == ["K"]
    assert [link.type for link in first.artifacts] == ["conversationLink"]
    assert second.scope is not None
    assert [(node.id, node.type) for node in second.scope.nodes] == [("s", "startEvent"), ("A", "choreographyTask")]
    assert [flow.id for flow in second.scope.flows] == ["f"]
    assert model.nodes == {}


def test_correlation(read: Read) -> None:
    model = read(
        '<message id="M"/><correlationProperty id="CP" name="number"><correlationPropertyRetrievalExpression'
        ' messageRef="M"><messagePath>number</messagePath></correlationPropertyRetrievalExpression>'
        "</correlationProperty>"
        '<collaboration id="C"><correlationKey id="K"><correlationPropertyRef>CP</correlationPropertyRef>'
        '</correlationKey></collaboration><process id="P"><correlationSubscription id="S" correlationKeyRef="K">'
        "<correlationPropertyBinding correlationPropertyRef='CP'><dataPath>case.number</dataPath>"
        "</correlationPropertyBinding></correlationSubscription></process>"
    )
    ((message, path),) = model.correlation_properties["CP"].retrievals
    assert (message, path.text) == ("M", "number")
    assert [key.properties for key in collaboration(model).correlation_keys] == [("CP",)]
    (subscription,) = model.processes[0].correlations
    assert (subscription.key, subscription.bindings[0][0], subscription.bindings[0][1].text) == (
        "K",
        "CP",
        "case.number",
    )


def test_root_elements(read: Read) -> None:
    model = read(
        '<message id="M" name="Paper"/><signal id="S"/><error id="E" errorCode="404"/>'
        '<escalation id="X" escalationCode="late"/>'
    )
    found = {each.id: (each.type, each.name, each.code) for each in model.definitions.values()}
    assert found == {
        "M": ("message", "Paper", ""),
        "S": ("signal", "", ""),
        "E": ("error", "", "404"),
        "X": ("escalation", "", "late"),
    }


def test_diagrams(read: Read) -> None:
    model = read(
        '<process id="P"><task id="A"/><sequenceFlow id="f" sourceRef="A" targetRef="A"/></process>'
        '<d:BPMNDiagram id="BD" name="one"><d:BPMNPlane bpmnElement="P">'
        '<d:BPMNShape bpmnElement="A" isExpanded="true" isMarkerVisible="true" bioc:fill="#fff" o:border-color="#000">'
        '<c:Bounds x="1" y="2.5" width="100" height="80"/><d:BPMNLabel><c:Bounds x="0" y="0" width="9" height="9"/>'
        '</d:BPMNLabel></d:BPMNShape><d:BPMNShape bpmnElement="gone"/><d:BPMNShape id="sh" bpmnElement="f"/>'
        '<d:BPMNEdge bpmnElement="f" bioc:stroke="red"><i:waypoint x="1" y="1"/><i:waypoint x="NaN" y="?"/>'
        "</d:BPMNEdge>"
        "</d:BPMNPlane></d:BPMNDiagram>",
        dialect=' xmlns:d="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:c="http://www.omg.org/spec/DD/20100524/DC"'
        ' xmlns:i="http://www.omg.org/spec/DD/20100524/DI" xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0"'
        ' xmlns:o="http://www.omg.org/spec/BPMN/non-normative/color/1.0"',
    )
    (plane,) = model.diagrams
    assert (plane.id, plane.element, plane.name) == ("BD", "P", "one")
    (shape,) = plane.shapes
    assert (shape.element, shape.bounds.y, shape.is_expanded, shape.is_horizontal) == ("A", 2.5, True, None)
    assert (shape.fill, shape.stroke, shape.is_marker_visible) == ("#fff", "#000", True)
    assert shape.label is not None
    assert shape.label.width == 9
    (edge,) = plane.edges
    assert [(point.x, point.y) for point in edge.points] == [(1, 1), (0, 0)]
    assert edge.stroke == "red"
    assert [note.rule for note in model.notes] == ["dangling-reference", "no-bounds"]


def test_activities_are_what_can_have_a_default(read_process: Read) -> None:
    model = read_process('<task id="A" default="gone"/>')
    found = model.nodes["A"]
    assert isinstance(found, Activity)
    assert found.default is None
    assert [note.rule for note in model.notes] == ["dangling-reference"]
