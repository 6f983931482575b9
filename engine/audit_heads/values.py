"""What is known of an audit chain from outside, and what was found to be wrong with one."""

from dataclasses import dataclass

from bpmn.language import Text

__all__ = ["AuditHead", "ChainFault"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditHead:
    """The last entry of an audit chain: it stands for all before it.

    Attributes:
        chain: The chain's name.
        sequence: The entry's number.
        hash: Its hash.
    """

    chain: str
    sequence: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainFault:
    """An audit chain that is not as it was written.

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
