"""The virtual environments of the Python peers: each made at the first benchmark that needs it."""

import subprocess
import sys
import venv
from pathlib import Path

__all__ = ["peer_python", "run_peer"]

_FOLDER = Path(__file__).parent
_PLACE = _FOLDER.parents[1] / ".venv"


def peer_python(lock: str = "requirements") -> str:
    """Return the interpreter that has the packages of a lock file of this folder; they are installed if need be.

    Args:
        lock: The name of the lock file without its suffix: "requirements" (evaluators of FEEL) or "simulation"
            (Prosimos and the distances between logs, some 900 MB).

    Raises:
        subprocess.CalledProcessError: If the packages cannot be installed.
    """
    wanted = (_FOLDER / f"{lock}.lock").read_text()
    place = _PLACE / ("peers" if lock == "requirements" else f"peers-{lock}")
    installed, python = place / "installed.lock", str(place / "bin" / "python")
    if not installed.exists() or installed.read_text() != wanted:
        sys.stderr.write("Installing the peers\n")
        venv.create(place, clear=True, with_pip=True)
        path = str(_FOLDER / f"{lock}.lock")
        install = [python, "-m", "pip", "install", "-qq", "--require-hashes", "--no-deps", "-r", path]
        subprocess.run(install, check=True)
        installed.write_text(wanted)
    return python


def run_peer(script: str, given: str) -> str:
    """Return what a script of this folder prints, run with the packages of "requirements".

    Args:
        script: Its file name.
        given: Its standard input.

    Raises:
        subprocess.CalledProcessError: If the packages cannot be installed, or the script fails.
    """
    done = subprocess.run(
        [peer_python(), str(_FOLDER / script)],
        input=given,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=600,
    )
    return done.stdout
