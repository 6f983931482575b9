"""2, contact reduction: what is said or asked twice is said or asked once."""

from collections import defaultdict
from collections.abc import Iterator
from math import fsum

from analysis.redesign.partners import find_exchanges
from analysis.redesign.study import Study
from analysis.redesign.values import Application, Proposal
from bpmn.language import Text
from bpmn.writing import Merge

__all__ = ["find_contact_reductions"]


def find_contact_reductions(study: Study) -> Iterator[Proposal]:
    """Yield neighbours that both send to one partner, which can be one message; and cases with several contacts."""
    sent: dict[str, set[tuple[str, str]]] = defaultdict(set)
    got: set[str] = set()
    for exchange in find_exchanges(study):
        if exchange.is_sent:
            sent[exchange.step.id].add((exchange.partner, exchange.name))
        else:
            got.add(exchange.step.id)
    for first, second in study.neighbours():
        both = sorted(sent[first.id] & sent[second.id])
        is_alike = first.type == second.type and study.role(first.id) == study.role(second.id)
        if both and is_alike and not {first.id, second.id} & got and study.is_plain(first) and study.is_plain(second):
            names = {"first": study.name(first.id), "second": study.name(second.id), "partner": both[0][1]}
            merge = Merge(first=first.id, second=second.id, name="{first}; {second}".format(**names))
            yield study.proposal(
                "contact-reduction",
                (first.id, second.id),
                Text("{first} and {second} both write to {partner}, one directly after the other.", **names),
                application=Application(edits=(merge,)),
            )
    yield from _many_contacts(study)


def _many_contacts(study: Study) -> Iterator[Proposal]:
    places = [one for one in study.activities if study.facts(one).visits + study.facts(one).contacts]
    number = fsum((study.facts(one).visits + study.facts(one).contacts) * study.visits(one.id) for one in places)
    if len(places) >= 2 and number >= 2:
        yield study.proposal(
            "contact-reduction",
            tuple(one.id for one in places),
            Text(
                "An applicant visits or contacts the office {number} times a case, at {places} steps.",
                number=f"{number:.1f}",
                places=len(places),
            ),
            question=Text("Which of these contacts can be one?"),
            contacts=number,
        )
