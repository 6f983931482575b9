"""A served Ortoo of its own and a headless Chromium to look at it with."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.browser.chromium import find_chromium
from tests.ports import free_port

START_WITHIN_S = 300
PATIENCE_MS = 120_000  # for whatever is to come on a page; a busy machine needs the time it needs
expect.set_options(timeout=PATIENCE_MS)
_ACCOUNT = re.compile(r"^\s+(\S+@\S+)\s+(\S+)$", re.MULTILINE)
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)


@dataclass
class Served:
    """A served Ortoo with its demo accounts, that can be killed and started again."""

    home: Path
    port: int
    environment: dict[str, str]
    passwords: dict[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def output(self) -> Path:
        return self.home / "output.log"

    def start(self) -> None:
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-u", "-m", "cli", "demo", "--port", str(self.port)],
                stdout=output,
                stderr=subprocess.STDOUT,
                env=self.environment,
            )
        self._wait()
        self.passwords = dict(_ACCOUNT.findall(self.output.read_text()))

    def kill(self) -> None:
        """End the process as a power cut would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(90)  # docs/operations.md gives it 75
            except subprocess.TimeoutExpired:
                self.kill()

    def account(self, role: str) -> tuple[str, str]:
        """The e-mail address and password of the demo account whose address begins with `role`."""
        return next((email, password) for email, password in self.passwords.items() if email.startswith(role))

    def _wait(self) -> None:
        deadline = time.monotonic() + START_WITHIN_S
        while time.monotonic() < deadline:
            assert self.process is not None
            assert self.process.poll() is None, self.output.read_text()
            try:
                with urllib.request.urlopen(f"{self.address}/health/ready", timeout=30) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, TimeoutError, ConnectionError):
                time.sleep(0.1)
        pytest.fail(f"not served within {START_WITHIN_S} s:\n{self.output.read_text()}")


@contextmanager
def serving(home: Path, database_url: str | None = None) -> Iterator[Served]:
    """Serve an Ortoo whose data is in `home`, or in the database named; it has ended afterwards, whatever happened."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ORTOO_")}
    environment["ORTOO_HOME"] = str(home)
    if database_url:
        environment["ORTOO_DATABASE_URL"] = database_url
    served = Served(home=home, port=free_port(), environment=environment)
    try:
        served.start()
        yield served
    finally:
        served.stop()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An Ortoo on SQLite, shared by the journeys of a session."""
    with serving(tmp_path_factory.mktemp("served")) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    path = find_chromium()
    assert path is not None, "run python tests/browser/chromium.py"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
        yield opened
        opened.close()


@pytest.fixture(params=[(1280, 900), (390, 844)], ids=["desktop", "phone"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of a browser of its own; whatever the console complains about fails the test."""
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, locale="mn-MN")
    context.set_default_timeout(PATIENCE_MS)
    opened = context.new_page()
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        # A form that is shown again with its errors is answered with 422, which the console mentions.
        if message.type in {"error", "warning"} and "status of 422" not in message.text:
            complaints.append(message.text)

    opened.on("console", hear)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert complaints == []


def keep_picture(page: Page, name: str) -> None:
    """Keep a picture of the page in the folder `ORTOO_PICTURES` names, where it names one."""
    folder = os.environ.get("ORTOO_PICTURES")
    if folder:
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


def is_wider_than_the_screen(page: Page) -> bool:
    """Whether the page has to be moved sideways to be read."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"))
