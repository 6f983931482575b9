"""Sentences in pieces: they say the same, and each number leads to where its clause's label does."""

import re

from hypothesis import given
from hypothesis import strategies as st

from analysis.report.linking import Targets, linked
from analysis.report.wording import Wording
from bpmn.language import LANGUAGES, Text

_NUMBERS = st.one_of(
    st.integers(-(10**9), 10**9).map(lambda number: f"{number:,}".replace("-", "\N{MINUS SIGN}")),
    st.floats(0, 1e6).map(lambda number: f"+{number:,.2f}"),
)
_NAMES = st.text(min_size=1).filter(lambda name: not re.search(r"\d|[\ue000\ue001]", name))


def _wording(language: str) -> Wording:
    return Wording(language=language, elements=({}, {}), labels={})


@given(label=_NAMES, name=_NAMES, numbers=st.tuples(_NUMBERS, _NUMBERS), language=st.sampled_from(LANGUAGES))
def test_a_sentence_in_pieces_says_what_it_says_in_one(
    label: str, name: str, numbers: tuple[str, str], language: str
) -> None:
    clause = Text("{label}: lower by {amount} {unit}.", label=Text(label), amount=numbers[0], unit=Text("days"))
    text = Text("{first} {second}", first=clause, second=Text("{name}: {count}", name=name, count=numbers[1]))
    targets = Targets(by_label={label: "m-time"}, otherwise="s-rest")
    pieces = linked(text, _wording(language), targets)
    assert "".join(piece.text for piece in pieces) == text.into(language)
    found = [(piece.text, piece.link) for piece in pieces if piece.link]
    assert found == [(numbers[0], "m-time"), (numbers[1], "m-time" if name == label else "s-rest")]


def test_a_name_with_a_number_in_it_is_no_number() -> None:
    text = Text("{form} asks {count} questions.", form="Form UB-12", count=3)
    pieces = linked(text, _wording("en"), Targets(otherwise="s-count"))
    assert [(piece.text, piece.link) for piece in pieces if piece.link] == [("3", "s-count")]


def test_without_a_target_a_number_leads_nowhere() -> None:
    pieces = linked(Text("{count} steps", count=4), _wording("en"), Targets())
    assert [piece.link for piece in pieces] == [""]
