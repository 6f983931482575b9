"""Labels of megabytes are cut, so that a picture is drawn at all."""

from bpmn.picture.lettering import wrap


def test_only_the_beginning_of_an_endless_label_is_shown() -> None:
    lines = wrap("ab " * 1_000_000, 100, 12)
    assert lines[-1].endswith("…")
    assert sum(map(len, lines)) <= 10_001


def test_a_long_label_is_shown_whole() -> None:
    assert "".join(wrap("a" * 9_000, 100, 12)) == "a" * 9_000
