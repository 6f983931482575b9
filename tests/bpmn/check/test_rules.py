"""Each rule finds its fault in a small file, and nothing in the same file put right."""

import ast
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from bpmn import Model, read_model
from bpmn.check import RUNNABLE, check_executable, check_model, features_of
from bpmn.check.rules import RULES

ROOM = Path(__file__).resolve().parents[3] / "bpmn"
HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="D" targetNamespace="urn:test" '
    'xmlns:ortoo="urn:ortoo:bpmn:1" expressionLanguage="https://www.omg.org/spec/DMN/20191111/FEEL/">'
)


def model(body: str, *, executable: str = "true", before: str = "") -> Model:
    text = f'{HEAD}{before}<process id="P" isExecutable="{executable}">{body}</process></definitions>'
    return read_model(text.encode(), source_name="test.bpmn")


def flow(source: str, target: str, condition: str = "") -> str:
    inside = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
    return f'<sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}">{inside}</sequenceFlow>'


S, E = '<startEvent id="s" name="Begun"/>', '<endEvent id="e" name="Done"/>'
A, B = '<task id="a" name="Check papers"/>', '<task id="b" name="Send answer"/>'
LINE = S + A + E + flow("s", "a") + flow("a", "e")
XOR = '<exclusiveGateway id="x" name="Complete?"/>'


def xor(first: str, second: str, *, default: str = "") -> str:
    gateway = f'<exclusiveGateway id="x" name="Complete?"{default}/>'
    return S + gateway + A + B + E + flow("s", "x") + flow("x", "a", first) + flow("x", "b", second) + ends()


def ends() -> str:
    return '<endEvent id="f" name="Refused"/>' + flow("a", "e") + flow("b", "f")


def sub_process(start: str, attributes: str = "") -> str:
    inside = f'{start}<endEvent id="ie" name="Done"/>{flow("is", "ie")}'
    inner = f'<subProcess id="sp" name="Review" {attributes}>{inside}</subProcess>'
    return S + inner + E + ("" if "triggered" in attributes else flow("s", "sp") + flow("sp", "e"))


MESSAGE_START = '<startEvent id="is" name="Asked"><messageEventDefinition/></startEvent>'
BLANK_START = '<startEvent id="is" name="Begun"/>'


def timer(kind: str, text: str) -> str:
    when = (
        f"<timerEventDefinition><{kind}>{text}</{kind}></timerEventDefinition>" if kind else "<timerEventDefinition/>"
    )
    catch = f'<intermediateCatchEvent id="t" name="Later">{when}</intermediateCatchEvent>'
    return S + catch + E + flow("s", "t") + flow("t", "e")


def due(text: str) -> str:
    task = (
        f'<userTask id="u" name="Check" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" camunda:dueDate="{text}"/>'
    )
    return S + task + E + flow("s", "u") + flow("u", "e")


def script(language: str, text: str) -> str:
    task = f'<scriptTask id="c" name="Add up" scriptFormat="{language}"><script>{text}</script></scriptTask>'
    return S + task + E + flow("s", "c") + flow("c", "e")


def data_association(source: str) -> str:
    assignment = f"<assignment><from>{source}</from><to>x</to></assignment>"
    inside = f"<dataInputAssociation><targetRef>i</targetRef>{assignment}</dataInputAssociation>"
    data = '<ioSpecification><dataInput id="i"/><inputSet/><outputSet/></ioSpecification>'
    return LINE.replace('papers"/>', f'papers">{data}{inside}</task>')


def link(caught: str) -> str:
    thrown = '<intermediateThrowEvent id="l1" name="On"><linkEventDefinition name="on"/></intermediateThrowEvent>'
    catch = f'<intermediateCatchEvent id="l2" name="On"><linkEventDefinition name="{caught}"/></intermediateCatchEvent>'
    return S + thrown + catch + E + flow("s", "l1") + flow("l2", "e")


THROWN_TIMER = '<intermediateThrowEvent id="tt" name="Later"><timerEventDefinition/></intermediateThrowEvent>'

CASES = [
    ("start-event-required", A + E + flow("a", "e"), LINE),
    ("end-event-required", S + A + flow("s", "a"), LINE),
    ("no-implicit-start", LINE + B + flow("b", "e"), LINE),
    ("no-implicit-end", S + A + B + E + flow("s", "a") + flow("a", "e") + flow("a", "b"), LINE),
    ("no-implicit-split", S + A + B + E + flow("s", "a") + flow("a", "b") + flow("a", "e") + flow("b", "e"), LINE),
    ("no-disconnected", LINE + B, LINE),
    (
        "fake-join",
        S + A + E + flow("s", "a") + flow("a", "e") + '<sequenceFlow id="r" sourceRef="s" targetRef="a"/>',
        LINE,
    ),
    ("no-duplicate-sequence-flows", LINE + '<sequenceFlow id="r" sourceRef="s" targetRef="a"/>', LINE),
    ("superfluous-gateway", S + XOR + E + flow("s", "x") + flow("x", "e"), xor("ok", "not(ok)")),
    ("missing-condition", xor("", ""), xor("ok", "not(ok)")),
    ("conditional-flows", xor("ok", ""), xor("ok", "", default=' default="x_b"')),
    ("expression-invalid", xor("ok = = 1", "not(ok)"), xor("ok", "not(ok)")),
    ("expression-invalid", data_association("x = = 1"), data_association("x + 1")),
    ("expression-invalid", xor('contians(kind, "x")', "not(ok)"), xor('contains(kind, "x")', "not(ok)")),
    ("expression-invalid", data_association('matches(x, "(a)\\1")'), data_association('matches(x, "(a)1")')),
    ("label-required", S + '<task id="a"/>' + E + flow("s", "a") + flow("a", "e"), LINE),
    ("label-style", LINE.replace("Check papers", "Verification"), LINE),
    ("label-style", LINE.replace("Check papers", "Өргөдлийн шалгалт"), LINE.replace("Check papers", "Өргөдөл шалгах")),
    ("single-blank-start-event", LINE + '<startEvent id="s2" name="Again"/>' + flow("s2", "a"), LINE),
    ("no-inclusive-gateway", xor("ok", "not(ok)").replace("exclusive", "inclusive"), xor("ok", "not(ok)")),
    ("no-complex-gateway", xor("ok", "not(ok)").replace("exclusive", "complex"), xor("ok", "not(ok)")),
    ("sub-process-blank-start-event", sub_process(MESSAGE_START), sub_process(BLANK_START)),
    (
        "event-sub-process-typed-start-event",
        sub_process(BLANK_START, 'triggeredByEvent="true"'),
        sub_process(MESSAGE_START, 'triggeredByEvent="true"'),
    ),
    ("work-date-invalid", due("soon"), due("3 ажлын өдөр")),
    ("work-date-invalid", due("2026-13-01"), due("2026-12-31T12:00:00@Asia/Ulaanbaatar")),
    ("work-date-invalid", due("P"), due("${when}")),
    ("timer-invalid", timer("timeDuration", "three + + days("), timer("timeDuration", "P3D")),
    ("timer-invalid", timer("", ""), timer("timeDate", "2026-03-01T09:00:00+08:00")),
    ("timer-invalid", timer("timeDuration", "P3X"), timer("timeDuration", 'duration("P3D") + pause')),
    ("timer-invalid", timer("timeDuration", "-PT5M"), timer("timeDuration", "PT0S")),
    ("timer-invalid", timer("timeDuration", "PT-5M"), timer("timeDuration", "duration-pause")),
    ("timer-invalid", timer("timeCycle", "R3/-P1W"), timer("timeCycle", "R3/P1W")),
    ("timer-invalid", timer("timeDuration", "three days"), timer("timeDuration", "waiting time")),
    ("timer-invalid", timer("timeDate", "2026-13-01"), timer("timeDate", "due date")),
    ("timer-invalid", timer("timeCycle", "2026-03-01"), timer("timeCycle", "R3/P1W")),
    ("script-refused", script("groovy", "new File('x').text"), script("python", "x = 1")),
    ("script-refused", script("python", "import os"), script("python", "x = y + 1")),
    ("link-event", link("elsewhere"), link("on")),
    ("task-without-role", LINE.replace("<task", "<userTask"), LINE),
    ("not-executable", LINE + THROWN_TIMER + flow("a", "tt") + flow("tt", "e"), LINE),
    ("decision-missing", LINE.replace("<task", "<businessRuleTask"), LINE),
    (
        "superfluous-termination",
        LINE.replace(E, '<endEvent id="e" name="Done"><terminateEventDefinition/></endEvent>'),
        LINE,
    ),
    ("duplicate-id", LINE.replace('id="e"', 'id="a"'), LINE),
    ("dangling-reference", LINE + flow("a", "nowhere"), LINE),
    ("unknown-element", LINE + '<robotTask id="r"/>', LINE),
    ("missing-id", LINE + '<task name="Wait"/>', LINE),
    ("model-size", LINE + "".join(f'<task id="t{i}" name="Do it"/>' for i in range(50)), LINE),
    ("no-bpmndi", LINE, ""),
    ("ad-hoc-sub-process", LINE + f'<adHocSubProcess id="h" name="Help">{BLANK_START}</adHocSubProcess>', LINE),
    (
        "legal-basis",
        LINE.replace('papers"/>', 'papers"><extensionElements><ortoo:facts visits="1"/></extensionElements></task>'),
        LINE.replace(
            'papers"/>', 'papers"><extensionElements><ortoo:facts legalBasis="Art. 5"/></extensionElements></task>'
        ),
    ),
]


@pytest.mark.parametrize(("rule", "wrong", "right"), CASES, ids=[f"{c[0]}-{n}" for n, c in enumerate(CASES)])
def test_rule_finds_its_fault_and_only_that(rule: str, wrong: str, right: str) -> None:
    found = [finding for finding in check_model(model(wrong)) if finding.rule == rule]
    assert found
    assert all(finding.line for finding in found if finding.element)
    assert rule not in {finding.rule for finding in check_model(model(right))}


@pytest.mark.parametrize(("executable", "severity"), [("true", "error"), ("false", "warning")])
def test_expressions_of_correlations_are_read(executable: str, severity: str) -> None:
    path = "<messagePath>id = = 1</messagePath>"
    property_ = (
        '<correlationProperty id="c"><correlationPropertyRetrievalExpression messageRef="m">'
        f"{path}</correlationPropertyRetrievalExpression></correlationProperty>"
    )
    subscription = (
        '<correlationSubscription id="q" correlationKeyRef="k"><correlationPropertyBinding correlationPropertyRef="c">'
        "<dataPath>id = = 1</dataPath></correlationPropertyBinding></correlationSubscription>"
    )
    read = model(LINE + subscription, executable=executable, before=f'<message id="m" name="Paid"/>{property_}')
    found = [(f.element, f.severity) for f in check_model(read) if f.rule == "expression-invalid"]
    assert found == [("c", severity), ("q", severity)]


def test_unnamed_and_unused_messages_are_named() -> None:
    wrong = model(LINE, before='<message id="m"/><message id="m2" name="Paid"/>')
    assert {f.element for f in check_model(wrong) if f.rule == "global"} == {"m", "m2"}


def calling(caller: str, called: str) -> str:
    return f'<process id="{caller}"><callActivity id="{caller}_calls" calledElement="{called}"/></process>'


@pytest.mark.parametrize(
    ("processes", "found"),
    [
        (calling("A", "A"), {"A_calls"}),
        (calling("A", "B") + calling("B", "C") + calling("C", "A"), {"A_calls", "B_calls", "C_calls"}),
        (calling("A", "B") + calling("B", "C") + calling("C", "elsewhere"), set()),
        (calling("A", "B") + calling("B", "B"), {"B_calls"}),
    ],
)
def test_calls_in_a_circle_are_named_and_others_are_not(processes: str, found: set[str]) -> None:
    read = read_model(f"{HEAD}{processes}</definitions>".encode(), source_name="test.bpmn")
    assert {f.element for f in check_model(read) if f.rule == "cyclic-call"} == found


WITHOUT = [
    ("conditional-event", f'{S}<intermediateCatchEvent id="a"><conditionalEventDefinition/></intermediateCatchEvent>'),
    ("loop-without-limit", f'{S}<task id="a"><standardLoopCharacteristics/></task>'),
    ("called-element-missing", f'{S}<callActivity id="a"/>'),
    ("timer-invalid", f'{S}<intermediateCatchEvent id="a"><timerEventDefinition/></intermediateCatchEvent>'),
]


@pytest.mark.parametrize(("rule", "body"), WITHOUT)
def test_what_only_running_needs_is_an_error_in_a_model_to_run_and_a_hint_in_a_picture(rule: str, body: str) -> None:
    found = [
        [f.severity for f in check_model(model(body, executable=run)) if f.rule == rule] for run in ("true", "false")
    ]
    assert found == [["error"], ["hint"]]
    assert [f.severity for f in check_executable(model(body, executable="false")) if f.rule == rule] == ["error"]


NUMBERS = st.integers(0, 999)


@given(years=NUMBERS, days=NUMBERS, hours=NUMBERS, seconds=NUMBERS)
def test_every_duration_of_iso_8601_is_a_time(years: int, days: int, hours: int, seconds: int) -> None:
    text = f"P{years}Y{days}DT{hours}H{seconds}S"
    assert [f for f in check_model(model(timer("timeDuration", text))) if f.rule == "timer-invalid"] == []


@pytest.mark.parametrize(
    ("kind", "text", "severity"),
    [
        ("timeDuration", "-PT5M", "warning"),
        ("timeDuration", "P-1DT-2.5H", "error"),
        ("timeCycle", "R3/2026-03-01/-P1W", "error"),
    ],
)
def test_a_duration_of_less_than_nothing_is_told_to_be_negative(kind: str, text: str, severity: str) -> None:
    found = [f for f in check_model(model(timer(kind, text))) if f.rule == "timer-invalid"]
    assert [(one.severity, f"{text} is negative" in str(one.text)) for one in found] == [(severity, True)]


@given(moment=st.datetimes(timezones=st.just(UTC)))
def test_every_date_of_iso_8601_is_a_time_and_no_thirteenth_month_is(moment: datetime) -> None:
    date = moment.isoformat(timespec="seconds")
    assert [f for f in check_model(model(timer("timeDate", date))) if f.rule == "timer-invalid"] == []
    wrong = f"{date[:4]}-13{date[7:]}"
    assert [f for f in check_model(model(timer("timeDate", wrong))) if f.rule == "timer-invalid"] != []


def test_event_based_gateway_must_lead_to_events() -> None:
    gateway = '<eventBasedGateway id="g"/>'
    body = S + gateway + A + B + E + flow("s", "g") + flow("g", "a") + flow("g", "b") + ends()
    found = [f for f in check_executable(model(body)) if f.rule == "standard-138"]
    assert [(f.element, f.severity) for f in found] == [("g_a", "error"), ("g_b", "error")]


def test_style_is_never_an_error() -> None:
    style = {"label-required", "label-style", "no-bpmndi", "model-size", "fake-join", "superfluous-gateway"}
    assert all(rule.severity != "error" for rule in RULES if rule.id in style)


def test_a_clean_model_has_no_errors_and_can_be_deployed() -> None:
    assert not [finding for finding in check_model(model(LINE)) if finding.severity == "error"]
    assert check_executable(model(LINE)) == ()


def test_what_a_drawing_may_leave_open_a_deployment_may_not() -> None:
    drawing = model(xor("", ""), executable="false")
    assert {f.severity for f in check_model(drawing) if f.rule == "missing-condition"} == {"warning"}
    assert {f.severity for f in check_executable(drawing) if f.rule == "missing-condition"} == {"error"}


def test_a_script_that_wants_os_is_told_what_and_where() -> None:
    body = script("python", "x = 1\nimport os\nos.remove('a')")
    (finding,) = [f for f in check_executable(model(body)) if f.rule == "script-refused"]
    assert finding.element == "c"
    assert finding.line is not None
    assert str(finding.text).startswith("The script of Script task “Add up”")


def test_findings_come_in_the_order_of_the_file() -> None:
    found = check_model(model("\n".join((S, A, B, E, flow("a", "e")))))
    places = [(f.line or 0, f.element or "", f.rule) for f in found]
    assert places == sorted(places)


def test_called_decisions_must_be_there() -> None:
    task = (
        '<businessRuleTask id="a" name="Decide" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
        'camunda:decisionRef="fee"/>'
    )
    body = S + task + E + flow("s", "a") + flow("a", "e")
    assert [f.element for f in check_executable(model(body), decisions=("other",))] == ["a"]
    assert check_executable(model(body), decisions=("fee",)) == ()


def test_every_rule_has_an_id_of_its_own_and_a_page() -> None:
    pages = ROOM.parent / "docs" / "rules"
    ids = [rule.id for rule in RULES]
    assert len(set(ids)) == len(ids)
    assert [rule for rule in ids if not (pages / f"{rule}.md").is_file()] == []


def test_every_sentence_is_there_in_mongolian() -> None:
    with (ROOM / "translations/mn/LC_MESSAGES/messages.po").open("rb") as file:
        catalogue = {message.id for message in read_po(file) if message.string}
    folders = ("check", "soundness", "difference")
    files = [path for folder in folders for path in (ROOM / folder).rglob("*.py")]
    assert sorted(set().union(*map(_sentences, files)) - catalogue) == []


def _sentences(path: Path) -> set[str]:
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    texts = [c.args[0] for c in calls if getattr(c.func, "id", "") == "Text" and c.args]
    return {text.value for text in texts if isinstance(text, ast.Constant) and isinstance(text.value, str)}


def test_the_table_of_what_runs_names_features_of_real_nodes() -> None:
    nodes = model(LINE).nodes
    assert set().union(*(features_of(node) for node in nodes.values())) <= RUNNABLE


@pytest.mark.corpora
def test_every_file_of_the_corpora_can_be_checked(corpora: Path) -> None:
    for path in sorted((corpora / "bpmnspector").rglob("*.bpmn")):
        read = read_model(path.read_bytes(), source_name=path.name)
        assert check_model(read) == check_model(read)
