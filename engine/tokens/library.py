"""Where a case finds the processes it calls that are not in its own file."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from engine.tokens.definition import ProcessDefinition

__all__ = ["EmptyLibrary", "Library"]


class Library(Protocol):
    """The deployed definitions. What is found is pinned: the case keeps its key, and asks for the same one again."""

    def find(self, called: str, binding: str, version: str | None) -> str | None:
        """Return the key of the definition of a process, or None where there is none.

        Args:
            called: The process's id.
            binding: "latest" or "version"; "deployment" means the file of the caller, where nothing was found.
            version: The version asked for with binding "version", or None.
        """

    def definition(self, key: str) -> "ProcessDefinition":
        """Return the definition of a key that `find` has given."""


class EmptyLibrary:
    """Nothing is deployed: a run of a file alone."""

    def find(self, called: str, binding: str, version: str | None) -> str | None:
        """Return None."""
        del called, binding, version
        return None  # nothing is found, which is an answer

    def definition(self, key: str) -> "ProcessDefinition":
        """Fail: no key was given."""
        raise KeyError(key)
