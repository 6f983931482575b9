"""Variables in the protocol's form: what is written is read back, whatever it is."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.exceptions import BadRequest

from webui.workers.variables import is_transient, read_variables, write_variables

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
PLAIN = st.none() | st.booleans() | st.integers() | TEXTS
JSON = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3))


@given(values=st.dictionaries(TEXTS, JSON, max_size=4))
def test_what_is_written_is_read_back(values: dict[str, object]) -> None:
    assert read_variables(write_variables(values)) == values  # type: ignore[arg-type]  # JSON


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("x", "String"),
        (5, "Integer"),
        (-(2**31), "Integer"),
        (2**31, "Long"),
        (2**63, "Json"),
        (1.5, "Double"),
        (Decimal("0.1"), "Double"),
        (Decimal(5), "Integer"),
        (Decimal("5.0"), "Double"),
        (Decimal("1E+400"), "String"),
        (True, "Boolean"),
        (None, "Null"),
        ([1], "Json"),
        ({"a": 1}, "Json"),
    ],
)
def test_each_value_has_the_protocols_type(value: object, kind: str) -> None:
    assert write_variables({"x": value})["x"]["type"] == kind  # type: ignore[dict-item]  # JSON


def test_numbers_inside_lists_stay_whole_or_become_doubles() -> None:
    written = write_variables({"x": [Decimal(5), Decimal("0.5"), {"a": Decimal("1E+400")}]})
    assert written["x"]["value"] == '[5, 0.5, {"a": "1E+400"}]'


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ({"value": 5, "type": "integer"}, 5),
        ({"value": 5, "type": "Short"}, 5),
        ({"value": Decimal("0.10"), "type": "Double"}, Decimal("0.10")),
        ({"value": 5, "type": "double"}, 5),
        ({"value": "2026-01-31T12:00:00.000+0800", "type": "Date"}, "2026-01-31T12:00:00+08:00"),
        ({"value": '{"a": 0.10}', "type": "Json"}, {"a": Decimal("0.10")}),
        ({"value": "[1]", "type": "Object", "valueInfo": {"serializationDataFormat": "application/json"}}, [1]),
        ({"value": "<a/>", "type": "Xml"}, "<a/>"),
        ({"type": "Null"}, None),
        ({"value": None, "type": "String"}, None),
        ({"value": "x"}, "x"),
    ],
)
def test_types_are_read_whatever_their_case(typed: dict[str, object], value: object) -> None:
    assert read_variables({"x": typed}) == {"x": value}


@pytest.mark.parametrize(
    "typed",
    [
        "x",
        {"value": 5, "type": "String"},
        {"value": True, "type": "Integer"},
        {"value": 1, "type": "Boolean"},
        {"value": "1", "type": "Double"},
        {"value": "yesterday", "type": "Date"},
        {"value": "2026-01-31T12:00:00", "type": "Date"},
        {"value": "{", "type": "Json"},
        {"value": "NaN", "type": "Json"},
        {"value": {}, "type": "Json"},
        {"value": "rO0", "type": "Object", "valueInfo": {"serializationDataFormat": "application/x-java-serialized"}},
        {"value": "AA==", "type": "Bytes"},
        {"value": "x", "type": 5},
    ],
)
def test_what_is_not_of_its_type_is_refused_by_name(typed: object) -> None:
    with pytest.raises(BadRequest, match="amount"):
        read_variables({"amount": typed})


def test_a_variable_may_be_for_the_step_only() -> None:
    assert is_transient({"value": 1, "valueInfo": {"transient": True}})
    assert not is_transient({"value": 1, "valueInfo": {}})
    assert not is_transient({"value": 1})
    assert not is_transient(5)
