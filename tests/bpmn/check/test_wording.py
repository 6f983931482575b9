"""Labels of activities: what is done, or the name of a topic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpmn.check.wording import is_mongolian, names_a_topic


@pytest.mark.parametrize(
    "label",
    [
        "Check application",
        "Request information",
        "Manually approve vacation",
        "Accelerate decision making",
        "Configure workstation",
        "Issue the permit and inform the applicant.",
        "Document group of connected clients",
        "Prüfe den Antrag",
        "Medical department",
        "Task 26",
        "",
    ],
)
def test_a_label_with_a_verb_first_or_one_that_does_not_tell_is_left_alone(label: str) -> None:
    assert not names_a_topic(label, is_in_mongolian=False)


@pytest.mark.parametrize(
    "label",
    [
        "Verification",
        "Application verification",
        "Verification of papers",
        "Vacation Approval",
        "Training",
        "Fee payment",
        "Risk assessments",
    ],
)
def test_a_label_that_ends_in_a_noun_of_action_names_a_topic(label: str) -> None:
    assert names_a_topic(label, is_in_mongolian=False)


@pytest.mark.parametrize(
    "label", ["Өргөдөл шалгах", "Зөвшөөрөл олгох.", "Гэрчилгээ хэвлэх", "Өргөдлөө илгээнэ үү", "Хураамж төлөх"]
)
def test_a_mongolian_label_that_ends_in_a_verb_is_left_alone(label: str) -> None:
    assert not names_a_topic(label, is_in_mongolian=True)


@pytest.mark.parametrize("label", ["Өргөдлийн шалгалт", "Зөвшөөрлийн олголт", "Өмчлөх эрх", "Хоол ба мах", "Бүртгэл"])
def test_a_mongolian_label_that_ends_in_a_noun_names_a_topic(label: str) -> None:
    assert names_a_topic(label, is_in_mongolian=True)


def test_cyrillic_is_mongolian_only_where_a_letter_shows_it() -> None:
    assert is_mongolian(["Check", "Бүртгэл"])
    assert not is_mongolian(["Проверка заявления", "Check"])
    assert not names_a_topic("Проверка заявления", is_in_mongolian=False)


@given(st.text(max_size=60), st.booleans())
def test_every_label_gets_an_answer_that_case_and_punctuation_do_not_change(label: str, is_in_mongolian: bool) -> None:
    answer = names_a_topic(label, is_in_mongolian=is_in_mongolian)
    assert names_a_topic(f"  {label}. ", is_in_mongolian=is_in_mongolian) is answer
