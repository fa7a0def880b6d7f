"""Compares coterm's verdicts on the validity of random footprints with GEOS: both must agree on each
footprint, and the fault that GEOS reports must be among coterm's.

GEOS reports one fault only. Where coterm finds edges that cross or run along each other, it reports
that and checks nothing further of those rings, but GEOS may have found another fault first; so in
that case any fault of GEOS will do.
"""

import json
import sys
from collections import Counter
from pathlib import Path

import shapely
from check import areas_of

# GEOS's names of faults, and coterm's.
NAMES = {
    "Too few points in geometry component": "too few points",
    "Self-intersection": "self-intersection",
    "Ring Self-intersection": "self-intersection",
    "Hole lies outside shell": "hole outside shell",
    "Holes are nested": "nested holes",
    "Nested shells": "nested shells",
    "Interior is disconnected": "disconnected interior",
}
VALID = "Valid Geometry"
# Minimum number of footprints of each kind, without which the check would prove little.
LEAST = 200


def touches(footprint):
    """Whether any two rings touch."""
    rings = shapely.get_rings(shapely.get_parts(footprint))
    tree = shapely.STRtree(rings)
    one, other = tree.query(rings, predicate="intersects")
    return bool((one != other).any())


def main(folder):
    footprints = areas_of(folder / "validity.wkb")
    said = json.loads((folder / "validity.json").read_text())
    assert len(footprints) == len(said)
    counts, wrong = Counter(), []
    for footprint, reason, faults in zip(footprints, shapely.is_valid_reason(footprints), said):
        reason = reason.split("[")[0]
        ours = {fault.removeprefix("ring ") for fault in faults}
        if reason == VALID:
            counts[f"{VALID}, rings {'touch' if touches(footprint) else 'apart'}"] += 1
            agree = not ours
        else:
            counts[reason] += 1
            agree = NAMES[reason] in ours or "self-intersection" in ours
        if not agree:
            wrong.append((reason, faults, footprint))
    print(f"{len(said):,} footprints, {len(wrong)} verdicts contradicted; as GEOS has it:")
    for kind, count in counts.most_common():
        print(f"  {count:6,} {kind}")
    for reason, faults, footprint in wrong[:5]:
        print(f"  GEOS: {reason}; coterm: {', '.join(faults) or 'valid'}: {footprint.wkt}")
    wanted = [*NAMES, f"{VALID}, rings touch", f"{VALID}, rings apart"]
    rare = [kind for kind in wanted if counts[kind] < LEAST]
    if rare:
        print(f"  contradicted: there are {LEAST} of each kind, but of {', '.join(rare)}")
    return int(bool(wrong or rare))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
