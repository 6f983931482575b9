"""Labels are broken into lines that fit, at blanks first, then after hyphens, then anywhere."""

from hypothesis import given
from hypothesis import strategies as st

from bpmn.model import Bounds
from bpmn.picture.labels import INSIDE_SIZE, inside_lines
from bpmn.picture.lettering import text_width, wrap

WORDS = st.text(alphabet="абвгдеөүёШЩAbc-(№ ", max_size=80)


def test_a_long_word_is_broken_after_its_hyphen() -> None:
    assert wrap("Standard-Versandbedingungen", 130, 12) == ("Standard-", "Versandbedingungen")


def test_an_accented_letter_is_as_wide_as_its_base() -> None:
    assert text_width("ǎ", 10) == text_width("a", 10)
    assert text_width("й", 10) != text_width("и", 10) or text_width("и\u0306", 10) == text_width("и", 10)


def test_a_mark_that_combines_has_no_width_and_an_ideograph_a_full_one() -> None:
    assert text_width("a\u0301", 10) == text_width("a", 10)
    assert text_width("字", 10) == 10


def test_letters_are_made_smaller_rather_than_a_word_broken() -> None:
    room = Bounds(x=0, y=0, width=90, height=70)
    lines = inside_lines("Бүртгэлийнхэнд", room)
    assert lines.lines == ("Бүртгэлийнхэнд",)
    assert lines.size < INSIDE_SIZE


def test_a_word_that_even_small_letters_cannot_keep_whole_is_broken_in_usual_ones() -> None:
    lines = inside_lines("Бүртгэлийнхэндээхэнтэйгээ", Bounds(x=0, y=0, width=90, height=70))
    assert len(lines.lines) > 1
    assert lines.size == INSIDE_SIZE


def test_what_there_is_no_room_for_is_cut_with_an_ellipsis() -> None:
    lines = inside_lines("Нэг хоёр гурав дөрөв тав зургаа долоо найм ес арав", Bounds(x=0, y=0, width=60, height=30))
    assert lines.lines[-1].endswith("…")
    assert lines.height <= 30


@given(WORDS, st.floats(20, 200))
def test_no_letter_is_lost_and_no_line_too_wide(text: str, width: float) -> None:
    lines = wrap(text, width, 12)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(text_width(line, 12) <= width for line in lines)
