"""The command group: finds a command's module when it is called, and turns errors into sentences."""

import gc
import importlib
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence

import click

from cli.output import forget_wanted, sentence_of

__all__ = ["main"]

# A command's module is imported only when it is used: `ortoo eval` must not wait for numba.
_COMMANDS = {
    "analyse": "structure, flow and bottlenecks of a model",
    "audit": "the audit trail, and whether it is whole",
    "backup": "everything that lasts, in one file",
    "check": "what is wrong with models",
    "check-data": "whether the stored data are as they must be",
    "compare": "as-is against to-be, with intervals",
    "db": "the database",
    "decide": "evaluates a decision of a DMN file",
    "demo": "everything, with the library and demo accounts",
    "diff": "the difference of two models",
    "eval": "evaluates an expression",
    "migrate": "moves running cases to another version of their service",
    "mine": "what an event log says, and a scenario read off it",
    "export": "histories as XES or CSV, or all of one case",
    "redesign": "what could be done differently, and what it gains",
    "registry": "made-up registers of the state, for pilots",
    "restore": "puts a backup back into an empty database",
    "retention": "how long personal data is kept",
    "run": "runs a model in memory, on a simulated clock",
    "scenario": "scenarios of other tools, and for them",
    "serve": "the web application",
    "service": "the library of services",
    "simulate": "simulates a model with a scenario",
    "token": "access tokens of external workers",
    "user": "accounts of the staff",
    "worker": "a background worker",
}


_OBJECTS = 50_000
"""How many objects are made before Python looks for garbage among them: what a command imports and reads is none."""


class _LazyGroup(click.Group):
    """Knows the commands by name and imports one when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        del ctx
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return one command, importing its module."""
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"cli.{cmd_name.replace('-', '_')}_command")
        command = getattr(module, "command")  # noqa: B009 - the module is found by name, so its attribute is too
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any of them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(sorted(_COMMANDS.items()))


@click.command(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ortoo", prog_name="ortoo")
def group() -> None:
    """Ortoo: draws a service as it is and as it could be, checks both, runs them, compares them with evidence."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; ends the process with its exit code.

    Exit codes: 0 success, 1 something is wrong with what was given, 2 it could not be read or the call is off.
    """
    gc.set_threshold(_OBJECTS, *gc.get_threshold()[1:])
    forget_wanted()
    try:
        code = group.main(args=list(arguments) if arguments is not None else None, standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)
    except Exception as error:  # noqa: BLE001 - the one place where any room's error becomes a sentence
        click.echo(sentence_of(error) or _unforeseen(error), err=True)
        sys.exit(2 if type(error).__name__ == "UnreadableFileError" else 1)
    sys.exit(code if isinstance(code, int) else 0)


def _unforeseen(error: Exception) -> str:
    if os.environ.get("ORTOO_DEBUG") == "1":
        raise error
    with tempfile.NamedTemporaryFile("w", prefix="ortoo-", suffix=".log", delete=False) as report:
        traceback.print_exception(error, file=report)
    return (
        f"Something went wrong inside Ortoo ({type(error).__name__}). Nothing of yours was changed by it. "
        f"What is needed to mend it is in {report.name}; please send it to the developers."
    )
