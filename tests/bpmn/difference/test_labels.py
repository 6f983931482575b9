from hypothesis import given
from hypothesis import strategies as st

from bpmn.difference.labels import label_similarity, normal_label


@given(st.text(), st.text())
def test_likeness_is_a_share_and_the_same_both_ways_for_equal_labels(a: str, b: str) -> None:
    assert 0 <= label_similarity(a, b) <= 1
    assert label_similarity(a, a) == 1


def test_case_punctuation_and_order_make_no_difference() -> None:
    assert label_similarity("Өргөдөл авах", "авах: ӨРГӨДӨЛ!") == 1
    assert normal_label("Check\npapers (again)") == "check papers again"


def test_endings_matter_little_and_other_words_much() -> None:
    assert label_similarity("Өргөдөл шалгах", "Өргөдлийг шалгана") > 0.6
    assert label_similarity("Өргөдөл шалгах", "Төлбөр төлөх") < 0.3
