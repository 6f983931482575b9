from decimal import Decimal

import pytest

from engine.store.search import searchable
from engine.values import Json


@pytest.mark.parametrize("value", [1.5, Decimal("1.5"), True, None, [], {}])
def test_of_what_is_neither_text_nor_a_whole_number_nothing_is_found(value: Json) -> None:
    assert not searchable({"x": value})


def test_texts_and_numbers_are_found_at_any_depth_in_small_letters() -> None:
    words = searchable({"who": {"name": "Болд", "ages": [7, {"city": "Erdenet"}]}}).split("\n")
    assert sorted(words) == ["7", "erdenet", "болд"]


def test_no_more_than_two_thousand_characters_can_be_found_and_what_is_behind_them_costs_nothing() -> None:
    found = searchable({"few": "x" * 300, "rows": [{"name": f"name {place}"} for place in range(100_000)]})
    assert len(found) == 2_000
    assert found.startswith("name 99999\nname 99998\n")
