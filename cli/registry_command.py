"""`ortoo registry`: a small server that plays the state's data exchange."""

import click

from cli.serving import refuse_taken_port

__all__ = ["command"]

_HOST = "127.0.0.1"


@click.command("registry")
@click.option("--port", type=click.IntRange(1, 65535), default=8090, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed gives other people and companies.")
@click.option(
    "--fault-rate",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    help="The share of requests that go wrong.",
)
@click.option(
    "--delay",
    type=click.FloatRange(0, 60),
    default=0.0,
    show_default=True,
    help="How long every request takes at least, in seconds.",
)
def command(port: int, seed: int, fault_rate: float, delay: float) -> int:
    """Serve made-up registers on this machine until stopped, for pilots and tests; nobody in them exists."""
    from engine import asked_to_stop
    from engine.connectors import SeededRegistry
    from engine.registry_server import Faults, create_registry
    from webui.listening import listening

    refuse_taken_port(_HOST, port)
    faults = Faults(rate=fault_rate, delay_s=delay, seed=seed)
    registry = create_registry(SeededRegistry(seed), faults)
    with listening(registry, host=_HOST, port=port) as answer, asked_to_stop() as asked:
        click.echo(f"Made-up registers at http://{_HOST}:{port}/ (seed {seed}). Stop with Ctrl-C.", err=True)
        answer(asked)
    return 0
