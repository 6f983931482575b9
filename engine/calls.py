"""What cases call beyond their own file: the processes of other deployed services."""

from engine.compiled import CompiledDefinitions
from engine.store import Work
from engine.tokens import ProcessDefinition

__all__ = ["DeployedProcesses"]


class DeployedProcesses:
    """The deployed definitions, as a case in one transaction sees them (`engine.tokens.Library`)."""

    def __init__(self, definitions: CompiledDefinitions, work: Work) -> None:
        self._definitions = definitions
        self._work = work

    def find(self, called: str, binding: str, version: str | None) -> str | None:
        """Return the id of the definition that has a process: the version asked for, else the current one."""
        if binding == "deployment":
            return None
        number = version if binding == "version" else None
        found = self._work.definitions.of_process(called, number)
        return None if found is None else found.id

    def definition(self, key: str) -> ProcessDefinition:
        """Return a definition by its id.

        Raises:
            NotFoundError: If there is none.
        """
        return self._definitions.get(self._work, key)
