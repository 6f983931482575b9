from decimal import Decimal

import pytest

from engine.store.search import searchable
from engine.values import Json


@pytest.mark.parametrize(
    "value", [1.5, Decimal("1234.5"), True, None, [], {}, 999, Decimal(-999), 10**20, Decimal("1E+6000")]
)
def test_of_what_is_neither_text_nor_a_whole_number_of_usual_length_nothing_is_found(value: Json) -> None:
    assert not searchable({"x": value})


def test_texts_and_numbers_are_found_at_any_depth_in_small_letters() -> None:
    words = searchable({"who": {"name": "Болд", "years": [1977, {"city": "Erdenet"}]}}).split("\n")
    assert sorted(words) == ["1977", "erdenet", "болд"]


@pytest.mark.parametrize("number", [4711555, Decimal(4711555), Decimal("4711555.0"), Decimal("4.711555E+6")])
def test_a_whole_number_is_found_as_it_is_said_however_it_is_kept(number: Json) -> None:
    assert searchable({"invoice": number}) == "4711555"


def test_no_more_than_two_thousand_characters_can_be_found_and_what_is_behind_them_costs_nothing() -> None:
    found = searchable({"few": "x" * 300, "rows": [{"name": f"name {place}"} for place in range(100_000)]})
    assert len(found) == 2_000
    assert found.startswith("name 99999\nname 99998\n")
