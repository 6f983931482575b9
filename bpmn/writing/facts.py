"""What Ortoo records of an activity, as extension elements of `urn:ortoo:bpmn:1` (docs/facts.md)."""

from collections.abc import Iterable
from dataclasses import dataclass

from bpmn.errors import BpmnFileError
from bpmn.language import Text
from bpmn.model import Document as Paper
from bpmn.reading.standard import ACTIVITIES
from bpmn.writing.document import Document
from bpmn.writing.edit import Edit
from bpmn.writing.pieces import Tag

__all__ = ["FACTS", "SetDocuments", "SetFact", "add_facts"]

_NAMESPACE = "urn:ortoo:bpmn:1"
_COUNTS = ("visits", "contacts", "feeMnt", "pages", "questions")
_TEXTS = ("legalBasis", "system", "redesignNote", "source")
_VALUE_CLASSES = frozenset({"", "value", "business", "waste"})
FACTS = frozenset({*_COUNTS, *_TEXTS, "valueClass"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SetFact(Edit):
    """Set or remove one fact about an activity.

    Attributes:
        element: The activity's id.
        fact: "legalBasis", "valueClass", "visits", "contacts", "feeMnt", "pages", "questions", "system", "redesignNote"
            or "source".
        value: The value; counts are whole numbers of 0 or more, the fee is in tögrög; None removes the fact.
    """

    element: str
    fact: str
    value: str | int | None

    def apply(self, document: Document) -> None:
        """Make the change."""
        activity = _activity(document, self.element)
        if self.value is None:
            facts = _facts(activity)
            if facts is not None:
                facts.drop(self.fact)
                _drop_if_empty(document, facts)
            return
        self._check(str(self.value))
        _facts_or_new(document, activity).set(self.fact, str(self.value))

    def _check(self, value: str) -> None:
        if self.fact not in FACTS:
            raise BpmnFileError(Text("There is no fact called {fact}.", fact=self.fact), element=self.element)
        is_count = value.isascii() and value.isdigit()
        if (self.fact in _COUNTS and not is_count) or (self.fact == "valueClass" and value not in _VALUE_CLASSES):
            text = Text("{value} is no value for {fact}.", value=value, fact=self.fact)
            raise BpmnFileError(text, element=self.element)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDocuments(Edit):
    """Say which papers an activity asks of the applicant.

    Attributes:
        element: The activity's id.
        documents: The papers, in the place of those that are there.
    """

    element: str
    documents: tuple[Paper, ...]

    def apply(self, document: Document) -> None:
        """Make the change."""
        activity = _activity(document, self.element)
        facts = _facts(activity)
        if facts is None:
            if not self.documents:
                return
            facts = _facts_or_new(document, activity)
        for old in facts.children("document"):
            document.take_out(old)
        _write(document, facts, self.documents)
        _drop_if_empty(document, facts)


def add_facts(document: Document, source: Tag, target: Tag) -> None:
    """Add one activity's facts to another's: counts are summed, texts that differ stand side by side."""
    given = _facts(source)
    if given is None:
        return
    facts = _facts_or_new(document, target)
    for name in _COUNTS:
        counts = [held.get(name) for held in (facts, given) if held.get(name).isdecimal()]
        if counts:
            facts.set(name, str(sum(map(int, counts))))
    for name in (*_TEXTS, "valueClass"):
        parts = list(dict.fromkeys(filter(None, (facts.get(name), given.get(name)))))
        if parts:
            facts.set(name, parts[0] if name == "valueClass" else "; ".join(parts))
    known = {paper.get("name") for paper in facts.children("document")}
    _write(document, facts, [_paper(tag) for tag in given.children("document") if tag.get("name") not in known])
    _drop_if_empty(document, facts)


def _activity(document: Document, element_id: str) -> Tag:
    found = document.element(element_id)
    if found.local not in ACTIVITIES:
        text = Text("{id} is no activity; only activities have facts.", id=element_id)
        raise BpmnFileError(text, element=element_id)
    return found


def _facts(activity: Tag) -> Tag | None:
    holder = activity.child("extensionElements")
    inner = [] if holder is None else holder.tags
    return next((tag for tag in inner if tag.namespace == _NAMESPACE and tag.local == "facts"), None)


def _facts_or_new(document: Document, activity: Tag) -> Tag:
    found = _facts(activity)
    if found is not None:
        return found
    prefixes = [prefix for prefix, uri in activity.declared().items() if uri == _NAMESPACE and prefix]
    prefix = prefixes[0] if prefixes else "ortoo"
    declaration = {} if prefixes else {f"xmlns:{prefix}": _NAMESPACE}
    facts = document.make(Tag(name=f"{prefix}:x", namespace=_NAMESPACE), "facts", declaration)
    holder = activity.child("extensionElements")
    if holder is not None:
        document.put_last(holder, facts)
    else:
        document.put_first(activity, document.make(activity, "extensionElements", {}, [facts]))
    return facts


def _write(document: Document, facts: Tag, papers: Iterable[Paper]) -> None:
    for paper in papers:
        held = {"name": paper.name, "heldBy": paper.held_by, "service": paper.service}
        attributes = {name: value for name, value in held.items() if value}
        if paper.is_original:
            attributes["original"] = "true"
        document.put_last(facts, document.make(facts, "document", attributes))


def _paper(tag: Tag) -> Paper:
    return Paper(
        name=tag.get("name"),
        held_by=tag.get("heldBy"),
        service=tag.get("service"),
        is_original=tag.get("original") in {"true", "1"},
    )


def _drop_if_empty(document: Document, facts: Tag) -> None:
    """Remove facts that say nothing any more, and the extension elements where nothing else is in them."""
    if facts.tags or any(facts.has(name) for name in FACTS):
        return
    holder = facts.parent
    document.take_out(facts)
    if holder is not None and not "".join(map(str, holder.content)).strip():
        document.take_out(holder)
