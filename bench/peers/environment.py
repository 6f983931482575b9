"""The virtual environment of the Python peers: made at the first benchmark that needs it."""

import subprocess
import sys
import venv
from pathlib import Path

__all__ = ["run_peer"]

_FOLDER = Path(__file__).parent
_LOCK = _FOLDER / "requirements.lock"
_PLACE = _FOLDER.parents[1] / ".venv" / "peers"
_INSTALLED = _PLACE / "installed.lock"


def run_peer(script: str, given: str) -> str:
    """Return what a script of this folder prints, run with the peers' packages.

    Args:
        script: Its file name.
        given: Its standard input.

    Raises:
        subprocess.CalledProcessError: If the packages cannot be installed, or the script fails.
    """
    python = str(_PLACE / "bin" / "python")
    if not _INSTALLED.exists() or _INSTALLED.read_text() != _LOCK.read_text():
        sys.stderr.write("Installing the peers\n")
        venv.create(_PLACE, clear=True, with_pip=True)
        install = [python, "-m", "pip", "install", "-qq", "--require-hashes", "--no-deps", "-r", str(_LOCK)]
        subprocess.run(install, check=True)
        _INSTALLED.write_text(_LOCK.read_text())
    done = subprocess.run(
        [python, str(_FOLDER / script)], input=given, stdout=subprocess.PIPE, text=True, check=True, timeout=600
    )
    return done.stdout
