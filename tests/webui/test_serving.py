"""Serving: requests are answered, background work is done, and a signal ends it cleanly."""

import contextlib
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
SERVER = """
    import signal
    import sys
    import time
    from waitress.channel import HTTPChannel
    from engine import open_engine, upgrade_database
    from tests.webui.library_service import make_service
    from webui.application import create_app
    from webui.security.policy import EVERYONE, POLICY
    from webui.serving import serve
    from webui.settings import Settings

    class Closing(HTTPChannel):
        def handle_close(self):
            signal.raise_signal(signal.SIGTERM)
            super().handle_close()

    def slow():
        print("asked", flush=True)
        time.sleep(2)
        return "all of it " * 100_000

    upgrade_database(sys.argv[1])
    engine = open_engine(sys.argv[1])
    app = create_app(engine, services=[make_service()], settings=Settings(secret_key="only for tests " * 4))
    app.add_url_rule("/slow", endpoint="slow", view_func=slow)
    POLICY["slow"] = EVERYONE
    if sys.argv[3] == "while a connection closes":
        from waitress.server import TcpWSGIServer
        TcpWSGIServer.channel_class = Closing
    print("ready", flush=True)
    serve(app, host="127.0.0.1", port=int(sys.argv[2]), engine=engine)
    engine.close()
    print("closed", flush=True)
"""


def test_a_signal_ends_serving_cleanly(tmp_path: Path) -> None:
    with serving(tmp_path) as (server, port):
        assert answered(port, "/health/ready") == b'{"status":"ready"}\n'
        server.send_signal(signal.SIGTERM)
        assert ended(server)


def test_a_signal_that_comes_while_a_connection_is_closed_is_not_lost(tmp_path: Path) -> None:
    with serving(tmp_path, "while a connection closes") as (server, port):
        assert answered(port, "/health/ready") == b'{"status":"ready"}\n'
        assert ended(server)


def test_a_second_signal_is_no_error(tmp_path: Path) -> None:
    with serving(tmp_path) as (server, port):
        assert answered(port, "/health/ready") == b'{"status":"ready"}\n'
        for number in (signal.SIGTERM, signal.SIGINT):
            server.send_signal(number)
        assert ended(server)


def test_a_request_that_is_being_answered_is_answered_to_the_end(tmp_path: Path) -> None:
    with serving(tmp_path) as (server, port), ThreadPoolExecutor(1) as reader:
        answer = reader.submit(answered, port, "/slow")
        assert server.stdout is not None
        assert server.stdout.readline() == "asked\n"
        server.send_signal(signal.SIGTERM)
        assert answer.result(timeout=120) == b"all of it " * 100_000
        assert ended(server)


@contextlib.contextmanager
def serving(folder: Path, signalled: str = "from outside") -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server of its own, and where it listens; it is gone afterwards whatever happened."""
    port = free_port()
    database = f"sqlite:///{folder / 'ortoo.db'}"
    command = [sys.executable, "-c", textwrap.dedent(SERVER), database, str(port), signalled]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            assert server.stdout.readline() == "ready\n"
            yield server, port
        finally:
            server.kill()


def ended(server: subprocess.Popen[str]) -> bool:
    """Whether the server ends soon, closes what it has open and calls that no failure."""
    assert server.wait(timeout=120) == 0
    assert server.stdout is not None
    return server.stdout.read() == "closed\n"


def answered(port: int, path: str) -> bytes:
    """What the server says to a question, once it listens."""
    deadline = time.monotonic() + 120
    while True:
        try:
            with urlopen(f"http://127.0.0.1:{port}{path}", timeout=120) as answer:
                return bytes(answer.read())
        except URLError as error:
            if not isinstance(error.reason, ConnectionRefusedError) or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
