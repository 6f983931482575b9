"""Sentences in the language of who reads them."""

from bpmn.errors import BpmnFileError
from bpmn.language import LANGUAGES, Text, translate


def test_blanks_are_filled() -> None:
    assert str(Text("Activity {name} has no role.", name="Check")) == "Activity Check has no role."


def test_blanks_without_a_value_stay_visible() -> None:
    assert str(Text("{a} and {b}", a=1)) == "1 and {b}"


def test_values_are_not_read_as_blanks() -> None:
    assert str(Text("{a}", a="{b}", b="no")) == "{b}"


def test_a_text_in_a_text_is_shown_in_the_same_language() -> None:
    inner = Text("an SVG picture")
    outer = Text("The file is {kind}, not BPMN 2.0. Export the diagram as BPMN 2.0 XML.", kind=inner)
    assert "an SVG picture" in outer.into("en")
    assert "SVG зураг" in outer.into("mn")


def test_a_message_without_translation_is_shown_in_english() -> None:
    assert translate("A sentence nobody translated.", "mn") == "A sentence nobody translated."
    assert set(LANGUAGES) == {"mn", "en"}


def test_texts_are_values() -> None:
    assert Text("{a}", a=1) == Text("{a}", a=1)
    assert len({Text("{a}", a=1), Text("{a}", a=1)}) == 1


def test_an_error_says_where_it_is() -> None:
    text = Text("The file holds no element.")
    assert str(BpmnFileError(text, source_name="a.bpmn", line=3)) == "a.bpmn:3: The file holds no element."
    assert str(BpmnFileError(text, line=3)) == "line 3: The file holds no element."
    assert str(BpmnFileError(text, source_name="a.bpmn")) == "a.bpmn: The file holds no element."
    assert BpmnFileError(text).into("mn") == "Файлд ямар ч элемент алга."
