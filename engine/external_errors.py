"""What is refused to external workers."""

from datetime import datetime

from bpmn.language import Text
from engine.errors import EngineError

__all__ = ["TaskNotLockedError", "TokenNameTakenError", "WorkerNameError"]


class TaskNotLockedError(EngineError):
    """A worker wants to do something with a task that it does not have, or no longer."""

    def __init__(self, *, task_id: str, worker: str, holder: str | None, until: datetime | None) -> None:
        if holder is None:
            text = Text("The external task {id} is not locked by {worker}: nobody has it.", id=task_id, worker=worker)
        else:
            text = Text(
                "The external task {id} is not locked by {worker}: {holder} has it until {until}.",
                id=task_id,
                worker=worker,
                holder=holder,
                until="?" if until is None else until.isoformat(),
            )
        super().__init__(text)


class TokenNameTakenError(EngineError):
    """There is an access token of that name already."""

    def __init__(self, name: str) -> None:
        super().__init__(Text("There is an access token called {name} already, perhaps a revoked one.", name=name))


class WorkerNameError(EngineError):
    """A worker's name is missing or too long."""

    def __init__(self) -> None:
        super().__init__(Text("A worker needs a name (workerId) of 1 to 100 characters."))
