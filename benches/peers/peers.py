"""Looks up the same points in the same areas with every peer, and writes one line of JSON per figure.

    python peers.py INPUTS RECORDS

Before the clock starts, areas and points are loaded into a peer's own form and the index of the
areas is built. An index of the points, where a peer makes one, is part of the answer, because the
points are the question. The time ends with pairs of point and area in the peer's own table. All
runs on a single thread: the process and PostgreSQL are held to one core.
"""

import importlib
import json
import os
import statistics
import sys
import time

from answers import Referee, owners
from inputs import layers

PEERS = ["shapely", "geopandas", "sedonadb", "duckdb", "postgis"]
QUICK = os.environ.get("QUICK", "0") not in ("", "0")
TURNS = 3 if QUICK else 5
# A peer that takes more than SLOW seconds for FEW points is not given all points.
FEW, SLOW = 10_000, 0.1


def main(inputs, records):
    with open(records, "a") as out:

        def record(**figure):
            line = json.dumps(figure)
            print(line, file=sys.stderr, flush=True)
            out.write(line + "\n")
            out.flush()

        modules = list(available(record))
        for layer in layers(inputs):
            referee = Referee(layer.wkb)
            for module in modules:
                measure(layer, referee, module, record)


def available(record):
    for peer in PEERS:
        try:
            module = importlib.import_module(f"with_{peer}")
            record(kind="version", contender=peer, version=module.version())
            yield module
        except Exception as error:  # the table says why it is absent
            record(kind="absent", contender=peer, reason=str(error).strip().splitlines()[0])


def measure(layer, referee, module, record):
    for name, load, limit in module.methods(layer.wkb):
        for order, points, ours in layer.orders():
            points, ours = some(points, limit), some(ours, limit)
            if timed(load(some(points, FEW)))[0] > SLOW:
                points, ours = some(points, FEW), some(ours, FEW)
            ask = load(points)
            seconds = []
            for _ in range(TURNS if len(points) > FEW else 3):
                taken, pairs = timed(ask)
                seconds.append(taken)
            theirs = owners(len(points), *(pairs() if callable(pairs) else pairs))
            record(
                kind="lookup",
                layer=layer.name,
                areas=len(layer.wkb),
                order=order,
                points=len(points),
                contender=name,
                ns_per_point=statistics.median(seconds) * 1e9 / len(points),
                differs=referee.difference(points, ours, theirs),
            )


def some(rows, limit):
    """Picks `limit` rows at most, spread evenly over all."""
    return rows[:: -(-len(rows) // (limit or len(rows)))]


def timed(ask):
    start = time.perf_counter()
    pairs = ask()
    return time.perf_counter() - start, pairs


if __name__ == "__main__":
    main(*sys.argv[1:])
