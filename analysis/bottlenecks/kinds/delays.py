"""Delays: what is waited for before work can begin: the applicant, the way from another role, or something else."""

from collections.abc import Iterator

from analysis.bottlenecks.evidence import Evidence
from analysis.bottlenecks.kinds.approvals import is_approval
from analysis.bottlenecks.kinds.entries import entry_of
from analysis.bottlenecks.values import Bottleneck

__all__ = ["find_delays"]

_SENTENCES = {
    "applicant": "{name} waits {time} a case for the applicant.",
    "delay": "{name} waits {time} a case before it can begin.",
    "hand-off": "Handed over to {lane}, {name} waits {time} a case before it can begin.",
}


def find_delays(evidence: Evidence) -> Iterator[Bottleneck]:
    """Yield each activity or event that is waited for, and each activity that is set back."""
    for element, place in evidence.places.items():
        if place.setback_s > 0:
            sentence = "{name} is set back for {time} a case until the applicant brings what is missing."
            yield entry_of(evidence, element, "applicant", place.setback_s, sentence)
        if place.delay_s > 0 and not is_approval(evidence, element):
            kind = _kind(evidence, element)
            yield entry_of(
                evidence,
                element,
                kind,
                place.delay_s,
                _SENTENCES[kind],
                place="hand-off" if kind == "hand-off" else "element",
                words={"lane": evidence.receivers.get(element, "")},
            )


def _kind(evidence: Evidence, element: str) -> str:
    """Whose delay it is: the applicant's, that of a hand-over to another lane, or the activity's own."""
    if evidence.is_of_applicant(element):
        return "applicant"
    return "hand-off" if evidence.receivers.get(element) else "delay"
