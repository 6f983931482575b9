"""Finding cases by a text in their data or reference: any three letters of it, off an index that triggers keep.

Three letters and more are found wherever they stand; two where a word begins with them, one where it is a word. No
letter stands for others: what is looked for is taken as it is written, but for large and small letters and for how
many blanks there are. The index is FTS5's on SQLite and one of trigrams on PostgreSQL (migration 0007).
"""

import json
from dataclasses import dataclass

from sqlalchemy import BigInteger, ColumnElement, Select, bindparam, column, func, literal, select, table, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from engine.references import read_reference
from engine.store.tables import CaseRow
from engine.store.types import CleanText

__all__ = ["MANY", "FirstCases", "cases_with", "find_first", "has_text", "tidy_index"]

_TRIGRAM = 3
MANY = 3_000
"""Of what more than so many have, a list in its own order is the quicker to read (with 100,000 open cases)."""

_PAGES = 200
_SOMETHING = 2  # the command itself counts as one change
_texts = table("case_texts", column("case_id"), column("rowid"), column("text", CleanText()))


def cases_with(session: Session, wanted: str) -> Select[int]:
    """Return the statement for the numbers of the cases that have a text; no case has an empty one.

    A whole reference is looked for as nothing else.
    """
    reference = read_reference(wanted)
    if reference is not None:
        return select(CaseRow.id).where(CaseRow.reference == reference)
    pattern = _pattern(wanted)
    if not pattern:
        return select(CaseRow.id).where(literal(value=False))
    return _by_trigrams(pattern) if _is_postgresql(session) else _by_phrase(pattern)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstCases:
    """The first cases that were found, in no order.

    Attributes:
        ids: The statement for their numbers, which are read already.
        are_all: Whether there are no more: few, then.
    """

    ids: Select[int]
    are_all: bool


def find_first(session: Session, wanted: str) -> FirstCases:
    """Return the first cases that have a text.

    If these are not all, so many have it that a list in its own order is read sooner than all of them are sorted.
    """
    found = list(session.scalars(cases_with(session, wanted).limit(MANY + 1)))
    if _is_postgresql(session):
        ids = func.unnest(literal(found, ARRAY(BigInteger))).column_valued("found")
        return FirstCases(ids=select(ids), are_all=len(found) <= MANY)
    listed = func.json_each(json.dumps(found)).table_valued("value")
    return FirstCases(ids=select(listed.c.value), are_all=len(found) <= MANY)


def has_text(wanted: str) -> ColumnElement[bool]:
    """Return the condition that a case has a text, for cases that are looked at one by one."""
    blank, words = literal(" "), func.replace(CaseRow.search_text, "\n", " ")
    padded = blank.concat(func.lower(CaseRow.reference)).concat(" ").concat(words).concat(" ")
    return func.replace(padded, literal(_pattern(wanted), CleanText()), "") != padded


def tidy_index(session: Session, *, is_first: bool) -> bool:
    """Merge some of SQLite's index, so that nothing of what was taken out stays in it; return whether more is left.

    Each call is short, so that nobody waits for the whole (SQLite, FTS5 extension, 6.9: the 'merge' command).
    PostgreSQL's own upkeep does it there.
    """
    if _is_postgresql(session):
        return False
    pages = -_PAGES if is_first else _PAGES
    before = _changes(session)
    session.execute(text("INSERT INTO case_texts (case_texts, rank) VALUES ('merge', :pages)"), {"pages": pages})
    return _changes(session) - before >= _SOMETHING


def _by_phrase(pattern: str) -> Select[int]:
    phrase = bindparam("phrase", '"' + pattern.replace('"', '""') + '"', CleanText())
    return select(_texts.c.rowid).where(text("case_texts MATCH :phrase").bindparams(phrase))


def _by_trigrams(pattern: str) -> Select[int]:
    clean = pattern.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode("utf-8")
    trigrams = {clean[place : place + _TRIGRAM] for place in range(len(clean) - _TRIGRAM + 1)}
    held = func.case_text_trigrams(_texts.c.text, type_=ARRAY(CleanText))
    # The index is asked by itself: the planner would rather read all texts where it expects to find many.
    near = select(_texts.c.case_id, _texts.c.text).where(held.contains(sorted(trigrams)))
    alone = near.cte("near").prefix_with("MATERIALIZED")
    return select(alone.c.case_id).where(func.strpos(alone.c.text, clean) > 0)


def _pattern(wanted: str) -> str:
    """Return what a text is looked for as, at least three letters; every stored word has a blank on both sides."""
    words = " ".join(wanted.lower().split())
    if not words or len(words) >= _TRIGRAM:
        return words
    return f" {words} " if len(words) == 1 else f" {words}"


def _is_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def _changes(session: Session) -> int:
    driver = session.connection().connection.driver_connection
    return int(getattr(driver, "total_changes", 0))
