"""The whole report as a value: every form of it shows this."""

from dataclasses import dataclass
from datetime import datetime

from analysis.comparison import Comparison
from analysis.report.blocks import Chapter
from analysis.report.chapters import chapters_of
from analysis.report.dossier import Dossier
from analysis.report.front import Front, front_of
from analysis.report.material import Material
from analysis.report.wording import Names, wording_of

__all__ = ["Report", "material_of", "report_of", "title_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report: its title, when it was made, its first page and its chapters."""

    title: str
    generated: str
    front: Front
    chapters: tuple[Chapter, ...]


def report_of(
    comparison: Comparison,
    *,
    language: str,
    generated_at: datetime,
    names: Names | None = None,
    dossier: Dossier | None = None,
) -> Report:
    """Return the report on a comparison in the reader's words; the same comparison and moment give the same report.

    Args:
        comparison: What was found.
        language: The reader's language, "mn" or "en".
        generated_at: When the report is made, aware; shown in Ulaanbaatar's time.
        names: Labels of elements in the reader's language, where they differ from the models' own.
        dossier: What the library knows of the service, in the reader's language.
    """
    material = material_of(comparison, language=language, generated_at=generated_at, names=names, dossier=dossier)
    return Report(
        title=title_of(material),
        generated=material.wording.date(generated_at),
        front=front_of(material),
        chapters=chapters_of(material),
    )


def material_of(
    comparison: Comparison,
    *,
    language: str,
    generated_at: datetime,
    names: Names | None = None,
    dossier: Dossier | None = None,
) -> Material:
    """Return what a report is written from; for the arguments see `report_of`."""
    shown = names or Names()
    return Material(
        comparison=comparison,
        wording=wording_of(comparison, language, shown),
        names=shown,
        dossier=dossier or Dossier(),
        generated_at=generated_at,
    )


def title_of(material: Material) -> str:
    """Return what is compared, in the reader's language where the library has its name."""
    name = material.comparison.to_be.name
    return material.dossier.name or material.wording.labels.get(name, name)
