"""What is known of an audit chain or a history from outside, and what was found to be wrong with one."""

from dataclasses import dataclass

from bpmn.language import Text

__all__ = ["AuditHead", "ChainFault", "HistoryEnd"]

_HISTORY = "history "
_ERASED = " erased"


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEnd:
    """How far the history of a case goes, as the case says.

    Attributes:
        case_id: The case's number.
        reference: What people name it by.
        length: How many entries there are.
        hash: The hash over them all.
        is_erased: Whether numbers stand in it in place of persons.
    """

    case_id: int
    reference: str
    length: int
    hash: str
    is_erased: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditHead:
    """The last entry of an audit chain, or of the history of a case: it stands for all before it.

    Attributes:
        chain: The chain's name; of a history, "history" and the case's reference.
        sequence: The entry's number.
        hash: Its hash.
    """

    chain: str
    sequence: int
    hash: str

    @classmethod
    def of_history(cls, end: HistoryEnd, *, is_erased: bool | None = None) -> "AuditHead":
        """Return the head of a case's history, under the name that it has before or after its erasure."""
        is_masked = end.is_erased if is_erased is None else is_erased
        chain = f"{_HISTORY}{end.reference}{_ERASED if is_masked else ''}"
        return cls(chain=chain, sequence=end.length, hash=end.hash)

    @property
    def is_of_history(self) -> bool:
        """Whether it is the head of a case's history."""
        return self.chain.startswith(_HISTORY)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainFault:
    """An audit chain, or a history, that is not as it was written.

    Attributes:
        chain: The chain's name.
        sequence: The entry at which it shows.
        text: What is wrong, for the operator.
    """

    chain: str
    sequence: int
    text: Text

    def __str__(self) -> str:
        return f"{self.chain} {self.sequence}: {self.text}"
