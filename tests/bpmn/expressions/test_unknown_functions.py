"""Calls of functions that there are not are found before they are evaluated."""

import pytest

from bpmn.expressions import ExpressionRefusedError, Language, compile_expression, refuse_vain_calls


@pytest.mark.parametrize(
    ("source", "said", "place"),
    [
        ('contians(name, "x")', "There is no function called contians. Is contains meant?", 0),
        ("1 + string_length(name)", "There is no function called string_length. Is string length meant?", 4),
        ("[fetch(1)]", "There is no function called fetch.", 1),
        ("for x in [1] return Count(x)", "There is no function called Count. Is count meant?", 20),
        ("{a: lookup(1)}", "There is no function called lookup.", 4),
        ("if not(is_open()) then 1 else 2", "There is no function called is_open.", 7),
    ],
)
def test_a_call_of_no_function_is_refused_at_its_place_with_the_nearest_name(
    source: str, said: str, place: int
) -> None:
    with pytest.raises(ExpressionRefusedError) as refused:
        refuse_vain_calls(source, Language.FEEL)
    assert (str(refused.value.text), refused.value.position) == (said, place)
    assert compile_expression(source, Language.FEEL).evaluate({"name": "x"}).reasons


@pytest.mark.parametrize(
    "source",
    [
        'contains(name, "x") and string length(name) > 2',
        "{double: function(x) 2 * x, result: double(4)}.result",
        "(function(f) f(1))(function(x) x)",
        "sort(xs, function(x, y) x < y)",
        "{fact: function(n) if n < 2 then 1 else n * fact(n - 1), r: fact(5)}.r",
        "a.b(1)",
    ],
)
def test_functions_that_are_built_in_or_made_on_the_spot_are_let_pass(source: str) -> None:
    refuse_vain_calls(source, Language.FEEL)


def test_other_languages_have_said_so_already() -> None:
    refuse_vain_calls("len(name) > 1", Language.PYTHON)
    with pytest.raises(ExpressionRefusedError):
        compile_expression("fetch(name)", Language.PYTHON)
