"""What the engine needs from outside and has more than one of: clock, ids, machines for service tasks, registers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeAlias

from engine.certificates.values import CertificatePage
from engine.values import Json

__all__ = [
    "AnalysisHandler",
    "AnalysisResult",
    "AnalysisStopped",
    "AnalysisWatch",
    "BpmnErrorThrown",
    "CertificateMade",
    "Clock",
    "DocumentMade",
    "JobRequest",
    "NewId",
    "Registry",
    "ServiceTaskHandler",
    "TaskFailure",
    "TaskResult",
]

NewId: TypeAlias = Callable[[], str]
"""Gives an id that was never given before."""


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the time now, aware, in UTC."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRequest:
    """What a machine is asked to do.

    Attributes:
        topic: The kind of work, as the model names it.
        inputs: The task's inputs, or the whole of its data where the model maps none. A copy.
        headers: Fixed settings from the model.
        idempotency_key: The same for every attempt at this piece of work; give it to whoever does the effect.
        case_reference: The case the work is for.
    """

    topic: str
    inputs: Mapping[str, Json]
    headers: Mapping[str, str]
    idempotency_key: str
    case_reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateMade:
    """What the register of certificates is to know of a new one.

    Attributes:
        code: The code that is printed on it.
        page: What it says.
        kind: What it is, as the model says it, without anybody's data: it outlives the case's personal data.
        issuer: Who issued it, in the same way.
    """

    code: str
    page: CertificatePage
    kind: str = ""
    issuer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentMade:
    """A paper that a machine made for the case.

    Attributes:
        name: What people see it called.
        content: Its bytes.
        content_type: What they are, as a media type.
        groups: The candidate groups that may read it; none for every case worker.
        is_for_applicant: Whether the applicant may read it.
        certificate: What its code shows, or None where it is no certificate.
    """

    name: str
    content: bytes = field(repr=False)
    content_type: str
    groups: tuple[str, ...] = ()
    is_for_applicant: bool = True
    certificate: CertificateMade | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskResult:
    """What a machine gives back where it has more than variables to give.

    Attributes:
        variables: The result, as a plain mapping would be.
        notices: Messages to the applicant, shown on the case's page once the step is saved.
        documents: Papers for the case, there once the step is saved. The first has the idempotency key and "-1" as its
            id, the second "-2", and so on.
    """

    variables: Mapping[str, Json] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    documents: tuple[DocumentMade, ...] = ()


class ServiceTaskHandler(Protocol):
    """Does the work of one topic. Called outside every transaction, perhaps more than once for one piece of work."""

    def __call__(self, request: JobRequest, /) -> Mapping[str, Json] | TaskResult:
        """Do the work.

        Raises:
            BpmnErrorThrown: When the model is to decide what happens, by an error event.
            TaskFailure: When it could not be done; the job is tried again or becomes an incident.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisResult:
    """What a long analysis gave.

    Attributes:
        value: The result itself, which is read whole.
        parts: What is large and seldom wanted, by name: each is read by itself.
    """

    value: Json
    parts: Mapping[str, Json] = field(default_factory=dict)


class AnalysisStopped(Exception):  # noqa: N818 - no error: somebody wants it to end
    """The analysis ended early because its watch said so."""


class AnalysisWatch(Protocol):
    """Who looks on while a long analysis is done. Both calls are cheap, however often they are made."""

    def progress(self, done: int, total: int) -> None:
        """Note how much is done, and of how much."""
        ...

    def should_stop(self) -> bool:
        """Return whether nobody wants the result any more, or another process is to find it."""
        ...


class AnalysisHandler(Protocol):
    """Does a long analysis. Called outside every transaction, perhaps more than once with the same arguments."""

    def __call__(self, arguments: Mapping[str, Json], watch: AnalysisWatch, /) -> "Json | AnalysisResult":
        """Return the result as JSON, with the large parts of it apart where there are any.

        Raises:
            AnalysisStopped: When the watch said that it should stop.
        """
        ...


class Registry(Protocol):
    """The state's registers, as the data exchange gives them."""

    def look_up(self, register: str, query: Mapping[str, Json]) -> Mapping[str, Json] | None:
        """Return what `register` holds about `query`, or None where it holds nothing.

        Raises:
            TaskFailure: When the register does not answer, or is not one of those there are.
        """
        ...

    def register_company(self, details: Mapping[str, Json], idempotency_key: str) -> str:
        """Return the registration number of a newly entered company; the same key gives the same number."""
        ...

    def tell(self, authority: str, details: Mapping[str, Json], idempotency_key: str) -> str:
        """Tell an authority about a company, and return its receipt; the same key gives the same receipt.

        Raises:
            TaskFailure: When the authority does not answer, or is not one of those there are.
        """
        ...


class BpmnErrorThrown(Exception):  # noqa: N818 - a BPMN error is not an error of the program
    """A service task ends with a BPMN error, to be caught by an error event of the model.

    Attributes:
        code: The error code.
        message: What happened, for people.
    """

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(f"{code}: {message}" if message else code)
        self.code = code
        self.message = message


class TaskFailure(Exception):  # noqa: N818 - the field's word: a failure is retried, an error is modelled
    """A service task could not be done this time.

    Attributes:
        text: What happened, for the operator.
        retry: Whether trying again may help; if not, it becomes an incident at once.
    """

    def __init__(self, text: str, *, retry: bool = True) -> None:
        super().__init__(text)
        self.text = text
        self.retry = retry
