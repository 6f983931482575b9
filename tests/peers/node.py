"""Peers that run on Node: what they say of the same input, for comparison in tests and benchmarks."""

import fcntl
import os
import subprocess
from pathlib import Path

import pytest

from webui.build import find_node, install_packages

__all__ = ["NodePeers"]

FOLDER = Path(__file__).parent
_TIMEOUT_S = 600


class NodePeers:
    """The npm packages of this folder, installed, and Node to run a script of this folder with them."""

    def __init__(self) -> None:
        """Install the packages where they are missing; one process at a time."""
        self.search_path = find_node(os.environ.get("PATH", ""))
        modules = FOLDER / "node_modules"
        modules.mkdir(exist_ok=True)
        with (FOLDER / ".installing").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            install_packages(FOLDER, self.search_path)

    def folder(self, package: str) -> Path:
        """Return where a package is installed."""
        return FOLDER / "node_modules" / package

    def run(self, script: str, *arguments: str, given: str = "") -> str:
        """Return what a script of this folder prints.

        Args:
            script: Its file name.
            arguments: Its arguments.
            given: Its standard input.

        Raises:
            AssertionError: If it fails, with what it said.
        """
        environment = {**os.environ, "PATH": self.search_path}
        done = subprocess.run(
            ["node", str(FOLDER / script), *arguments],  # Node is looked up on the search path
            input=given,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=_TIMEOUT_S,
        )
        assert done.returncode == 0, f"{script}: {done.stderr}"
        return done.stdout


@pytest.fixture(scope="session")
def node_peers() -> NodePeers:
    """The npm packages of `tests/peers`, ready to run."""
    return NodePeers()
