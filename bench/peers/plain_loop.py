"""The simplest simulator there is, as a peer: cases go through a line of tasks, each with so many equal servers.

A heap of events and numbers drawn beforehand in one go; no calendars, no gateways, no figures but the cycle time.
Usage: python bench/peers/plain_loop.py CASES; start-up is part of what is measured.
"""

import heapq
import random
import sys
from collections import deque

SERVERS = (6, 3, 4, 2)
"""How many servers each task of the line has; a server takes 0.6 of its time where cases come every second."""


def simulate(cases: int, seed: int) -> float:
    """Return the mean cycle time of a number of cases."""
    draw = random.Random(seed).expovariate  # noqa: S311 - a simulation keeps no secrets
    events: list[tuple[float, int, int]] = []
    now = 0.0
    arrivals = []
    for case in range(cases):
        now += draw(1.0)
        arrivals.append(now)
        events.append((now, case, 0))
    waiting: list[deque[int]] = [deque() for _ in SERVERS]
    free = list(SERVERS)
    total = 0.0
    while events:
        now, case, stage = heapq.heappop(events)
        if stage % 2 == 0 and stage // 2 < len(SERVERS):  # arrives at a task
            task = stage // 2
            if free[task]:
                free[task] -= 1
                heapq.heappush(events, (now + draw(1 / (0.6 * SERVERS[task])), case, stage + 1))
            else:
                waiting[task].append(case)
            continue
        if stage // 2 == len(SERVERS):
            total += now - arrivals[case]
            continue
        task = stage // 2
        if waiting[task]:
            heapq.heappush(events, (now + draw(1 / (0.6 * SERVERS[task])), waiting[task].popleft(), stage))
        else:
            free[task] += 1
        heapq.heappush(events, (now, case, stage + 1))
    return total / cases


if __name__ == "__main__":
    print(simulate(int(sys.argv[1]), 1))
