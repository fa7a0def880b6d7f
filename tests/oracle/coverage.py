"""Compares coterm's findings on how a layer's areas fit together with shapely: which areas have edges
that do not match, which are not valid, and how much ground is in several areas, or is enclosed and
in none.

Known differences, each of which is counted and must be one of these:

- An area that contains another: GEOS flags only the edges of the inner one, coterm says that both
  overlap.
- An area that is not valid in itself (on this both must agree): GEOS's coverage functions expect
  valid areas, so their findings on it and its neighbours are ignored.
"""

import json
import sys
from pathlib import Path

import numpy as np
import shapely
from check import areas_of

SQUARE_METRES = 0.01


def neighbours_of(areas, positions):
    chosen = sorted(positions)
    _, near = shapely.STRtree(areas).query(areas[chosen], predicate=None)
    return set(near.tolist())


def holes_m2(ground):
    """Square metres that the ground encloses and does not cover: holes, without islands in them."""
    shells = shapely.polygons(shapely.get_exterior_ring(shapely.get_parts(ground)))
    return shapely.area(shapely.union_all(shells)) - shapely.area(ground)


def is_wrong(name, areas, said):
    flagged = set(np.flatnonzero(~shapely.is_empty(shapely.coverage_invalid_edges(areas))).tolist())
    invalid = set(np.flatnonzero(~shapely.is_valid(areas)).tolist())
    ours = set(said["flagged"])
    unasked = neighbours_of(areas, invalid) if invalid else set()
    different = (flagged ^ ours) - unasked
    around = {at for at in different & ours if any(at != other and areas[at].contains(areas[other])
                                                   for other in ours)}
    different -= around
    mended = shapely.make_valid(areas)
    union = shapely.union_all(mended)
    # Ground that k areas claim is in the sum k times.
    twice = shapely.area(mended).sum() - shapely.area(union)
    holes = holes_m2(union)
    print(f"{name:40} {len(areas):6,} areas: {len(flagged):5} flagged, {len(invalid):3} not valid,"
          f" {twice:14.2f} m² claimed again, {holes:14.2f} m² left out;"
          f" {len(around)} around others, {len((flagged ^ ours) & unasked)} beside invalid ones")
    claims = {
        f"the same areas are flagged, but for {sorted(different)[:9]}": not different,
        f"the same areas are not valid, {sorted(invalid ^ set(said['invalid']))[:9]}": invalid == set(said["invalid"]),
    }
    if not invalid:
        claims[f"as much is claimed twice, {said['overlap_m2']}"] = (
            abs(twice - said["overlap_m2"]) <= SQUARE_METRES + 1e-6 * twice)
        claims[f"as much is left out, {said['gap_m2']}"] = (
            abs(holes - said["gap_m2"]) <= SQUARE_METRES * len(areas) + 1e-6 * holes)
    return [claim for claim, holds in claims.items() if not holds]


def main(folder):
    said = json.loads((folder / "coverage.json").read_text())
    failed = len(said) < 10
    flagged = 0
    for name, one in said.items():
        wrong = is_wrong(name, areas_of(folder / f"{name}.wkb"), one)
        flagged += len(one["flagged"])
        failed |= bool(wrong)
        for claim in wrong:
            print(f"  contradicted: {claim}")
    # Without any flagged area the check would prove nothing.
    return int(failed or not flagged)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
