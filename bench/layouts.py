"""How readable layouts are: ours with bpmn.io's columns and rows, ours by rank, and bpmn.io's own whole layout.

Usage: python bench/layouts.py [--all] [--worst N] [FOLDER]
Without --all only the files without a diagram are laid out, with it all files, their own diagrams left aside.
"""

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

from bpmn_io import LayoutError, layout_process

from bpmn import Model, read_model
from bpmn.errors import BpmnFileError
from bpmn.model import Diagram
from bpmn.picture import lay_out
from bpmn.picture.layouter import arrange_as_bpmn_io
from bpmn.picture.ranking import arrange_by_rank
from tests.bpmn.picture.readability import Faults, faults_of

CORPORA = Path(__file__).resolve().parents[2] / "shared" / "corpora"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=CORPORA)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--worst", type=int, default=5)
    chosen = parser.parse_args()
    ways: dict[str, Callable[[bytes, Model], Diagram | None]] = {
        "the better of both": lambda _, model: lay_out(model),
        "by rank": lambda _, model: lay_out(model, ways=[arrange_by_rank]),
        "bpmn.io's grid": lambda _, model: lay_out(model, ways=[arrange_as_bpmn_io]),
        "bpmn.io's own": _as_bpmn_io,
    }
    files = [(path, data, model) for path, data, model in _models(chosen.folder) if chosen.all or not _has_di(model)]
    print(f"{len(files)} files")
    for name, way in ways.items():
        _measure(name, way, files, chosen.worst)


def _measure(
    name: str,
    way: Callable[[bytes, Model], Diagram | None],
    files: list[tuple[Path, bytes, Model]],
    worst: int,
) -> None:
    total, failed, slowest = Faults(), 0, 0.0
    bad: list[tuple[int, str]] = []
    with_fault: Counter[str] = Counter()
    begin = time.process_time()
    measuring = 0.0
    for path, data, model in files:
        start = time.process_time()
        diagram = way(data, model)
        done = time.process_time()
        slowest = max(slowest, done - start)
        if diagram is None:
            failed += 1
            continue
        faults = faults_of(model, diagram)
        measuring += time.process_time() - done
        total += faults
        with_fault.update(fault for fault, count in asdict(faults).items() if count)
        grave = faults.overlaps + faults.through_nodes + faults.outside_lanes + faults.on_each_other + faults.missing
        bad.append((grave * 1000 + faults.crossings, path.name))
    wall = time.process_time() - begin - measuring
    print(f"\n{name}: {wall:.1f} s of processor time, slowest {slowest:.2f} s, failed {failed}")
    for fault, count in asdict(total).items():
        print(f"  {fault}: {count} in {with_fault[fault]} files")
    print("  worst:", *(f"{file} ({count})" for count, file in sorted(bad, reverse=True)[:worst]))


def _models(folder: Path) -> Iterator[tuple[Path, bytes, Model]]:
    for path in sorted((*folder.rglob("*.bpmn"), *folder.rglob("*.bpmn20.xml"), *folder.glob("bpmnspector/**/*.xml"))):
        data = path.read_bytes()
        try:
            yield path, data, read_model(data, source_name=path.name)
        except BpmnFileError:
            continue


def _has_di(model: Model) -> bool:
    return any(diagram.shapes for diagram in model.diagrams)


def _as_bpmn_io(data: bytes, model: Model) -> Diagram | None:
    del model
    try:
        laid_out = read_model(layout_process(data.decode()).encode(), source_name="bpmn-io")
    except (BpmnFileError, LayoutError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return None
    return max(laid_out.diagrams, key=lambda diagram: len(diagram.shapes), default=None)


if __name__ == "__main__":
    main()
