"""Running cases durably and recording what happened: the only door into this room.

The names are those of the modules in `engine.doors`, by theme. A theme is read when the first of its names is used, so
that a program that only needs values, say, does not wait for the database library.

Use `open_engine` once, give the `Engine` to every command, and `Engine.close()` it at the end. A command is one
transaction: it has happened completely, or not at all.
"""

from importlib import import_module
from typing import TYPE_CHECKING

_THEMES = ("values", "refusals", "opening", "services", "cases", "work", "papers", "access", "operating")
"""In the order in which a name is looked for: what takes longest to read comes last."""

if TYPE_CHECKING:
    from engine.doors.access import *  # noqa: F403 - their names are listed there
    from engine.doors.cases import *  # noqa: F403 - their names are listed there
    from engine.doors.opening import *  # noqa: F403 - their names are listed there
    from engine.doors.operating import *  # noqa: F403 - their names are listed there
    from engine.doors.papers import *  # noqa: F403 - their names are listed there
    from engine.doors.refusals import *  # noqa: F403 - their names are listed there
    from engine.doors.services import *  # noqa: F403 - their names are listed there
    from engine.doors.values import *  # noqa: F403 - their names are listed there
    from engine.doors.work import *  # noqa: F403 - their names are listed there
else:

    def __getattr__(name: str) -> object:
        if not name.startswith("_"):
            for theme in _THEMES:
                module = import_module(f"engine.doors.{theme}")
                if name in module.__all__:
                    return getattr(module, name)
        message = f"module 'engine' has no attribute {name!r}"
        raise AttributeError(message)
