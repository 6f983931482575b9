"""The chapters of the report, in the order of the handbooks on reengineering public services.

The order is that of the contents merged from the manuals of Uzbekistan (UNDP 2021), Kenya (2011), the UNDG, the GAO
(1997) and India (DARPG 2010, NeGP 2009, NISG 2015). What can be read off models, scenarios and the library's files is
filled in; what only people can say is a marked line to fill in, and never made up.
"""

from analysis.report.blocks import Chapter
from analysis.report.chapters.annex import annex
from analysis.report.chapters.as_is import as_is
from analysis.report.chapters.costs import costs
from analysis.report.chapters.measures import measures
from analysis.report.chapters.method import method
from analysis.report.chapters.people import people
from analysis.report.chapters.plan import plan
from analysis.report.chapters.risks import risks
from analysis.report.chapters.scope import scope
from analysis.report.chapters.service import service
from analysis.report.chapters.sign_off import sign_off
from analysis.report.chapters.targets import targets
from analysis.report.chapters.to_be import to_be
from analysis.report.chapters.what_if import what_if
from analysis.report.material import Material

__all__ = ["chapters_of"]

_CHAPTERS = (
    scope,
    method,
    service,
    as_is,
    to_be,
    measures,
    what_if,
    targets,
    costs,
    risks,
    plan,
    people,
    sign_off,
    annex,
)


def chapters_of(material: Material) -> tuple[Chapter, ...]:
    """Return all chapters after the first page."""
    return tuple(chapter(material) for chapter in _CHAPTERS)
