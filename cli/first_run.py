"""Says why a simulation that has to compile the simulator takes so long."""

import click

from bpmn.language import Text
from cli.output import language

__all__ = ["say_if_first"]


def say_if_first() -> None:
    """Write to stderr that the simulator is compiled now, where it has not been yet or what is kept is damaged."""
    from analysis.kept_kernel import state_of_kernel

    state = state_of_kernel()
    if state == "missing":
        sentence = Text("The simulator is compiled once on this machine: that takes about half a minute.")
        click.echo(sentence.into(language()), err=True)
    elif state == "damaged":
        sentence = Text("The compiled simulator on this machine is damaged; it is compiled again: half a minute.")
        click.echo(sentence.into(language()), err=True)
