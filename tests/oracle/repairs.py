"""Compares what coterm makes of footprints that are not valid with `make_valid` of GEOS.

Both must cover the same ground, but for the rounding of crossings to the millimetre: random footprints
to a millimetre along their length, and official boundaries to a square metre.
"""

import json
import sys
from collections import Counter
from pathlib import Path

import shapely
from check import areas_of

# Footprints of each kind without which the check would prove little.
LEAST = {"random": 5_000}


def ground(geometry):
    """The polygons of a geometry; make_valid also returns lines and points."""
    return shapely.union_all([part for part in shapely.get_parts(geometry) if part.area > 0])


def main(folder):
    names = json.loads((folder / "repairs.json").read_text())
    broken, repaired = areas_of(folder / "broken.wkb"), areas_of(folder / "repaired.wkb")
    assert len(names) == len(broken) == len(repaired)
    counts, wrong = Counter(), []
    for name, before, after in zip(names, broken, repaired):
        kind = name.split()[0]
        counts[kind] += 1
        expected = ground(shapely.make_valid(before))
        apart = after.symmetric_difference(expected).area
        limit = 0.001 * before.length if kind == "random" else 1.0
        if not after.is_valid or apart > limit:
            wrong.append((name, apart, before, after, expected))
    for kind, count in counts.items():
        print(f"  {count:6,} of {kind}")
    print(f"{len(names):,} repairs, {len(wrong)} contradicted")
    for name, apart, before, after, expected in wrong[:5]:
        print(f"  {name}: {apart:.3f} m² apart: {before.wkt[:300]}\n    coterm {after.wkt[:300]}\n    GEOS {expected.wkt[:300]}")
    rare = [kind for kind, least in LEAST.items() if counts[kind] < least]
    if rare:
        print(f"  contradicted: too few of {', '.join(rare)}")
    return int(bool(wrong or rare))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
