"""Deploying: the same files are the same version, and what cannot run is refused."""

import hashlib
from concurrent.futures import ThreadPoolExecutor

import pytest

from bpmn.errors import UnreadableFileError
from engine import (
    SYSTEM,
    Actor,
    Deployment,
    Engine,
    NotAllowedError,
    NotExecutableError,
    NotFoundError,
    deploy,
    find_definition,
    read_case,
    read_deployed_model,
)
from tests.engine.small_services import CHECKED, CLERK, SERVED, START_END, flow, process, start_small

SECOND = CHECKED.replace(b"Check application", b"Check it")


def deployment(model: bytes, **more: object) -> Deployment:
    return Deployment(service="small", model=model, model_name="small.bpmn", **more)  # type: ignore[arg-type]


def test_the_same_files_are_the_same_version(engine: Engine) -> None:
    first = deploy(engine, deployment(CHECKED), actor=SYSTEM)
    assert deploy(engine, deployment(CHECKED), actor=SYSTEM) == first
    assert first.version == 1
    assert first.model_sha256 == hashlib.sha256(CHECKED).hexdigest()
    assert find_definition(engine, service="small") == first


def test_other_files_are_another_version(engine: Engine) -> None:
    versions = [
        deploy(engine, deployment(CHECKED), actor=SYSTEM),
        deploy(engine, deployment(SECOND), actor=SYSTEM),
        deploy(engine, deployment(SECOND, forms={"check": {"id": "check"}}), actor=SYSTEM),
    ]
    assert [version.version for version in versions] == [1, 2, 3]
    assert find_definition(engine, service="small") == versions[-1]


def test_running_cases_stay_on_their_version_and_new_ones_start_on_the_current(engine: Engine) -> None:
    deploy(engine, deployment(CHECKED), actor=SYSTEM)
    old = start_small(engine, key="old")
    deploy(engine, deployment(SECOND), actor=SYSTEM)
    new = start_small(engine, key="new")
    back = deploy(engine, deployment(CHECKED), actor=SYSTEM)
    newest = start_small(engine, key="newest")
    assert [case.version for case in (old, new, newest)] == [1, 2, 1]
    assert back.version == 1
    assert read_case(engine, reference=old.reference).open_items[0].name == "Check application"
    assert read_case(engine, reference=new.reference).open_items[0].name == "Check it"


def test_a_deployed_model_is_kept_byte_for_byte(engine: Engine) -> None:
    version = deploy(engine, deployment(CHECKED), actor=SYSTEM)
    assert read_deployed_model(engine, model_sha256=version.model_sha256) == CHECKED
    with pytest.raises(NotFoundError):
        read_deployed_model(engine, model_sha256="0" * 64)


def test_equal_deployments_at_once_make_one_version(engine: Engine) -> None:
    with ThreadPoolExecutor(4) as pool:
        futures = [pool.submit(deploy, engine, deployment(CHECKED), actor=SYSTEM) for _ in range(4)]
    assert len({future.result() for future in futures}) == 1


def test_what_cannot_be_read_is_not_deployed(engine: Engine) -> None:
    with pytest.raises(UnreadableFileError):
        deploy(engine, deployment(b"no XML"), actor=SYSTEM)
    assert find_definition(engine, service="small") is None


def test_what_cannot_be_run_is_not_deployed_and_says_why(engine: Engine) -> None:
    script = '<scriptTask id="S" scriptFormat="groovy"><script>sum = new Date()</script></scriptTask>'
    with pytest.raises(NotExecutableError) as caught:
        deploy(engine, deployment(process(START_END + script + flow("Start", "S", "End"))), actor=SYSTEM)
    assert "S" in caught.value.elements
    assert caught.value.findings
    assert find_definition(engine, service="small") is None


def test_a_file_with_several_processes_needs_a_choice(engine: Engine) -> None:
    other = SERVED[SERVED.index(b"<process") :]
    for name in (b"Process_1", b"Start", b"End", b"Serve"):
        other = other.replace(b'"' + name + b'"', b'"Other_' + name + b'"')
    two = CHECKED.replace(b"</definitions>", other.replace(b'id="Flow_', b'id="Other_flow_'))
    with pytest.raises(NotExecutableError):
        deploy(engine, deployment(two), actor=SYSTEM)
    chosen = deploy(engine, deployment(two, process_id="Other_Process_1"), actor=SYSTEM)
    assert chosen.process_id == "Other_Process_1"


def test_a_process_that_is_not_there_cannot_be_chosen(engine: Engine) -> None:
    with pytest.raises(NotExecutableError):
        deploy(engine, deployment(CHECKED, process_id="Process_9"), actor=SYSTEM)


@pytest.mark.parametrize("actor", [CLERK, Actor.applicant("x")])
def test_not_everybody_may_deploy(engine: Engine, actor: Actor) -> None:
    with pytest.raises(NotAllowedError):
        deploy(engine, deployment(CHECKED), actor=actor)


def calling(decision: str) -> bytes:
    task = (
        '<businessRuleTask id="Decide" name="Work out the fee"><extensionElements>'
        f'<zeebe:calledDecision decisionId="{decision}" resultVariable="fee"/></extensionElements></businessRuleTask>'
    )
    return process(START_END + task + flow("Start", "Decide", "End"))


def fee_table(*cells: str, more: str = "") -> bytes:
    rules = "".join(
        f"<rule><inputEntry><text>{cell}</text></inputEntry><outputEntry><text>{fee}</text></outputEntry></rule>"
        for fee, cell in enumerate(cells)
    )
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="d" namespace="urn:d" id="d">'
        f'{more}<decision id="permit-fee" name="Permit fee"><decisionTable>'
        f'<input><inputExpression><text>age</text></inputExpression></input><output name="fee"/>{rules}'
        "</decisionTable></decision></definitions>"
    ).encode()


def refusal(engine: Engine, given: Deployment) -> str:
    with pytest.raises(NotExecutableError) as refused:
        deploy(engine, given, actor=SYSTEM)
    assert find_definition(engine, service="small") is None
    return str(refused.value)


def test_a_model_is_deployed_with_the_decisions_that_it_calls(engine: Engine) -> None:
    found = deploy(engine, deployment(calling("permit-fee"), decisions={"fees": fee_table("-")}), actor=SYSTEM)
    assert found.version == 1
    start_small(engine, age=20)


@pytest.mark.parametrize("decisions", [{}, {"fees": fee_table("-")}])
def test_a_call_of_a_decision_that_is_not_there_is_refused(engine: Engine, decisions: dict[str, bytes]) -> None:
    told = refusal(engine, deployment(calling("permit-fees"), decisions=decisions))
    assert "calls the decision permit-fees, which is not there" in told
    assert ("Is permit-fee meant?" in told) is bool(decisions)


def test_a_called_decision_whose_rules_contradict_each_other_is_refused(engine: Engine) -> None:
    told = refusal(engine, deployment(calling("permit-fee"), decisions={"fees": fee_table("&lt; 20", "&gt; 10")}))
    assert "small.bpmn cannot be run" in told
    assert "rule" in told.lower()


def test_a_faulty_decision_that_no_task_calls_keeps_nobody_from_working(engine: Engine) -> None:
    decisions = {"fees": fee_table("&lt; 20", "&gt; 10")}
    assert deploy(engine, deployment(CHECKED, decisions=decisions), actor=SYSTEM).version == 1


IMPORT = (
    '<import namespace="urn:else" name="else" '
    'importType="https://www.omg.org/spec/DMN/20191111/MODEL/" locationURI="else.dmn"/>'
)


def test_a_decision_that_needs_another_file_is_refused_without_it(engine: Engine) -> None:
    told = refusal(engine, deployment(calling("permit-fee"), decisions={"fees": fee_table("-", more=IMPORT)}))
    assert "else" in told


def test_a_decision_is_made_with_what_the_file_that_it_imports_decides(engine: Engine) -> None:
    base = (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="else" namespace="urn:else" id="else">'
        '<decision id="doubled" name="doubled"><variable name="doubled"/><informationRequirement>'
        '<requiredInput href="#age"/></informationRequirement><literalExpression><text>age * 2</text>'
        '</literalExpression></decision><inputData id="age" name="age"><variable name="age"/></inputData></definitions>'
    )
    fees = (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="fees" namespace="urn:fees" id="fees">'
        f'{IMPORT}<decision id="permit-fee" name="permit-fee"><variable name="permit-fee"/><informationRequirement>'
        '<requiredDecision href="urn:else#doubled"/></informationRequirement><literalExpression>'
        "<text>else.doubled + 1</text></literalExpression></decision></definitions>"
    )
    given = deployment(calling("permit-fee"), decisions={"fees": fees.encode(), "else": base.encode()})
    deploy(engine, given, actor=SYSTEM)
    started = start_small(engine, age=20)
    assert read_case(engine, reference=started.reference).data["fee"] == 41
