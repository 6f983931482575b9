"""What an operator can be refused: erasing too early, odd retention times, backups that cannot be used."""

from bpmn.language import Text
from engine.errors import EngineError

__all__ = [
    "BackupError",
    "CaseGoesOnError",
    "CertificateNotKeptError",
    "DaysRefusedError",
    "ExportError",
    "IncidentOverError",
    "SkipRefusedError",
]


class AuditHeadsError(EngineError):
    """A file of the audit trail's heads cannot be read or written."""


class CaseGoesOnError(EngineError):
    """The case has not ended, and what was asked for is only possible afterwards."""

    def __init__(self) -> None:
        super().__init__(Text("This case has not ended. Cancel it first, or wait until it is over."))


class CertificateNotKeptError(EngineError):
    """What a certificate says is not kept, so that it cannot be issued anew."""

    def __init__(self) -> None:
        super().__init__(
            Text("What this certificate says is no longer kept, so that it cannot be issued anew. It can be revoked.")
        )


class DaysRefusedError(EngineError):
    """A retention time is no number of days that makes sense."""

    def __init__(self) -> None:
        super().__init__(Text("A retention time is a number of days from 0 to 36500."))


class IncidentOverError(EngineError):
    """The incident needs nobody any more: it was retried with success, or given up."""

    def __init__(self) -> None:
        super().__init__(Text("This incident is over: somebody has dealt with it meanwhile."))


class SkipRefusedError(EngineError):
    """Only a machine's task can be skipped."""

    def __init__(self) -> None:
        super().__init__(
            Text("Only a service task can be skipped. Change a variable and try again, or cancel the case.")
        )


class BackupError(EngineError):
    """A backup cannot be written, or cannot be restored; nothing was changed."""


class ExportError(EngineError):
    """A history cannot be written as a file."""
