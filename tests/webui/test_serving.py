"""Serving: requests are answered, background work is done, and a signal ends it cleanly."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
SERVER = """
    import sys
    from engine import open_engine, upgrade_database
    from tests.webui.library_service import make_service
    from webui.application import create_app
    from webui.serving import serve
    from webui.settings import Settings

    upgrade_database(sys.argv[1])
    engine = open_engine(sys.argv[1])
    app = create_app(engine, services=[make_service()], settings=Settings(secret_key="only for tests " * 4))
    print("ready", flush=True)
    serve(app, host="127.0.0.1", port=int(sys.argv[2]), engine=engine)
    engine.close()
    print("closed", flush=True)
"""


def test_a_signal_ends_serving_cleanly(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", textwrap.dedent(SERVER), f"sqlite:///{tmp_path / 'ortoo.db'}", str(port)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == "ready\n"
        try:
            assert answered(port) == b'{"status":"ready"}\n'
        finally:
            server.send_signal(signal.SIGTERM)
        assert server.stdout.readline() == "closed\n"
        assert server.wait(timeout=30) == 0


def answered(port: int) -> bytes:
    """What the server says once it listens."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=0.5):
            break
    with urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=20) as answer:
        return bytes(answer.read())
