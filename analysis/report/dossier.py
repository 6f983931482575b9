"""What the library knows of a service beyond its models: who asks for a report gives it along."""

from dataclasses import dataclass

__all__ = ["Dossier", "Source"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a fact comes from: the number it is named by, what it says, where it is."""

    number: str
    says: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A service as its library describes it, in the reader's language.

    Attributes:
        name: What it is called.
        summary: What it is for.
        takes: How long it is said to take.
        fee: What it is said to cost.
        decisions: The names of the decision tables that its models call.
        sources: Where its facts come from.
        source_notes: What is to be said of the sources, in sentences.
        files: Name and SHA-256 of each file it rests on beside the two models.
    """

    name: str = ""
    summary: str = ""
    takes: str = ""
    fee: str = ""
    decisions: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    source_notes: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
