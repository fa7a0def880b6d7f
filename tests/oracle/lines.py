"""Compares coterm's deviations between lines with shapely: by samples of the lines every few metres,
and by GEOS's own discrete Hausdorff distance.

Samples never exceed the true distance, which exceeds them by no more than half the step between
them.
"""

import json
import sys
from pathlib import Path

import numpy as np
import shapely
from check import areas_of

STEP = 5.0
DENSIFY = 0.02
MILLIMETRE = 1e-3


def edges_of(areas):
    """Returns each edge once, as rows of x, y, x, y, with the lesser end first."""
    rings = shapely.get_rings(shapely.get_parts(areas))
    ends, ring = shapely.get_coordinates(rings, return_index=True)
    edges = np.hstack([ends[:-1], ends[1:]])[ring[:-1] == ring[1:]]
    edges = edges[(edges[:, :2] != edges[:, 2:]).any(axis=1)]
    turned = (edges[:, 0] > edges[:, 2]) | ((edges[:, 0] == edges[:, 2]) & (edges[:, 1] > edges[:, 3]))
    edges[turned] = edges[turned][:, [2, 3, 0, 1]]
    return np.unique(edges, axis=0)


def missing(edges, other):
    known = set(map(tuple, other))
    return np.array([edge for edge in edges if tuple(edge) not in known])


def samples(edges):
    """Returns the middles of pieces no longer than a step, and the lengths of the pieces."""
    lengths = np.hypot(*(edges[:, 2:] - edges[:, :2]).T)
    counts = np.ceil(lengths / STEP).astype(int)
    edge = np.repeat(np.arange(len(edges)), counts)
    part = (np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts) + 0.5) / counts[edge]
    places = edges[edge, :2] + (edges[edge, 2:] - edges[edge, :2]) * part[:, None]
    return places, lengths[edge] / counts[edge]


def layer_is_wrong(said, layers):
    """Lists the claims about a directed deviation that do not hold."""
    own, other = (edges_of(layers[said[key]]) for key in ("from", "to"))
    own = missing(own, other)
    lines = shapely.linestrings(other.reshape(-1, 2, 2))
    tree = shapely.STRtree(lines)

    def distances(places):
        (at, _), found = tree.query_nearest(shapely.points(places), return_distance=True, all_matches=False)
        ordered = np.empty(len(places))
        ordered[at] = found
        return ordered

    places, weights = samples(own)
    found = distances(places)
    length, mean = weights.sum(), (found * weights).sum() / weights.sum()
    # A piece that crosses the tolerance may count on either side of it.
    least, most = (weights[found <= said["tolerance_m"] + slack].sum() for slack in (-STEP / 2, STEP / 2))
    print(f"  {len(places):,} samples: up to {found.max():.1f} m, coterm {said['hausdorff_m']:.3f};"
          f" mean {mean:.4f} m, coterm {said['mean_m']:.4f};"
          f" within {least / 1000:.1f} to {most / 1000:.1f} km, coterm {said['within_m'] / 1000:.1f}")
    claims = {
        "no sample is further away": found.max() <= said["hausdorff_m"] + MILLIMETRE,
        "nor are places between samples": said["hausdorff_m"] <= found.max() + STEP / 2 + MILLIMETRE,
        "it is as far as said where it is said": abs(distances([said["at"]])[0] - said["hausdorff_m"]) < MILLIMETRE,
        "the lengths are the same": abs(length - said["length_m"]) < 1e-6 * length,
        "the means are the same": abs(mean - said["mean_m"]) < 1e-3 * mean,
        "the length within the tolerance is": least - 1 <= said["within_m"] <= most + 1,
    }
    return [claim for claim, holds in claims.items() if not holds]


def area_is_wrong(said, layers):
    one, other = (shapely.boundary(layers[said[key]][at]) for key, at in zip(("from", "to"), said["positions"]))
    discrete = shapely.hausdorff_distance(one, other, densify=DENSIFY)
    longest = max(np.hypot(*(edges[:, 2:] - edges[:, :2]).T).max() for edges in
                  (edges_of(layers[said[key]][[at]]) for key, at in zip(("from", "to"), said["positions"])))
    # Every place on a densified edge is at most half a piece from a vertex.
    if discrete - MILLIMETRE <= said["hausdorff_m"] <= discrete + longest * DENSIFY / 2 + MILLIMETRE:
        return []
    return [f"GEOS has {discrete}, coterm {said['hausdorff_m']}"]


def main(folder):
    said = json.loads((folder / "deviations.json").read_text())
    names = {one[key] for one in said["layers"] for key in ("from", "to")}
    layers = {name: areas_of(folder / f"{name}.wkb") for name in names}
    failed = len(said["layers"]) < 8 or len(said["areas"]) < 30
    for one in said["layers"]:
        print(f"{one['from']} to {one['to']}")
        wrong = layer_is_wrong(one, layers)
        failed |= bool(wrong)
        for claim in wrong:
            print(f"  contradicted: {claim}")
    contradicted = 0
    for one in said["areas"]:
        wrong = area_is_wrong(one, layers)
        contradicted += bool(wrong)
        for claim in wrong:
            print(f"  {one['from']} area {one['positions'][0]}: {claim}")
    print(f"{len(said['areas'])} areas and their other drawings, {contradicted} contradicted")
    return int(failed or contradicted > 0)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
