"""Who gives commands from the shell: whoever may read the installation's folder is its operator."""

import getpass

from engine import Actor

__all__ = ["shell_operator"]


def shell_operator() -> Actor:
    """Return the operator at the shell, named in the audit trail by the account of the operating system."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):
        name = "unknown"
    return Actor(id=f"shell:{name}", name=name, roles=frozenset({"operator"}))
