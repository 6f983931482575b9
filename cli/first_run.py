"""Says why the first simulation on a machine takes so long."""

import click

from bpmn.language import Text
from cli.output import language

__all__ = ["say_if_first"]


def say_if_first() -> None:
    """Write to stderr that the simulator is compiled now, where it has not been yet."""
    from analysis.kept_kernel import is_kernel_kept

    if not is_kernel_kept():
        sentence = Text("The simulator is compiled once on this machine: that takes about two minutes.")
        click.echo(sentence.into(language()), err=True)
