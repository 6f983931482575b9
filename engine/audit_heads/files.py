"""Files of heads: JSON lines, only ever added to, one for each chain that has grown since the line before it.

A line is `{"at", "chain", "sequence", "hash"}`. Of several lines of one chain the last counts.
"""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bpmn.language import Text
from engine.audit_heads.values import AuditHead
from engine.operation_errors import AuditHeadsError

__all__ = ["KnownHeads", "add_heads", "read_heads", "write_heads"]

# A file is written anew where it holds this many lines more than it has chains, twice over.
_SPARE_LINES = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownHeads:
    """What a file of heads says.

    Attributes:
        heads: The last head of each chain, by chain.
        lines: How many lines the file has.
        disputed: Chains that it says to have been shorter later on, or to have had another entry at the same place.
    """

    heads: Mapping[str, AuditHead] = field(default_factory=dict)
    lines: int = 0
    disputed: tuple[str, ...] = ()


def read_heads(file: Path) -> KnownHeads:
    """Return what a file of heads says; nothing where there is no such file.

    A last line without an end was being written when the machine stopped: it does not count.

    Raises:
        AuditHeadsError: If the file cannot be read, or holds a line that is no head.
    """
    try:
        content = file.read_bytes() if file.exists() else b""
    except OSError as error:
        raise _unusable(file, error) from error
    heads: dict[str, AuditHead] = {}
    disputed: dict[str, None] = {}
    lines = content.split(b"\n")[:-1]
    for number, line in enumerate(lines, 1):
        head = _head(file, number, line)
        before = heads.setdefault(head.chain, head)
        if head.sequence < before.sequence or (head.sequence == before.sequence and head.hash != before.hash):
            disputed[head.chain] = None
        else:
            heads[head.chain] = head
    return KnownHeads(heads=heads, lines=len(lines), disputed=tuple(disputed))


def add_heads(file: Path, heads: Iterable[AuditHead], *, at: datetime, known: KnownHeads) -> None:
    """Add heads to a file, and have them on the disk when this returns.

    Only its owner may read the file: a chain's name is a case's reference. Where most of its lines have been overtaken
    by later ones it is written anew first, with the last head of each chain; as it was it is kept as `<name>.old`.

    Args:
        file: The file; it is made where there is none.
        heads: What to add.
        at: The time, which is written beside them.
        known: What the file says.

    Raises:
        AuditHeadsError: If it cannot be written.
    """
    text = "".join(_line(head, at) for head in heads)
    if not text:
        return
    try:
        if known.lines > 2 * len(known.heads) + _SPARE_LINES and not known.disputed:
            file.with_name(f"{file.name}.old").write_bytes(file.read_bytes())
            _replace(file, known.heads.values(), at)
        _append(file, text)
    except OSError as error:
        raise _unusable(file, error) from error


def write_heads(file: Path, heads: Iterable[AuditHead], *, at: datetime) -> int:
    """Write heads into a file of their own, which is there completely or not at all; return how many.

    Raises:
        AuditHeadsError: If it cannot be written.
    """
    try:
        return _replace(file, heads, at)
    except OSError as error:
        raise _unusable(file, error) from error


def _append(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_RDWR | os.O_CREAT, 0o600), "rb+") as out:
        # A line that was being written when the machine stopped is no line: what is added stands in its place.
        content_end = out.read().rfind(b"\n") + 1
        out.seek(content_end)
        out.truncate()
        out.write(text.encode())
        out.flush()
        os.fsync(out.fileno())


def _replace(file: Path, heads: Iterable[AuditHead], at: datetime) -> int:
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.new")
    number = 0
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            for head in heads:
                out.write(_line(head, at))
                number += 1
            out.flush()
            os.fsync(out.fileno())
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
    return number


def _line(head: AuditHead, at: datetime) -> str:
    told = {"at": at.isoformat(), "chain": head.chain, "sequence": head.sequence, "hash": head.hash}
    return f"{json.dumps(told)}\n"


def _head(file: Path, number: int, line: bytes) -> AuditHead:
    try:
        told = json.loads(line)
        return AuditHead(chain=str(told["chain"]), sequence=int(told["sequence"]), hash=str(told["hash"]))
    except (ValueError, TypeError, KeyError) as error:
        text = Text("{file}, line {line}: this is no head of an audit chain.", file=str(file), line=number)
        raise AuditHeadsError(text) from error


def _unusable(file: Path, error: OSError) -> AuditHeadsError:
    reason = error.strerror or str(error)
    return AuditHeadsError(Text("The heads of the audit trail in {file}: {reason}.", file=str(file), reason=reason))
