"""The interface for external workers and other programs: what Camunda 7 and Operaton have under /engine-rest of it.

Source: Camunda 7.23 manual, REST reference, "External Task", "Message", "Process Definition"; Operaton keeps them.
A program signs in with an access token at each request, by header; there is no session, and so no forgery of requests.
"""

from webui.workers import external_tasks, fetching, processes  # noqa: F401 - their views are part of the blueprint
from webui.workers.interface import blueprint

__all__ = ["blueprint"]
