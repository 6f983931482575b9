"""What a page about redesigns shows, as JSON in one language: proposals, questions, the front, and its chart."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from analysis.charts.front import FrontPoint, front_chart
from analysis.errors import AnalysisError
from analysis.quantities import Scale, fitting_scale
from analysis.redesign.applying import Redesign
from analysis.redesign.exploring import Candidate
from analysis.redesign.gains import computed_gains
from analysis.redesign.quadrangle import NONE_BETTER, Line, is_better_anywhere, quadrangle
from analysis.redesign.search import Search
from analysis.redesign.sentences import how_searched, what_is_asked
from analysis.redesign.trying import Tried
from analysis.redesign.values import Proposal
from bpmn.language import Text
from bpmn.model import Model

__all__ = ["problem_page", "redesign_page"]


def problem_page(error: AnalysisError, language: str) -> dict[str, Any]:
    """Return the page of a model of which nothing can be said, with the reason."""
    nothing: dict[str, Any] = {"groups": [], "questions": [], "front": [], "chart": "", "how": "", "assumed": []}
    return {"problem": error.into(language), **nothing}


def redesign_page(
    before: Redesign,
    tried: Sequence[Tried],
    search: Search,
    *,
    language: str,
    labels: Mapping[str, str],
    assumed: Sequence[Text] = (),
) -> dict[str, Any]:
    """Return what the page shows.

    Args:
        before: The process as it is.
        tried: Its proposals.
        search: What the search found.
        language: "en" or "mn".
        labels: Names of elements in that language by id, where they differ from the file's.
        assumed: What was assumed of the process as it is, since its scenario does not say it.
    """
    words = _Words(before.model, language, labels)
    currency = before.scenario.currency
    ready = sorted((one for one in tried if one.gains), key=lambda one: (one.time_gained_s, one.proposal.id))
    return {
        "problem": "",
        "groups": _groups([_proposal(one, words, currency) for one in ready]),
        "questions": [_proposal(one, words, currency) for one in tried if not one.gains],
        "front": [_member(number, one, search, words, currency) for number, one in enumerate(search.front, 1)],
        "chart": _chart(search, words, currency),
        "how": words.say(how_searched(search)),
        "assumed": [words.say(text) for text in assumed],
    }


class _Words:
    """How things are called in one language."""

    def __init__(self, model: Model, language: str, labels: Mapping[str, str]) -> None:
        self._model = model
        self._labels = labels
        self._by_name = {model.nodes[key].name: name for key, name in labels.items() if key in model.nodes}
        self.language = language

    def say(self, text: Text) -> str:
        return text.relabelled(self._by_name).into(self.language)

    def place(self, element: str) -> str:
        node = self._model.nodes.get(element)
        return self._labels.get(element) or (node.name if node and node.name else element)

    def places(self, proposal: Proposal) -> list[dict[str, str]]:
        on_it = [one for one in proposal.places if one in self._model.nodes]
        return [{"id": one, "name": self.place(one)} for one in on_it]


def _groups(proposals: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return proposals by their heuristic, in the order of each one's first."""
    found: dict[str, list[dict[str, Any]]] = {}
    for one in proposals:
        found.setdefault(one["heuristic"], []).append(one)
    return [{"heuristic": heuristic, "proposals": ones} for heuristic, ones in found.items()]


def _proposal(tried: Tried, words: _Words, currency: str) -> dict[str, Any]:
    proposal = tried.proposal
    lines = quadrangle(tried.gains, tried.simulated, currency) if tried.gains else ()
    is_vain = bool(lines) and not is_better_anywhere(lines)
    asked = (*what_is_asked(proposal), *([NONE_BETTER] if is_vain else []))
    return {
        "id": proposal.id,
        "heuristic": words.say(proposal.heuristic.name),
        "argument": words.say(proposal.argument),
        "asked": [words.say(text) for text in asked],
        "places": words.places(proposal),
        "sides": _shown(lines, words),
        "refused": words.say(tried.refused) if tried.refused else "",
    }


def _shown(lines: Iterable[Line], words: _Words) -> list[dict[str, str]]:
    return [
        {
            "side": line.side,
            "label": words.say(line.label),
            "amount": line.amount if isinstance(line.amount, str) else words.say(line.amount),
            "interval": line.interval,
            "outcome": line.outcome,
        }
        for line in lines
    ]


def _member(number: int, member: Candidate, search: Search, words: _Words, currency: str) -> dict[str, Any]:
    by_heuristic: dict[str, list[str]] = {}
    for one in member.ids:
        proposal = search.proposals[one]
        by_heuristic.setdefault(words.say(proposal.heuristic.name), []).append(words.place(proposal.places[0]))
    questions = [search.proposals[one].question for one in member.ids]
    lines = quadrangle(computed_gains(search.before, member.sides), search.simulated.get(member.ids), currency)
    return {
        "number": number,
        "ids": list(member.ids),
        "changes": [{"heuristic": name, "places": places} for name, places in by_heuristic.items()],
        "questions": [words.say(question) for question in questions if question],
        "sides": _shown(lines, words) if member.ids else [],
    }


def _chart(search: Search, words: _Words, currency: str) -> str:
    """Return time and cost of all combinations as a picture; "" where there is nothing to choose."""
    if len(search.evaluated) < 2:
        return ""
    before = search.before.objectives
    numbers = {member.ids: str(number) for number, member in enumerate(search.front, 1)}
    able = [one for one in search.evaluated if one.sides.cycle_time_s < float("inf")]
    time = fitting_scale("elapsed", (one.sides.cycle_time_s for one in able))
    money = fitting_scale("money", (one.sides.objectives[1] - before[1] for one in able), currency=currency)
    as_is = words.say(Text("as it is"))
    points = [_point(one, numbers.get(one.ids) or ("" if one.ids else as_is), time, money, before[1]) for one in able]
    headers = tuple(words.say(text) for text in (Text("combination"), Text("time"), Text("cost a case")))
    axes = (
        words.say(Text("Time from application to end, {unit}", unit=time.unit)),
        words.say(Text("Cost a case, more or less than now, {unit}", unit=money.unit)),
    )
    title = words.say(Text("Time and cost of the combinations"))
    return front_chart(
        points, key="front", title=title, note="", axes=axes, headers=(headers[0], headers[1], headers[2])
    ).svg


def _point(one: Candidate, label: str, time: Scale, money: Scale, cost_before: float) -> FrontPoint:
    time_s, cost = one.sides.cycle_time_s, one.sides.objectives[1] - cost_before
    shown = (time.number(time_s), money.number(cost, signed=True))
    return FrontPoint(x=time_s * time.factor, y=cost * money.factor, label=label, shown=shown)
