"""Tables fit the terminal and lose nothing."""

import re

from hypothesis import given
from hypothesis import strategies as st

from cli.terminal import fitting_table

WORDS = st.text(alphabet="абвгabc ", max_size=60)


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), max_size=8), st.integers(60, 100))
def test_no_line_is_wider_than_the_terminal_and_every_letter_is_there(
    rows: list[tuple[str, str, str]], width: int
) -> None:
    # Words of up to sixty letters are broken only where the columns could not stand side by side otherwise.
    short = [tuple(re.sub(r"(\S{12})(?=\S)", r"\1 ", cell) for cell in row) for row in rows]
    lines = fitting_table(("Where", "Kind", "Why"), short, right=(1,), width=width)
    assert all(len(line) <= width for line in lines)
    letters = sorted("".join(cell for row in short for cell in row).replace(" ", ""))
    assert sorted("".join(lines[2:]).replace(" ", "")) == letters


def test_numbers_stand_under_each_other_at_the_right() -> None:
    lines = fitting_table(("Measure", "Mean"), [("Time", "3.00 days"), ("Cost", "1 MNT")], right=(1,))
    assert lines == ["Measure       Mean", "-------  ---------", "Time     3.00 days", "Cost         1 MNT"]


def test_a_long_cell_is_broken_between_words_within_its_column() -> None:
    lines = fitting_table(("Where", "Share"), [("Open tax account and register", "5 %")], right=(1,), width=24)
    assert lines[2:] == ["Open tax account     5 %", "and register"]


def test_a_column_in_which_nothing_stands_is_no_trouble() -> None:
    assert fitting_table(("", "Where"), [], right=(0,)) == ["   Where", "-  -----"]
