"""Sentences whose numbers lead to the rows that they are taken from."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from analysis.comparison import Comparison
from analysis.report.blocks import Run, Sentence
from analysis.report.wording import Wording
from bpmn.language import Text

__all__ = ["Targets", "linked", "measure_anchor"]

_NUMBER = re.compile(r"[+\N{MINUS SIGN}-]?\d[\d,]*(?:\.\d+)?(?: \N{EN DASH} \d[\d,]*(?:\.\d+)?)?")
"""A number, or a range of two."""
_OPEN, _CLOSE = "\ue000", "\ue001"
"""Marks around a number on its way through a translation; private use, so no sentence has them of its own."""
_MARKED = re.compile(f"{_OPEN}(.*?){_CLOSE}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """Where numbers of a sentence lead.

    Attributes:
        by_label: Anchor by the English text of a label: numbers of a clause that names it lead there.
        otherwise: Anchor of all other numbers, "" for none.
    """

    by_label: Mapping[str, str] = field(default_factory=dict)
    otherwise: str = ""

    @classmethod
    def of_measures(cls, comparison: Comparison, otherwise: str = "") -> "Targets":
        """Return the rows of all measures."""
        rows = {str(found.label): measure_anchor(found.measure) for found in comparison.measures}
        return cls(by_label=rows, otherwise=otherwise)


def measure_anchor(measure: str) -> str:
    """Return the anchor of a measure's row."""
    return f"m-{measure}"


def linked(text: Text, wording: Wording, targets: Targets) -> Sentence:
    """Return the sentence in pieces: each blank that is filled by a number alone leads to where it comes from."""
    links: list[str] = []

    def marked(part: Text, target: str) -> Text:
        named = (targets.by_label.get(str(value), "") for value in part.values.values())
        inner = next((anchor for anchor in named if anchor), target)
        return Text(part.template, **{name: put(value, inner) for name, value in part.values.items()})

    def put(value: object, target: str) -> object:
        if isinstance(value, Text):
            return marked(value, target)
        is_number = not isinstance(value, bool) and isinstance(value, (int, float, str))
        if target and is_number and _NUMBER.fullmatch(str(value)):
            links.append(target)
            return f"{_OPEN}{len(links) - 1} {value}{_CLOSE}"
        return value

    spoken = wording.say(marked(text, targets.otherwise))
    return tuple(
        _run(piece, links) for piece in re.split(f"({_MARKED.pattern.replace('(.*?)', '.*?')})", spoken) if piece
    )


def _run(piece: str, links: list[str]) -> Run:
    if not piece.startswith(_OPEN):
        return Run(text=piece)
    number, _, shown = piece[1:-1].partition(" ")
    return Run(text=shown, link=links[int(number)])
