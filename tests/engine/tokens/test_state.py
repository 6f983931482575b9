from decimal import Decimal

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpmn.expressions.values import Date
from engine.errors import BudgetExceededError, StateFormatError
from engine.tokens import Budget, ProcessInstance, compile_process
from engine.tokens.values import MOST_WEIGHT, encode, may_hold_tags, weigh
from tests.engine.tokens.diagrams import NOW, Stepper, ids, model, path

BODY = '<startEvent id="s"/><userTask id="a"/>' + path("s", "a")
DEFINITION = compile_process(model(BODY), "p")


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


SCALARS = [
    None,
    True,
    0,
    -1,
    2**63,
    1.5,
    Decimal("0.10"),
    "",
    "$",
    '"$"',
    'a"$',
    "\\",
    "\n",
    "ө",
    Date(year=2026, month=1, day=5),
]
VALUES = st.recursive(
    st.sampled_from(SCALARS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["", "$", "a", '"$']), inner),
    max_leaves=6,
)
VARIABLES = st.dictionaries(st.sampled_from(["x", "y", "$"]), VALUES, min_size=1)


@given(VALUES)
def test_whatever_needs_decoding_is_seen_in_the_text(value: object) -> None:
    text = orjson.dumps(encode(value))
    assert may_hold_tags(text) or orjson.loads(text) == value


@given(VARIABLES)
def test_no_byte_of_a_text_weighs_more_than_the_most(variables: dict[str, object]) -> None:
    text = orjson.dumps({name: encode(value) for name, value in variables.items()})
    assert sum(map(weigh, variables.values())) <= MOST_WEIGHT * len(text)


@given(VARIABLES)
def test_variables_come_back_from_a_state_and_are_saved_again_as_they_were(variables: dict[str, object]) -> None:
    instance = ProcessInstance.create(DEFINITION, data=variables, now=NOW, new_id=ids())
    instance.advance(NOW)
    loaded = ProcessInstance.load(DEFINITION, instance.save(), new_id=ids())
    assert loaded.variables == instance.variables
    assert loaded.save() == instance.save()
    loaded.set_variables({"new": Decimal("0.10")}, NOW)
    again = ProcessInstance.load(DEFINITION, loaded.save(), new_id=ids())
    assert again.variables == {**instance.variables, "new": Decimal("0.10")}


@pytest.mark.parametrize(("more", "fits"), [(300, True), (301, False)])
def test_a_loaded_case_may_hold_as_much_as_one_that_was_not_saved(more: int, *, fits: bool) -> None:
    budget = Budget(data_bytes=1_000)
    case = Stepper(model(BODY), {"x": "y" * 298, "n": [1] * 22, "z": "y" * 198}, budget=budget)
    if fits:
        case.instance.set_variables({"w": "y" * (more - 2)}, NOW)
    else:
        with pytest.raises(BudgetExceededError):
            case.instance.set_variables({"w": "y" * (more - 2)}, NOW)


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
