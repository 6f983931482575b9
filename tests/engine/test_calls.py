"""Cases that call the processes of other deployed services."""

import pytest

from engine import SYSTEM, Deployment, Engine, NotExecutableError, complete_work_item, deploy, read_case
from tests.engine.small_services import CLERK, flow, process, start_small, user_task

CALLED = '<startEvent id="cs"/>{task}<endEvent id="ce"/>' + flow("cs", "check", "ce")


def called(name: str) -> Deployment:
    """A service whose process has one user task of that name."""
    body = CALLED.format(task=user_task("check", name, "registrar"))
    return Deployment(service="checking", model=process(body, process_id="checking"), model_name="checking.bpmn")


def calling(more: str = "") -> Deployment:
    """A service that calls it."""
    body = f'<startEvent id="s"/><callActivity id="call" calledElement="checking" {more}/><endEvent id="e"/>'
    model = process(body + flow("s", "call", "e"), process_id="calling")
    return Deployment(service="calling", model=model, model_name="calling.bpmn")


CAMUNDA = (
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" camunda:calledElementBinding="version" '
    'camunda:calledElementVersion="{}"'
)


def open_item(engine: Engine, reference: str) -> str:
    return read_case(engine, reference=reference).open_items[0].name


def start(engine: Engine, key: str) -> str:
    return start_small(engine, service="calling", key=key).reference


def test_a_call_goes_to_the_version_that_is_current_when_it_begins(engine: Engine) -> None:
    deploy(engine, called("Check"), actor=SYSTEM)
    deploy(engine, calling(), actor=SYSTEM)
    first = start(engine, "1")
    deploy(engine, called("Check again"), actor=SYSTEM)
    second = start(engine, "2")
    assert open_item(engine, first) == "Check"
    assert open_item(engine, second) == "Check again"


def test_a_case_inside_a_called_process_goes_on_after_a_later_deployment(engine: Engine) -> None:
    deploy(engine, called("Check"), actor=SYSTEM)
    deploy(engine, calling(), actor=SYSTEM)
    reference = start(engine, "1")
    deploy(engine, called("Check again"), actor=SYSTEM)
    item = read_case(engine, reference=reference).open_items[0]
    complete_work_item(engine, item_id=item.id, answers={}, actor=CLERK)
    assert read_case(engine, reference=reference).summary.status == "completed"


def test_a_call_may_ask_for_a_version(engine: Engine) -> None:
    deploy(engine, called("Check"), actor=SYSTEM)
    deploy(engine, called("Check again"), actor=SYSTEM)
    deploy(engine, calling(CAMUNDA.format(1)), actor=SYSTEM)
    assert open_item(engine, start(engine, "1")) == "Check"


def test_a_deployment_that_calls_what_no_service_has_is_refused(engine: Engine) -> None:
    with pytest.raises(NotExecutableError, match="call calls checking"):
        deploy(engine, calling(), actor=SYSTEM)
