"""Case references: unguessable, and typing errors are found."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.references import create_reference, read_reference

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
references = st.integers(min_value=0).map(lambda seed: create_reference(Random(seed).choice))  # noqa: S311 - repeatable


@given(references)
def test_a_reference_is_read_as_it_is_written(reference: str) -> None:
    assert [len(block) for block in reference.split("-")] == [4, 4, 4, 2, 1]
    assert read_reference(reference) == reference
    assert read_reference(reference.lower().replace("-", "")) == reference


@given(references, st.data())
def test_one_wrong_symbol_is_found(reference: str, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from([place for place, symbol in enumerate(reference) if symbol != "-"]))
    other = data.draw(st.sampled_from([symbol for symbol in ALPHABET if symbol != reference[place]]))
    assert read_reference(reference[:place] + other + reference[place + 1 :]) is None


def test_nearly_every_swap_of_two_neighbours_is_found() -> None:
    chooser = Random(1)  # noqa: S311 - repeatable
    missed = tried = 0
    for _ in range(500):
        symbols = create_reference(chooser.choice).replace("-", "")
        for place in range(len(symbols) - 1):
            swapped = symbols[:place] + symbols[place + 1] + symbols[place] + symbols[place + 2 :]
            if swapped != symbols:
                tried += 1
                missed += read_reference(swapped) is not None
    assert tried > 5_000
    assert missed / tried < 0.01


def test_cyrillic_letters_that_look_the_same_are_read_as_latin() -> None:
    latin, cyrillic = "ABEKMHPCTYX", "АВЕКМНРСТУХ"
    reference = next(
        made
        for made in (create_reference(Random(seed).choice) for seed in range(100))  # noqa: S311 - repeatable
        if sum(symbol in latin for symbol in made) > 4
    )
    typed = reference.translate(str.maketrans(latin, cyrillic))
    assert typed != reference
    assert read_reference(typed) == reference


@pytest.mark.parametrize("typed", ["", "-", "O000-0000-0000-00-0", "2345", "\0", "２３４５"])
def test_what_is_no_reference_is_none(typed: str) -> None:
    assert read_reference(typed) is None


def test_no_two_references_are_the_same() -> None:
    assert len({create_reference() for _ in range(1_000)}) == 1_000
