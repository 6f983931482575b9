"""What a model or a log says: structure, flow, simulation, bottlenecks, mining, comparison, redesign, report."""

import os

# Nothing here multiplies matrices large enough to share the work: one thread adds up in the same order everywhere,
# and numpy is there 0.1 s of processor time sooner.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
