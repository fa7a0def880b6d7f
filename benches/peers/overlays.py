"""Overlays the same two layers with every peer, and writes one line of JSON per figure.

    python overlays.py INPUTS RECORDS

Areas are loaded, made valid and indexed before the clock starts. The time ends with the area of the
intersection of each pair that the peer found to meet. One core is measured by processor time, as
coterm is; all cores by the clock.
"""

import json
import statistics
import sys
import time
from importlib import import_module
from pathlib import Path

import numpy as np
from inputs import wkb_of

PEERS = ["shapely", "postgis"]
TURNS = 3
# Seconds of all turns together after which a peer is not measured again.
SLOW = 5.0
TOLERANCE_M2 = 1e-3


def main(inputs, records):
    with open(records, "a") as out:
        for folder in sorted(path.parent for path in Path(inputs).glob("overlays/*/cells")):
            layers = [wkb_of(folder / f"{number}.wkb") for number in (0, 1)]
            ours = np.fromfile(folder / "cells", "<f8").reshape(-1, 3)
            for peer in PEERS:
                for figure in figures(peer, layers, ours):
                    line = json.dumps({"kind": "overlay", "pair": folder.name, **figure})
                    print(line, file=sys.stderr, flush=True)
                    out.write(line + "\n")


def figures(peer, layers, ours):
    try:
        module = import_module(f"with_{peer}")
        module.version()
    except Exception as error:  # the table of lookups already says why it is absent
        print(f"left out: {peer}: {error}", file=sys.stderr)
        return
    for name, threads, worked, ask in module.overlays(*layers):
        taken = []
        while len(taken) < TURNS and sum(seconds for seconds, _ in taken) < SLOW:
            start, before = time.perf_counter(), worked()
            answer = ask()
            taken.append((time.perf_counter() - start, worked() - before))
        answer = answer() if callable(answer) else answer
        clock, processor = (statistics.median(column) for column in zip(*taken))
        yield {
            "contender": name,
            "areas": [len(layer) for layer in layers],
            "threads": threads,
            "seconds": processor if threads == 1 else clock,
            "clock_seconds": clock,
            "rows": len(answer[0]),
            "differs": differing(ours, *answer),
        }


def differing(ours, a, b, areas):
    """Counts the rows that differ from those of coterm by more than the tolerance, or are missing."""
    said = {(int(one), int(other)): area for one, other, area in ours}
    found = dict(zip(zip(map(int, a), map(int, b)), map(float, areas)))
    return sum(not abs(said.get(pair, 0.0) - found.get(pair, 0.0)) <= TOLERANCE_M2 for pair in said.keys() | found.keys())


if __name__ == "__main__":
    main(*sys.argv[1:])
