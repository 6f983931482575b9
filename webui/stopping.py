"""Whether the process is about to end, for requests that wait for something to come."""

from flask import current_app

__all__ = ["ASKED", "is_stopping"]

ASKED = "ortoo asked to stop"
"""Where an application has the note whether its process was asked to end, while it is served."""


def is_stopping() -> bool:
    """Return whether whoever waits should be answered with what there is: nobody waits in a process that ends."""
    asked = current_app.extensions.get(ASKED)
    return asked is not None and bool(asked.to_stop)
