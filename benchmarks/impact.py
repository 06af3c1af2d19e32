"""How long does it take to say what a change touches? A made-up map of 2,000 systems and 10,000 interfaces.

uv run python benchmarks/impact.py
"""

import random
import time

from regia.interfaces.impact import Network

SYSTEMS, INTERFACES, ASKED = 2_000, 10_000, 20


def main() -> None:
    """Print the median and the slowest answer, and what building the network takes once."""
    draw = random.Random(1)
    ends = [draw.sample(range(SYSTEMS), 2) for _ in range(INTERFACES)]
    lines = [
        {"interface": f"{a}>{b}:customer", "from_system": str(a), "to_system": str(b), "concept": "customer",
         "from_dataset": "t", "to_dataset": "t", "probability": 0.9}
        for a, b in ends
    ]  # fmt: skip
    started = time.process_time()
    network = Network(lines, [], {str(system): f"d{system % 12}" for system in range(SYSTEMS)})
    network.impact("0")
    built = time.process_time() - started
    times = []
    for _ in range(ASKED):
        started = time.process_time()
        network.impact(str(draw.randrange(SYSTEMS)))
        times.append(time.process_time() - started)
    times.sort()
    print(f"built {built * 1000:.0f} ms, median {times[ASKED // 2] * 1000:.1f} ms, slowest {times[-1] * 1000:.1f} ms")


if __name__ == "__main__":
    main()
