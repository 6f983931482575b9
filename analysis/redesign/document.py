"""Proposals and what a search found, as data for JSON."""

from collections.abc import Iterable
from typing import Any

from analysis.redesign.exploring import Candidate
from analysis.redesign.gains import computed_gains
from analysis.redesign.search import Search
from analysis.redesign.trying import Tried

__all__ = ["search_document", "tried_document"]


def tried_document(tried: Iterable[Tried], language: str = "en") -> list[dict[str, Any]]:
    """Return proposals with their gains, the sentences in a language."""
    return [
        {
            **one.proposal.as_json(language),
            "gains": one.gains.as_json() if one.gains else None,
            "simulated": one.simulated.as_json() if one.simulated else None,
            "refused": one.refused.into(language) if one.refused else None,
        }
        for one in tried
    ]


def search_document(search: Search, language: str = "en") -> dict[str, Any]:
    """Return what a search found, the sentences in a language."""
    return {
        "considered": list(search.considered),
        "evaluated": len(search.evaluated),
        "is_exhaustive": search.is_exhaustive,
        "was_stopped": search.was_stopped,
        "budget": search.budget,
        "seed": search.seed,
        "front": [_member(one, search, language) for one in search.front],
    }


def _member(member: Candidate, search: Search, language: str) -> dict[str, Any]:
    simulated = search.simulated.get(member.ids)
    questions = [search.proposals[one].question for one in member.ids if one in search.proposals]
    return {
        "ids": list(member.ids),
        "gains": computed_gains(search.before, member.sides).as_json(),
        "simulated": simulated.as_json() if simulated else None,
        "questions": [question.into(language) for question in questions if question],
    }
