"""One simulation by Prosimos: MODEL SCENARIO CASES LOG.csv START as arguments; its seconds and memory as JSON.

Run with the interpreter of the peers "simulation" (`bench.peers.environment`).
"""

import json
import resource
import sys
import time
from contextlib import redirect_stdout

from prosimos.simulation_engine import run_simulation


def main() -> None:
    """Simulate and print."""
    model, scenario, cases, log, start = sys.argv[1:6]
    begin, wall = time.process_time(), time.perf_counter()
    with redirect_stdout(sys.stderr):
        run_simulation(model, scenario, int(cases), None, log, start)
    print(
        json.dumps(
            {
                "seconds": time.process_time() - begin,
                "wall": time.perf_counter() - wall,
                "all_seconds": time.process_time(),
                "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        )
    )


if __name__ == "__main__":
    main()
