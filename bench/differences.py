"""How many known edits of the sample files `ortoo diff` names right, by kind, and how long it takes.

Usage: python bench/differences.py [FOLDER] [--every N]
FOLDER holds BPMN files of any tool; the sample files beside the project without it. Each file is changed by one edit of
each kind that it allows, and compared with what it was: once with its ids, once with other ids for all its elements.
"""

import argparse
import time
from collections import Counter
from pathlib import Path

from tests.bpmn.difference.rates import trials

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "corpora"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=SAMPLES)
    parser.add_argument("--every", type=int, default=16, help="only every so manyeth file")
    chosen = parser.parse_args()
    if not chosen.folder.is_dir():
        print(f"no sample files at {chosen.folder}")
        return
    whole, named, alone = Counter[tuple[str, bool]](), Counter[tuple[str, bool]](), Counter[tuple[str, bool]]()
    begin = time.perf_counter()
    for trial in trials(chosen.folder, chosen.every):
        key = (trial.known.kind, trial.has_new_ids)
        whole[key] += 1
        named[key] += trial.is_named
        alone[key] += trial.is_all
    print(f"{'edit':<22}{'ids':<8}{'tried':>7}{'named':>9}{'and nothing else':>18}")
    for key in sorted(whole):
        kind, has_new_ids = key
        ids = "other" if has_new_ids else "kept"
        shares = f"{named[key] / whole[key]:>9.1%}{alone[key] / whole[key]:>18.1%}"
        print(f"{kind:<22}{ids:<8}{whole[key]:>7}{shares}")
    total = whole.total()
    if total:
        print(f"{'all':<30}{total:>7}{named.total() / total:>9.1%}{alone.total() / total:>18.1%}")
        print(f"{time.perf_counter() - begin:.0f} s with editing and reading, {total} comparisons")


if __name__ == "__main__":
    main()
