"""What the library knows of a service, as its report shows it."""

import hashlib
import re
from typing import TYPE_CHECKING

from bpmn.decisions import read_decisions
from processes import Service

if TYPE_CHECKING:
    from analysis.report import Dossier, Source

__all__ = ["dossier_of"]

_MODELS = frozenset({"as-is.bpmn", "to-be.bpmn"})
_RULE = re.compile(r"\|[\s:|-]+\|?")
"""The line between a table's head and its rows."""


def dossier_of(service: Service, language: str) -> "Dossier":
    """Return what is known of a service of the library, in the reader's language where it is known in it."""
    from analysis.report import Dossier

    sources, notes = _sources(service.sources)
    models = (read_decisions(file, source_name=name) for name, file in service.decisions.items())
    return Dossier(
        name=service.name(language),
        summary=service.text("summary", language),
        takes=service.text("takes", language),
        fee=service.text("fee", language),
        decisions=tuple(decision.name or decision.id for model in models for decision in model.decisions.values()),
        sources=sources,
        source_notes=notes,
        files=_files(service),
    )


def _sources(text: str) -> "tuple[tuple[Source, ...], tuple[str, ...]]":
    """Return the rows of the table in a SOURCES.md, and the paragraphs beside it."""
    from analysis.report import Source

    lines = [line.strip() for line in text.splitlines()]
    rows = [line for line in lines if line.startswith("|") and not _RULE.fullmatch(line)][1:]
    found = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    paragraphs = "\n".join("" if line.startswith(("|", "#")) else line for line in lines).split("\n\n")
    notes = tuple(" ".join(paragraph.split()) for paragraph in paragraphs if paragraph.strip())
    return tuple(Source(number=row[0], says=row[1], where=row[2]) for row in found if len(row) == 3), notes


def _files(service: Service) -> tuple[tuple[str, str], ...]:
    paths = sorted(path for path in service.folder.rglob("*") if path.is_file())
    return tuple(
        (f"{service.key}/{name}", hashlib.sha256(path.read_bytes()).hexdigest())
        for path in paths
        if (name := path.relative_to(service.folder).as_posix()) not in _MODELS
    )
