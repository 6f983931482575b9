"""`ortoo export`: histories for process mining, and all of a case for the person it is about."""

from pathlib import Path

import click

from cli.installation import find_installation
from cli.operator import shell_operator

__all__ = ["command"]

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("export")
@click.argument("service", required=False)
@click.option("--log", "log", type=_FILE, help="Write what happened in the service's cases as .xes or .csv.")
@click.option("--case", "reference", help="Write all that is kept of the case of this reference.")
@click.option("--out", "out", type=_FILE, help="Where to write a case to, a ZIP file.")
def command(service: str | None, log: Path | None, reference: str | None, out: Path | None) -> int:
    """Write the history of SERVICE, or of all services, to a file; or a case for the person it is about.

    ortoo export company-registration --log log.xes

    ortoo export --case 7K2M-Q4TD-9XWA-3F-N --out case.zip
    """
    from engine import export_case, export_log

    if (log is None) == (reference is None) or (reference is None) != (out is None):
        message = "Give either --log FILE, or --case REFERENCE with --out FILE."
        raise click.UsageError(message)
    with find_installation().opened() as engine:
        if log is not None:
            number = export_log(engine, file=log, service=service)
            click.echo(f"{log}: {number} events.")
        if reference is not None and out is not None:
            number = export_case(engine, reference=reference, file=out, actor=shell_operator())
            click.echo(f"{out}: the case and {number} documents.")
    return 0
