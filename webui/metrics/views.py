"""The page of numbers, for a Prometheus server that knows the installation's token."""

from flask import Blueprint, Response, abort, current_app

from engine import Measures, find_risks, measure
from webui.context import current_engine, current_settings
from webui.metrics.exposition import CONTENT_TYPE, expose
from webui.metrics.jobs import job_durations
from webui.metrics.tokens import has_token

__all__ = ["blueprint"]

blueprint = Blueprint("metrics", __name__)


@blueprint.get("")
def metrics() -> Response:
    """Show the numbers to whoever sends the token as `Authorization: Bearer …`; where none is set there is no page."""
    token = current_settings().metrics_token
    if not token or not has_token(token):
        abort(404)
    durations = current_app.extensions["ortoo.requests"]
    told = "How long requests took in this process, in seconds."
    requests = expose("ortoo_request_duration_seconds", "histogram", told, durations.samples())
    engine = current_engine()
    text = _measured(measure(engine)) + _risks(find_risks(engine)) + requests + job_durations(engine)
    return Response(text, content_type=CONTENT_TYPE)


def _risks(settings: tuple[str, ...]) -> str:
    told = "Settings of the database by which cases may be lost when the power fails."
    return expose("ortoo_storage_risks", "gauge", told, [("", {"setting": name}, 1.0) for name in settings])


def _measured(found: Measures) -> str:
    gauges = (
        ("ortoo_cases", "Cases by service and status.", ("service", "status"), found.cases),
        ("ortoo_work_items", "Work items that wait, by service and state.", ("service", "state"), found.work_items),
        ("ortoo_jobs", "Jobs by kind and state.", ("kind", "state"), found.jobs),
        ("ortoo_incidents", "Open incidents by service and kind.", ("service", "kind"), found.incidents),
    )
    texts = [
        expose(
            name,
            "gauge",
            told,
            [("", dict(zip(labels, key, strict=True)), number) for key, number in sorted(counts.items())],
        )
        for name, told, labels, counts in gauges
    ]
    if (check := found.self_check) is not None:
        checks = (
            ("ortoo_audit_broken", "Faults that the hourly check found in the audit trail.", check.audit_faults),
            ("ortoo_data_violations", "What the hourly check found in the other data.", check.violations),
            ("ortoo_self_check_age_seconds", "How long ago the hourly check was made.", check.age_s),
        )
        texts += [expose(name, "gauge", told, [("", {}, number)]) for name, told, number in checks]
    oldest: list[tuple[str, dict[str, str], float]] = [("", {}, found.oldest_due_job_s)]
    told = "For how long the job that has been due longest has been due."
    return "".join(texts) + expose("ortoo_oldest_due_job_age_seconds", "gauge", told, oldest)
