"""JSON as text: the quick way says to the letter what `json` says, where that matters, and reads the same."""

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.store.json_text import canonical_json, read_json, write_json
from engine.tokens.values import encode

TEXTS = st.text(st.characters(), max_size=12)  # half letters and all
PLAIN = st.one_of(TEXTS, st.integers(), st.booleans(), st.none(), st.floats(allow_nan=False, allow_infinity=False))
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3))


@given(VALUES)
def test_what_is_written_is_read_again(value: Any) -> None:
    stored = encode(value)
    assert read_json(write_json(stored)) == stored


@given(st.lists(PLAIN, min_size=1, max_size=6), st.dictionaries(TEXTS, VALUES, max_size=3))
def test_what_is_hashed_is_to_the_letter_what_it_always_was(told: list[Any], details: dict[str, Any]) -> None:
    whole = [*map(encode, told), encode(details)]
    always = json.dumps(whole, sort_keys=True, separators=(",", ":"))
    assert canonical_json(whole).decode("ascii") == always


@pytest.mark.parametrize("text", ["plain", "Өртөө", "\x7f", "\x00", '"\\', "\ud800", "\u2028"])
@pytest.mark.parametrize("number", [0, -1, 2**53, 1e16, 0.1])
def test_letters_and_numbers_that_are_written_in_different_ways_are_hashed_in_one(text: str, number: float) -> None:
    told = [text, {"b": number, "a": text}]
    assert canonical_json(told).decode("ascii") == json.dumps(told, sort_keys=True, separators=(",", ":"))


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_refused_and_never_written_as_nothing(number: float) -> None:
    with pytest.raises(ValueError, match="JSON has no"):
        encode([{"a": number}])


def test_letters_beyond_ascii_are_written_as_they_are() -> None:
    assert write_json({"нэр": "Өртөө"}) == '{"нэр":"Өртөө"}'
    assert read_json('{"\\u043d":"\\u04e8"}') == {"н": "Ө"}  # as they were written before
