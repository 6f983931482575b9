"""The sheet to be signed."""

from analysis.report.blocks import Chapter, Grid, Row, Section, ToFillIn, cells
from analysis.report.material import Material

__all__ = ["sign_off"]


def sign_off(material: Material) -> Chapter:
    """Return the chapter."""
    word = material.word
    roles = (
        word("Prepared by"),
        word("Process owner"),
        word("Legal officer"),
        word("Head of information technology"),
        word("Head of finance"),
        word("Decided by"),
    )
    sheet = Grid(
        caption=word("Signatures"),
        headers=(word("Role"), word("Name"), word("Agrees, or on what condition"), word("Date and signature")),
        rows=tuple(Row(cells=cells(role, "", "", "")) for role in roles),
        widths=(1.6, 1.8, 2.4, 1.8),
    )
    decision = ToFillIn(
        label=word("Decision"), hint=word("Run the pilot, change and compare again, or give it up; with conditions.")
    )
    return Chapter(anchor="sign-off", title=word("Sign-off sheet"), sections=(Section(blocks=(decision, sheet)),))
