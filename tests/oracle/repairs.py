"""Compares what coterm makes of footprints that are not valid with GEOS.

Official boundaries must cover the ground that `make_valid` covers, to a square metre. Random footprints,
whose rings often run along each other, must cover the ground that is enclosed by an odd number of rings,
but for the rounding of crossings to the millimetre: GEOS divides the ground along the rings, and the
rings around each piece are counted here. Rings that are there twice count once.
"""

import json
import sys
from collections import Counter
from pathlib import Path

import numpy
import shapely
from check import areas_of

# Random footprints of which every STEP-th is checked, and how few would prove little.
STEP = 3
LEAST = 3_000


def ground(geometry):
    """The polygons of a geometry; make_valid also returns lines and points."""
    return shapely.union_all([part for part in shapely.get_parts(geometry) if part.area > 0])


def is_odd(point, corners):
    """Whether a line from a point to the east crosses a ring an odd number of times."""
    x, y = point
    (x0, y0), (x1, y1) = corners[:-1].T, corners[1:].T
    spans = (y0 > y) != (y1 > y)
    with numpy.errstate(divide="ignore", invalid="ignore"):
        crossing = x0 + (y - y0) / (y1 - y0) * (x1 - x0)
    return numpy.count_nonzero(spans & (crossing > x)) % 2 == 1


def enclosed_oddly(footprint):
    """The ground that an odd number of rings encloses."""
    rings = shapely.get_rings(shapely.get_parts(footprint))
    # The same ring in another order has the same normal form as a line without direction.
    same = {shapely.normalize(shapely.polygons(ring)).wkt: ring for ring in rings}
    rings = list(same.values())
    faces = shapely.get_parts(shapely.polygonize([*shapely.get_parts(shapely.union_all(rings))]))
    corners = [shapely.get_coordinates(ring) for ring in rings]
    odd = []
    for face in faces:
        point = shapely.get_coordinates(shapely.point_on_surface(face))[0]
        if sum(is_odd(point, ring) for ring in corners) % 2 == 1:
            odd.append(face)
    return shapely.union_all(odd)


def main(folder):
    names = json.loads((folder / "repairs.json").read_text())
    broken, repaired = areas_of(folder / "broken.wkb"), areas_of(folder / "repaired.wkb")
    assert len(names) == len(broken) == len(repaired)
    counts, wrong = Counter(), []
    for number, (name, before, after) in enumerate(zip(names, broken, repaired)):
        kind = name.split()[0]
        if kind == "random" and number % STEP:
            continue
        counts[kind] += 1
        if kind == "random":
            expected, limit = enclosed_oddly(before), 0.001 * before.length
        else:
            expected, limit = ground(shapely.make_valid(before)), 1.0
        apart = after.symmetric_difference(expected).area
        if not after.is_valid or apart > limit:
            wrong.append(f"{name}: {apart:.3f} m² apart: {before.wkt[:400]}")
    kinds = ", ".join(f"{count:,} of {kind}" for kind, count in counts.items())
    print(f"{sum(counts.values()):,} repairs ({kinds}), {len(wrong)} contradicted")
    for one in wrong[:5]:
        print(f"  {one}")
    if counts["random"] < LEAST:
        print(f"  contradicted: there are fewer than {LEAST} random footprints")
    return int(bool(wrong) or counts["random"] < LEAST)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
