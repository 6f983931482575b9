"""Where programs that run for long write what happens: to stderr, for people or, with ORTOO_LOG=json, for machines."""

import logging
import os
import sys

__all__ = ["set_up_logs"]


def set_up_logs() -> None:
    """Write warnings as text; with `ORTOO_LOG=json` every request, job and warning as one JSON object a line."""
    from engine import JsonLines

    handler = logging.StreamHandler(sys.stderr)
    is_json = os.environ.get("ORTOO_LOG") == "json"
    handler.setFormatter(
        JsonLines() if is_json else logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    )
    log = logging.getLogger("ortoo")
    log.handlers = [handler]
    log.setLevel(logging.INFO if is_json else logging.WARNING)
    log.propagate = False
