"""How long reading, checking, deciding soundness and drawing take over the corpora, and how much memory, beside peers.

Seconds are those of the processor, so that what else the machine does hardly matters.

Usage: python bench/files.py [FOLDER] [--only PART] [--no-peers] [--no-memory]
FOLDER holds the sample files (default: ../shared/corpora beside the project). PART is a piece of the paths to take.
"""

import argparse
import json
import multiprocessing
import resource
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import bpmn_io

from bpmn import Model, read_model
from bpmn.check import check_model
from bpmn.errors import BpmnFileError
from bpmn.picture import draw_svg
from bpmn.soundness import Soundness, check_soundness
from tests.peers.node import NodePeers

if TYPE_CHECKING:
    from collections.abc import Callable

CORPORA = Path(__file__).resolve().parents[2] / "shared" / "corpora"
STEPS = ("read", "check", "soundness", "svg")
MOST_S = 2.0
MOST_MB = 300
WITHIN_S = 1.0


@dataclass
class Measured:
    """What one file took.

    Attributes:
        path: The file.
        seconds: Seconds by step.
        verdicts: The soundness verdicts; empty where the file cannot be read.
        is_read: Whether it can be read at all.
    """

    path: Path
    seconds: dict[str, float] = field(default_factory=dict)
    verdicts: dict[str, Soundness] = field(default_factory=dict)
    is_read: bool = True

    @property
    def all_s(self) -> float:
        """Seconds for all steps together."""
        return sum(self.seconds.values())


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=CORPORA)
    parser.add_argument("--only", default="", help="take only paths that contain this")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--no-memory", action="store_true", help="leave out the memory of each file by itself")
    chosen = parser.parse_args()
    files = bpmn_files(chosen.folder, chosen.only)
    if not files:
        print(f"no BPMN files in {chosen.folder}")
        return
    measure(files[0])  # what is loaded at first use belongs to no file
    measured = [measure(path) for path in files]
    report_speed(measured, chosen.folder)
    report_soundness(measured)
    print(f"memory: {_peak_mb():.0f} MB at most in one process over all files")
    if not chosen.no_memory:
        report_memory(files, chosen.folder)
    if not chosen.no_peers:
        report_peers(measured)


def bpmn_files(folder: Path, part: str) -> list[Path]:
    """Return the BPMN files of a folder, whatever they are called."""
    found = (path for path in sorted(folder.rglob("*")) if path.suffix in {".bpmn", ".xml", ".bpmn20"})
    return [path for path in found if part in str(path) and _is_bpmn(path)]


def _is_bpmn(path: Path) -> bool:
    return b"spec/BPMN/" in path.read_bytes()


def measure(path: Path) -> Measured:
    """Take the time of each step on a file."""
    measured = Measured(path)
    data = path.read_bytes()
    begin = time.process_time()
    try:
        model = read_model(data, source_name=path.name)
    except BpmnFileError:
        measured.is_read = False
        return measured
    finally:
        measured.seconds["read"] = time.process_time() - begin
    steps: dict[str, Callable[[Model], object]] = {"check": check_model, "soundness": check_soundness, "svg": draw_svg}
    for name, step in steps.items():
        begin = time.process_time()
        result = step(model)
        measured.seconds[name] = time.process_time() - begin
        if name == "soundness" and isinstance(result, dict):
            measured.verdicts = result
    return measured


def report_speed(measured: list[Measured], folder: Path) -> None:
    """Print files a second by step, the slowest files, and whether one is over the limit."""
    read = [one for one in measured if one.is_read]
    print(f"{len(measured)} files, {len(read)} can be read")
    for step in STEPS:
        wall = sum(one.seconds[step] for one in read)
        worst = max(read, key=lambda one: one.seconds[step])
        print(f"{step:>10}: {len(read) / wall:8,.0f} files/s; most {worst.seconds[step]:.3f} s, {_name(worst, folder)}")
    print(f"{'all':>10}: {len(read) / sum(one.all_s for one in read):8,.0f} files/s")
    print("slowest files:")
    for one in sorted(measured, key=lambda one: -one.all_s)[:10]:
        parts = ", ".join(f"{step} {seconds:.3f}" for step, seconds in one.seconds.items())
        print(f"  {one.all_s:.3f} s  {_name(one, folder)}  ({parts})")
    over = [_name(one, folder) for one in measured if one.all_s > MOST_S]
    print(f"above {MOST_S:g} s: {', '.join(over) or 'none'}")


def report_soundness(measured: list[Measured]) -> None:
    """Print how many processes and collaborations are decided, and how many of them in time.

    A file's processes are decided within a second where all of them together are: the share is a lower bound.
    """
    verdicts = [verdict for one in measured for verdict in one.verdicts.values()]
    decided = sum(verdict.verdict != "undecided" for verdict in verdicts)
    quick = [one for one in measured if one.seconds.get("soundness", 0.0) <= WITHIN_S]
    in_time = sum(verdict.verdict != "undecided" for one in quick for verdict in one.verdicts.values())
    whole = max(len(verdicts), 1)
    print(
        f"soundness: {len(verdicts)} processes and collaborations, {decided / whole:.2%} decided, "
        f"{in_time / whole:.2%} within {WITHIN_S:g} s"
    )
    for one in measured:
        for scope, verdict in one.verdicts.items():
            if verdict.verdict == "undecided":
                print(f"  undecided: {one.path.name}, {scope}: {verdict.text}")


def report_memory(files: list[Path], folder: Path) -> None:
    """Print the files that take most memory, each done in a process forked for it alone."""
    context = multiprocessing.get_context("fork")
    with context.Pool(1, maxtasksperchild=1) as pool:
        peaks = dict(zip(files, pool.imap(_peak_of, files), strict=True))
    for path, peak in sorted(peaks.items(), key=lambda pair: -pair[1])[:3]:
        print(f"  {peak:.0f} MB with what was loaded before, by itself: {path.relative_to(folder)}")
    over = [path.name for path, peak in peaks.items() if peak > MOST_MB]
    print(f"above {MOST_MB} MB: {', '.join(over) or 'none'}")


def _peak_of(path: Path) -> float:
    measure(path)
    return _peak_mb()


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def report_peers(measured: list[Measured]) -> None:
    """Print how long others take to check the same files, and the ratio."""
    files = [one.path for one in measured if one.is_read]
    own = sum(one.seconds["read"] + one.seconds["check"] for one in measured if one.is_read)
    print("no peer decides soundness under a licence that this project can take; for reading and checking:")
    begin = time.process_time()
    for path in files:
        bpmn_io.check(path.read_text("utf-8", errors="replace"))
    _print_peer("PyPI bpmn-io", time.process_time() - begin, own, len(files))
    answer = json.loads(NodePeers().run("lint_times.mjs", given="\n".join(map(str, files))))
    _print_peer("npm bpmnlint", answer["seconds"], own, len(files))


def _print_peer(name: str, seconds: float, own: float, files: int) -> None:
    ratio = seconds / own
    print(f"  {name}: {files / seconds:,.0f} files/s; this checker, with more rules, is {ratio:.1f} times as fast")


def _name(one: Measured, folder: Path) -> str:
    return str(one.path.relative_to(folder))


if __name__ == "__main__":
    main()
