import pytest

from engine.errors import StateFormatError
from engine.tokens import ProcessInstance, compile_process
from tests.engine.tokens.diagrams import NOW, Stepper, ids, model, path

BODY = '<startEvent id="s"/><userTask id="a"/>' + path("s", "a")


@pytest.mark.parametrize(
    "state",
    [
        b"",
        b"{}",
        b"[]",
        b'{"v": 99, "process": "p"}',
        b'{"v":1,"process":"q","scopes":[]}',
        b'{"v":1,"process":"p","scopes":[[1]]}',
    ],
)
def test_a_state_that_is_none_is_refused(state: bytes) -> None:
    definition = compile_process(model(BODY), "p")
    with pytest.raises(StateFormatError):
        ProcessInstance.load(definition, state, new_id=ids())


def test_a_state_of_another_version_of_the_model_is_refused() -> None:
    state = Stepper(model(BODY)).instance.save()
    other = compile_process(model('<startEvent id="s"/><userTask id="b"/>' + path("s", "b")), "p")
    with pytest.raises(StateFormatError):
        ProcessInstance.load(other, state, new_id=ids())


def test_saving_what_was_loaded_gives_the_same_bytes() -> None:
    case = Stepper(model(BODY), {"x": 1, "y": [1.5, "a"]})
    state = case.instance.save()
    assert ProcessInstance.load(case.definition, state, new_id=ids()).save() == state


def test_a_definition_is_shared_by_cases_without_being_changed() -> None:
    definition = compile_process(
        model(
            BODY
            + '<subProcess id="h" triggeredByEvent="true"><startEvent id="hs"><messageEventDefinition messageRef="M"/>'
            "</startEvent></subProcess>",
            more='<message id="M" name="Stop"/>',
        ),
        "p",
    )
    first, second = (ProcessInstance.create(definition, data={}, now=NOW, new_id=ids()) for _ in range(2))
    first.advance(NOW)
    assert first.deliver_message("Stop", {}, None, NOW)
    second.advance(NOW)
    assert first.status == "completed"
    assert [wait.element for wait in second.waits] == ["hs", "a"]
