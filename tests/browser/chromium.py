"""Finds a Chromium for the browser tests and installs one where there is none.

Run as a script (`make test` does) it makes sure that there is one; imported, it says where it is.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

__all__ = ["find_chromium"]

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_PLACES = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/snap/bin/chromium")


def find_chromium() -> str | None:
    """Return the path of a Chromium, from `ORTOO_CHROMIUM`, the PATH or the usual places; None where there is none."""
    wanted = os.environ.get("ORTOO_CHROMIUM")
    if wanted:
        return wanted
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    return found or next((place for place in _PLACES if Path(place).exists()), None) or _of_playwright()


def _of_playwright() -> str | None:
    cache = Path.home() / ".cache" / "ms-playwright"
    return next((str(path) for path in sorted(cache.glob("chromium-*/chrome-linux*/chrome"))), None)


def _install() -> None:
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run([*as_root, "apt-get", "update", "-qq"], check=False, env=environment)
        subprocess.run(
            [*as_root, "apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-core"],
            check=False,
            env=environment,
            stdout=subprocess.DEVNULL,
        )
    if find_chromium() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    """Make sure that there is a Chromium; returns the exit code."""
    if find_chromium() is None:
        sys.stdout.write("The browser tests need Chromium: installing it.\n")
        _install()
    found = find_chromium()
    if found is None:
        sys.stderr.write("No Chromium could be installed. Install it, or name one in ORTOO_CHROMIUM.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
