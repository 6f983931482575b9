"""What the vendors write becomes neutral values."""

from collections.abc import Callable

import pytest

from bpmn import Model
from bpmn.model import (
    Activity,
    CallActivity,
    DecisionCall,
    Document,
    EndEvent,
    Event,
    Expression,
    Facts,
    FormField,
    MultiInstance,
    StartEvent,
    Task,
)

Read = Callable[..., Model]


def task(model: Model, element: str = "A") -> Task:
    found = model.nodes[element]
    assert isinstance(found, Task)
    return found


def pair(expression: Expression | None) -> tuple[str, str] | None:
    """Return an expression's text and language."""
    return (expression.text, expression.language) if expression else None


def ext(inner: str) -> str:
    return f"<extensionElements>{inner}</extensionElements>"


# --- Zeebe ------------------------------------------------------------------------------------------------------------


def test_zeebe_jobs_with_headers_and_mappings(read_process: Read) -> None:
    model = read_process(
        '<serviceTask id="A">'
        + ext(
            '<zeebe:taskDefinition type="pay" retries="5"/><zeebe:taskHeaders><zeebe:header key="k" value="v"/>'
            '</zeebe:taskHeaders><zeebe:ioMapping><zeebe:input source="=order.sum * 2" target="sum"/>'
            '<zeebe:input source="plain" target="text"/><zeebe:output source="=paid" target="order.paid"/>'
            "</zeebe:ioMapping>"
        )
        + "</serviceTask>",
        dialect="zeebe",
    )
    found = task(model)
    job = found.job
    assert job is not None
    assert (job.kind, job.topic, pair(job.retries), job.headers) == ("topic", "pay", ("5", ""), (("k", "v"),))
    assert [(pair(each.source), each.target) for each in found.inputs] == [
        (("order.sum * 2", "feel"), "sum"),
        (("plain", ""), "text"),
    ]
    assert [(pair(each.source), each.target) for each in found.outputs] == [(("paid", "feel"), "order.paid")]
    assert model.dialects == ("zeebe",)
    assert model.notes == ()


def test_zeebe_user_tasks(read_process: Read) -> None:
    found = task(
        read_process(
            '<userTask id="A">'
            + ext(
                '<zeebe:userTask/><zeebe:formDefinition formId="form-1"/>'
                '<zeebe:assignmentDefinition assignee="=ann" candidateGroups="a, b" candidateUsers="=[x, y]"/>'
                '<zeebe:taskSchedule dueDate="=now() + duration(&quot;P1D&quot;)" followUpDate="2026-01-01"/>'
                '<zeebe:priorityDefinition priority="50"/>'
            )
            + "</userTask>",
            dialect="zeebe",
        )
    )
    assert found.form is not None
    assert found.form.reference == "form-1"
    who = found.assignment
    assert who is not None
    assert pair(who.assignee) == ("ann", "feel")
    assert [pair(each) for each in who.candidate_groups] == [("a", ""), ("b", "")]
    assert [pair(each) for each in who.candidate_users] == [("[x, y]", "feel")]
    assert pair(who.due_date) == ('now() + duration("P1D")', "feel")
    assert (pair(who.follow_up_date), pair(who.priority)) == (("2026-01-01", ""), ("50", ""))


def test_zeebe_decisions_scripts_calls_and_loops(read_process: Read) -> None:
    model = read_process(
        '<businessRuleTask id="A">'
        + ext('<zeebe:calledDecision decisionId="risk" resultVariable="level"/>')
        + '</businessRuleTask><scriptTask id="B">'
        + ext('<zeebe:script expression="=1 + 1" resultVariable="two"/>')
        + '</scriptTask><callActivity id="C">'
        + ext('<zeebe:calledElement processId="=p" propagateAllChildVariables="false"/>')
        + "<multiInstanceLoopCharacteristics>"
        + ext(
            '<zeebe:loopCharacteristics inputCollection="=items" inputElement="item" outputCollection="results"'
            ' outputElement="=result"/>'
        )
        + "</multiInstanceLoopCharacteristics></callActivity>",
        dialect="zeebe",
    )
    assert task(model).decision == DecisionCall(decision="risk", result_variable="level")
    script = task(model, "B").script
    assert script is not None
    assert (script.text, script.language, script.result_variable) == ("1 + 1", "feel", "two")
    call = model.nodes["C"]
    assert isinstance(call, CallActivity)
    assert (pair(call.called_element), call.passes_all_inputs, call.passes_all_outputs) == (("p", "feel"), True, False)
    loop = call.loop
    assert isinstance(loop, MultiInstance)
    assert (pair(loop.collection), loop.item, loop.output_collection) == (("items", "feel"), "item", "results")
    assert pair(loop.output_item) == ("result", "feel")


def test_zeebe_subscriptions_start_forms_and_sending_events(read: Read) -> None:
    model = read(
        '<message id="M">'
        + ext('<zeebe:subscription correlationKey="=number"/>')
        + '</message><process id="P"><receiveTask id="A" messageRef="M"/><startEvent id="S">'
        + ext('<zeebe:formDefinition formKey="begin"/>')
        + '</startEvent><endEvent id="E">'
        + ext('<zeebe:taskDefinition type="mail"/>')
        + "<messageEventDefinition/></endEvent></process>",
        dialect="zeebe",
    )
    assert pair(model.definitions["M"].correlation_key) == ("number", "feel")
    assert pair(task(model).correlation_key) == ("number", "feel")
    start, end = model.nodes["S"], model.nodes["E"]
    assert isinstance(start, StartEvent)
    assert start.form is not None
    assert start.form.reference == "begin"
    assert isinstance(end, EndEvent)
    assert end.job is not None
    assert end.job.topic == "mail"


# --- Camunda 7 and Operaton -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("vendor", ["camunda", "operaton"])
def test_camunda_assignment_and_forms(read_process: Read, vendor: str) -> None:
    model = read_process(
        f'<userTask id="A" {vendor}:assignee="${{ann}}" {vendor}:candidateGroups="clerks, ${{f(a, b)}}"'
        f' {vendor}:candidateUsers="bat" {vendor}:dueDate="2026-01-01" {vendor}:priority="5" {vendor}:formKey="k">'
        + ext(
            f'<{vendor}:formData><{vendor}:formField id="x" label="Name" type="enum" defaultValue="1">'
            f'<{vendor}:validation><{vendor}:constraint name="required"/></{vendor}:validation>'
            f'<{vendor}:value id="1" name="One"/></{vendor}:formField></{vendor}:formData>'
        )
        + "</userTask>",
        dialect=vendor,
    )
    found = task(model)
    who = found.assignment
    assert who is not None
    assert pair(who.assignee) == ("${ann}", "juel")
    assert [pair(each) for each in who.candidate_groups] == [("clerks", ""), ("${f(a, b)}", "juel")]
    assert [pair(each) for each in who.candidate_users] == [("bat", "")]
    assert (pair(who.due_date), pair(who.priority)) == (("2026-01-01", ""), ("5", ""))
    assert found.form is not None
    assert found.form.reference == "k"
    assert found.form.fields == (
        FormField(
            id="x",
            label="Name",
            type="enum",
            is_required=True,
            default=Expression(text="1", line=found.form.fields[0].default and found.form.fields[0].default.line),
            options=(("1", "One"),),
        ),
    )
    assert model.dialects == (vendor,)
    assert model.notes == ()


@pytest.mark.parametrize(
    ("attributes", "inner", "kind", "implementation", "topic"),
    [
        ('camunda:type="external" camunda:topic="t"', "", "topic", "", "t"),
        ('camunda:class="org.x.Y"', "", "class", "org.x.Y", ""),
        ('camunda:delegateExpression="${y}"', "", "delegate", "${y}", ""),
        ('camunda:expression="${y.go()}"', "", "expression", "", ""),
        ('camunda:type="mail"', "", "connector", "mail", ""),
        (
            "",
            ext("<camunda:connector><camunda:connectorId>http</camunda:connectorId></camunda:connector>"),
            "connector",
            "http",
            "",
        ),
    ],
)
def test_camunda_jobs(
    read_process: Read, attributes: str, inner: str, kind: str, implementation: str, topic: str
) -> None:
    model = read_process(f'<serviceTask id="A" {attributes}>{inner}</serviceTask>', dialect="camunda")
    job = task(model).job
    assert job is not None
    assert (job.kind, job.implementation, job.topic) == (kind, implementation, topic)


def test_camunda_expressions_fields_retries_and_results(read_process: Read) -> None:
    job = task(
        read_process(
            '<serviceTask id="A" camunda:expression="${f()}" camunda:resultVariable="r">'
            + ext(
                '<camunda:field name="a" stringValue="1"/><camunda:field name="b"><camunda:string>2</camunda:string>'
                "</camunda:field><camunda:failedJobRetryTimeCycle>R3/PT5M</camunda:failedJobRetryTimeCycle>"
            )
            + "</serviceTask>",
            dialect="camunda",
        )
    ).job
    assert job is not None
    assert (pair(job.expression), job.result_variable, pair(job.retries)) == (("${f()}", "juel"), "r", ("R3/PT5M", ""))
    assert job.headers == (("a", "1"), ("b", "2"))


def test_camunda_jobs_belong_to_machines_only(read_process: Read) -> None:
    assert task(read_process('<userTask id="A" camunda:expression="${x}"/>', dialect="camunda")).job is None


def test_camunda_decisions_mappings_and_scripts(read_process: Read) -> None:
    model = read_process(
        '<businessRuleTask id="A" camunda:decisionRef="d" camunda:resultVariable="r"'
        ' camunda:mapDecisionResult="singleEntry"/>'
        '<scriptTask id="B" scriptFormat="groovy" camunda:resultVariable="s"><script>1</script></scriptTask>'
        '<task id="C">'
        + ext(
            '<camunda:inputOutput><camunda:inputParameter name="x">${a}</camunda:inputParameter>'
            '<camunda:inputParameter name="none"/><camunda:inputParameter name="y"><camunda:script'
            ' scriptFormat="javascript">b</camunda:script></camunda:inputParameter><camunda:outputParameter name="z">'
            "<camunda:list><camunda:value>1</camunda:value></camunda:list></camunda:outputParameter>"
            "</camunda:inputOutput>"
        )
        + "</task>",
        dialect="camunda",
    )
    assert task(model).decision == DecisionCall(decision="d", result_variable="r", result_mapping="singleEntry")
    script = task(model, "B").script
    assert script is not None
    assert (script.language, script.result_variable) == ("groovy", "s")
    mapped = task(model, "C")
    assert [(pair(each.source), each.target) for each in mapped.inputs] == [
        (("${a}", "juel"), "x"),
        (("", ""), "none"),
        (("b", "javascript"), "y"),
    ]
    assert [(pair(each.source), each.target) for each in mapped.outputs] == [(("1", "list"), "z")]


def test_camunda_calls_pass_only_what_they_list(read_process: Read) -> None:
    model = read_process(
        '<callActivity id="A" calledElement="${which}" camunda:calledElementBinding="version"'
        ' camunda:calledElementVersion="3">'
        + ext(
            '<camunda:in source="a" target="b"/><camunda:in sourceExpression="${a + 1}" target="c"/>'
            '<camunda:in businessKey="${k}"/><camunda:out variables="all"/>'
        )
        + "</callActivity>",
        dialect="camunda",
    )
    call = model.nodes["A"]
    assert isinstance(call, CallActivity)
    assert (pair(call.called_element), call.binding, call.version) == (("${which}", "juel"), "version", "3")
    assert [(pair(each.source), each.target) for each in call.inputs] == [
        (("${a}", "juel"), "b"),
        (("${a + 1}", "juel"), "c"),
    ]
    assert (call.passes_all_inputs, call.passes_all_outputs) == (False, True)


def test_camunda_loops_starters_and_undeclared_errors(read: Read) -> None:
    model = read(
        '<process id="P" camunda:candidateStarterGroups="citizens, staff"><task id="A">'
        '<multiInstanceLoopCharacteristics camunda:collection="papers" camunda:elementVariable="paper"/></task>'
        '<endEvent id="E"><errorEventDefinition errorRef="late"/></endEvent>'
        '<endEvent id="F"><messageEventDefinition camunda:type="external" camunda:topic="post"/></endEvent></process>',
        dialect="camunda",
    )
    assert model.processes[0].candidate_starter_groups == ("citizens", "staff")
    loop = task(model).loop
    assert isinstance(loop, MultiInstance)
    assert (pair(loop.collection), loop.item) == (("papers", ""), "paper")
    end, sending = model.nodes["E"], model.nodes["F"]
    assert isinstance(end, Event)
    assert end.definitions[0].reference == "late"
    assert (model.definitions["late"].type, model.definitions["late"].code) == ("error", "late")
    assert [note.rule for note in model.notes] == ["implied-definition"]
    assert isinstance(sending, EndEvent)
    assert sending.job is not None
    assert sending.job.topic == "post"


def test_what_camunda_has_beyond_that_is_noted(read_process: Read) -> None:
    model = read_process(
        '<userTask id="A">' + ext('<camunda:taskListener event="create"/>') + "</userTask>", dialect="camunda"
    )
    assert [(note.rule, note.element) for note in model.notes] == [("unknown-extension", "A")]
    assert "taskListener" in str(model.notes[0].text)


# --- Flowable and Activiti --------------------------------------------------------------------------------------------


def test_flowable_tasks(read_process: Read) -> None:
    model = read_process(
        '<serviceTask id="A" flowable:type="dmn">'
        + ext(
            '<flowable:field name="decisionTableReferenceKey"><flowable:string><![CDATA[d1]]></flowable:string>'
            "</flowable:field>"
        )
        + '</serviceTask><serviceTask id="B" flowable:type="external-worker" flowable:topic="t"/>'
        '<userTask id="C" flowable:candidateUsers="a,b">'
        + ext('<flowable:formProperty id="f" name="F" type="long" required="true"/>')
        + '</userTask><callActivity id="D" calledElement="x" flowable:inheritVariables="true"/>',
        dialect="flowable",
    )
    assert task(model).decision == DecisionCall(decision="d1")
    assert task(model).job is None
    worker = task(model, "B").job
    assert worker is not None
    assert (worker.kind, worker.topic) == ("topic", "t")
    form = task(model, "C").form
    assert form is not None
    assert form.fields == (FormField(id="f", label="F", type="long", is_required=True),)
    call = model.nodes["D"]
    assert isinstance(call, CallActivity)
    assert (call.passes_all_inputs, call.passes_all_outputs) == (True, False)


def test_activiti_conditions_without_a_mark_are_in_its_own_language(read_process: Read) -> None:
    model = read_process(
        '<task id="A"/><sequenceFlow id="f" sourceRef="A" targetRef="A"><conditionExpression>a == 1'
        "</conditionExpression></sequenceFlow>",
        dialect=' xmlns:activiti="http://activiti.org/bpmn"',
    )
    assert pair(model.flows["f"].condition) == ("a == 1", "juel")


# --- SpiffWorkflow ----------------------------------------------------------------------------------------------------


def test_spiff_speaks_python_and_names_forms_operators_and_decisions(read_process: Read) -> None:
    model = read_process(
        '<userTask id="A">'
        + ext('<spiff:properties><spiff:property name="formJsonSchemaFilename" value="f.json"/></spiff:properties>')
        + '</userTask><serviceTask id="B">'
        + ext(
            '<spiff:serviceTaskOperator id="http/Get" resultVariable="r"><spiff:parameters>'
            '<spiff:parameter id="url" value="u"/></spiff:parameters></spiff:serviceTaskOperator>'
        )
        + '</serviceTask><businessRuleTask id="C">'
        + ext("<spiff:calledDecisionId>risk</spiff:calledDecisionId>")
        + '</businessRuleTask><scriptTask id="D"><script>a = 1</script></scriptTask>'
        '<sequenceFlow id="f" sourceRef="A" targetRef="B"><conditionExpression>a == 1</conditionExpression>'
        "</sequenceFlow>",
        dialect=' xmlns:spiff="http://spiffworkflow.org/bpmn/schema/1.0/core"',
    )
    form, job, script = task(model).form, task(model, "B").job, task(model, "D").script
    assert form is not None
    assert form.reference == "f.json"
    assert job is not None
    assert (job.kind, job.implementation, job.result_variable) == ("connector", "http/Get", "r")
    assert job.headers == (("url", "u"),)
    assert task(model, "C").decision == DecisionCall(decision="risk")
    assert script is not None
    assert script.language == "python"
    assert pair(model.flows["f"].condition) == ("a == 1", "python")
    assert model.notes == ()


# --- Signavio and Ortoo -----------------------------------------------------------------------------------------------


def test_signavio_colours(read: Read) -> None:
    model = read(
        '<process id="P"><task id="A">'
        + ext('<s:signavioMetaData metaKey="bgcolor" metaValue="#ffcc00"/>')
        + '</task><task id="B">'
        + ext('<s:signavioMetaData metaKey="bgcolor" metaValue="#FFFFFF"/>')
        + "</task></process>"
        '<d:BPMNDiagram><d:BPMNPlane><d:BPMNShape bpmnElement="A"><c:Bounds/></d:BPMNShape>'
        '<d:BPMNShape bpmnElement="B"><c:Bounds/></d:BPMNShape></d:BPMNPlane></d:BPMNDiagram>',
        dialect=' xmlns:s="http://www.signavio.com" xmlns:d="http://www.omg.org/spec/BPMN/20100524/DI"'
        ' xmlns:c="http://www.omg.org/spec/DD/20100524/DC"',
    )
    assert [shape.fill for shape in model.diagrams[0].shapes] == ["#ffcc00", ""]
    assert model.notes == ()


def test_ortoo_facts(read_process: Read) -> None:
    model = read_process(
        '<userTask id="A">'
        + ext(
            '<ortoo:facts legalBasis="Law 5.1" valueClass="business" visits="1" contacts="2" feeMnt="500" system="KHUR"'
            ' redesignNote="drop" source="S37"><ortoo:document name="Extract" heldBy="Register" service="WS100"'
            ' original="true"/><ortoo:document name="Photo"/></ortoo:facts>'
        )
        + '</userTask><subProcess id="B">'
        + ext("<ortoo:facts/>")
        + '</subProcess><startEvent id="C">'
        + ext("<ortoo:facts/>")
        + "</startEvent>",
        dialect="ortoo",
    )
    assert task(model).facts == Facts(
        legal_basis="Law 5.1",
        value_class="business",
        visits=1,
        contacts=2,
        fee_mnt=500,
        system="KHUR",
        redesign_note="drop",
        source="S37",
        documents=(
            Document(name="Extract", held_by="Register", service="WS100", is_original=True),
            Document(name="Photo"),
        ),
    )
    inner = model.nodes["B"]
    assert isinstance(inner, Activity)
    assert inner.facts == Facts()
    assert model.notes == ()


def test_facts_that_make_no_sense_are_noted_and_left_out(read_process: Read) -> None:
    model = read_process(
        '<task id="A">' + ext('<ortoo:facts valueClass="nice" visits="-1" feeMnt="much"/>') + "</task>", dialect="ortoo"
    )
    assert task(model).facts == Facts()
    assert [(note.rule, note.element) for note in model.notes] == [("facts", "A")] * 3
