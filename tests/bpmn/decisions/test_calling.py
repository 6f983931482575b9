"""Business rule tasks are held against the decisions that they call."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bpmn import read_model
from bpmn.check import Finding, check_model
from bpmn.decisions import DecisionModel, read_decisions
from bpmn.decisions.calling import CALL_RULES, callable_decisions, check_calls

PAGES = Path(__file__).parents[3] / "docs" / "rules"
CAMUNDA = 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
ZEEBE = 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
AGE = '<inputData id="i" name="age"><variable name="age"/></inputData>'


def table(outputs: str = '<output name="fee"/>', *, policy: str = "UNIQUE", results: int = 1) -> DecisionModel:
    """Return a file with the decision "permit-fee", called "Permit fee", that needs `age`."""
    cells = "<outputEntry><text>1</text></outputEntry>" * results
    return read_decisions(
        f'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="d" namespace="urn:d" id="d">'
        f'{AGE}<decision id="permit-fee" name="Permit fee"><variable name="Permit fee"/>'
        f'<informationRequirement><requiredInput href="#i"/></informationRequirement>'
        f'<decisionTable hitPolicy="{policy}"><input><inputExpression><text>age</text></inputExpression></input>'
        f"{outputs}<rule><inputEntry><text>-</text></inputEntry>{cells}</rule></decisionTable></decision>"
        "</definitions>".encode(),
        source_name="d.dmn",
    )


def camunda_table() -> DecisionModel:
    """Return a table that states no input data: it takes the variable that its column names."""
    return read_decisions(
        b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="d" namespace="urn:d" id="d">'
        b'<decision id="permit-fee" name="Permit fee"><decisionTable>'
        b"<input><inputExpression><text>age</text></inputExpression></input><output name='fee'/>"
        b"<rule><inputEntry><text>&lt; 18</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>"
        b"</decisionTable></decision></definitions>",
        source_name="d.dmn",
    )


CALL = 'camunda:decisionRef="permit-fee" camunda:resultVariable="fee"'
FORM = (
    '<extensionElements><camunda:formData><camunda:formField id="{}" type="long"/></camunda:formData>'
    "</extensionElements>"
)


def process(
    field: str = "age", *, task: str = 'camunda:decisionRef="permit-fee" camunda:resultVariable="fee"'
) -> bytes:
    """Return a process whose start form gives one variable and whose task calls the decision."""
    form = FORM.format(field) if field else ""
    return f"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" {CAMUNDA} {ZEEBE} targetNamespace="u">
<process id="p" isExecutable="true">
<startEvent id="s">{form}</startEvent>
<businessRuleTask id="decide" name="Work out the fee" {task if "<" not in task else ""}>{task if "<" in task else ""}
</businessRuleTask>
<endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="decide"/>
<sequenceFlow id="g" sourceRef="decide" targetRef="e"/></process></definitions>""".encode()


def found(model: bytes, *decisions: DecisionModel) -> list[tuple[str, str, str]]:
    return [
        (one.rule, one.severity, one.text.into("en"))
        for one in all_findings(model, *decisions)
        if "decision" in one.rule
    ]


def all_findings(model: bytes, *decisions: DecisionModel) -> tuple[Finding, ...]:
    read = read_model(model, source_name="p.bpmn")
    return check_model(read, decisions=callable_decisions(decisions)) + check_calls(
        read, [(one, ()) for one in decisions]
    )


def test_a_decision_that_finds_its_inputs_and_keeps_its_result_is_left_alone() -> None:
    assert found(process(), table()) == []
    assert found(process(task='camunda:decisionRef="Permit fee" camunda:resultVariable="fee"'), table()) == []


def test_a_decision_that_is_in_none_of_the_files_is_an_error_with_the_nearest_name() -> None:
    ((rule, severity, text),) = found(process(task='camunda:decisionRef="permit-fees"'), table())
    assert (rule, severity) == ("decision-missing", "error")
    assert text.endswith("calls the decision permit-fees, which is not there. Is permit-fee meant?")


@pytest.mark.parametrize("decisions", [table, camunda_table])
def test_an_input_that_the_process_has_under_another_spelling_is_a_warning(
    decisions: Callable[[], DecisionModel],
) -> None:
    ((rule, severity, text),) = found(process("Age"), decisions())
    assert (rule, severity) == ("decision-call-input", "warning")
    assert text.endswith("calls the decision Permit fee, which needs age: the process has Age.")


@pytest.mark.parametrize("decisions", [table, camunda_table])
def test_an_input_that_nothing_in_the_process_gives_is_a_hint_at_the_task(
    decisions: Callable[[], DecisionModel],
) -> None:
    (finding,) = [one for one in all_findings(process("colour"), decisions()) if "call" in one.rule]
    assert (finding.rule, finding.severity, finding.element) == ("decision-call-input", "hint", "decide")
    assert finding.line == 4
    assert finding.advice.into("en") == "Add an input mapping to age, or give it when a case starts."


def test_an_input_that_a_mapping_gives_is_there() -> None:
    mapping = (
        '<extensionElements><zeebe:calledDecision decisionId="permit-fee" resultVariable="fee"/>'
        '<zeebe:ioMapping><zeebe:input source="=years" target="age"/></zeebe:ioMapping></extensionElements>'
    )
    assert found(process("years", task=mapping), table()) == []


def test_what_a_form_of_another_file_gives_is_not_guessed() -> None:
    form = process("").replace(b'<startEvent id="s">', b'<startEvent id="s" camunda:formKey="apply">')
    assert found(form, table()) == []


def test_what_the_decision_itself_gives_is_no_input_of_it() -> None:
    task = 'camunda:decisionRef="permit-fee" camunda:resultVariable="age"'
    assert [rule for rule, *_ in found(process("colour", task=task), table())] == ["decision-call-input"]


def test_one_value_of_a_table_with_several_outputs_loses_the_others() -> None:
    several = table('<output name="fee"/><output name="days"/>', results=2)
    task = 'camunda:decisionRef="permit-fee" camunda:resultVariable="fee" camunda:mapDecisionResult="{}"'
    ((rule, severity, text),) = found(process(task=task.format("singleEntry")), several)
    assert (rule, severity) == ("decision-call-result", "warning")
    assert "gives 2" in text
    assert found(process(task=task.format("singleResult")), several) == []


@pytest.mark.parametrize(("policy", "lost"), [("COLLECT", 1), ("RULE ORDER", 1), ("UNIQUE", 0), ("FIRST", 0)])
def test_one_rule_of_a_table_in_which_several_fire_loses_the_others(policy: str, lost: int) -> None:
    task = 'camunda:decisionRef="permit-fee" camunda:resultVariable="fee" camunda:mapDecisionResult="singleEntry"'
    assert len(found(process(task=task), table(policy=policy))) == lost


def test_a_result_without_a_variable_is_kept_under_a_name_that_no_expression_can_read() -> None:
    (finding,) = check_calls(
        read_model(process(task='camunda:decisionRef="permit-fee"'), source_name="p.bpmn"), [(table(), ())]
    )
    assert (finding.rule, finding.severity) == ("decision-call-result", "hint")
    assert finding.advice.into("en") == "Give the result a variable of its own, such as permit_fee."


@pytest.mark.parametrize("rule", CALL_RULES)
def test_each_rule_has_its_page(rule: str) -> None:
    severity, asks = CALL_RULES[rule]
    page = (PAGES / f"{rule}.md").read_text("utf-8")
    assert page.startswith(f"# {rule}\n\nSeverity: {severity}\n\n{asks}")
    assert f"[{rule}]({rule}.md) | {severity} | {asks.removesuffix('.')} |" in (PAGES / "decisions.md").read_text(
        "utf-8"
    )
