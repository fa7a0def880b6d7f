"""Compares the areas in which coterm finds points with shapely, which shares no code with it:

- if a point is strictly inside an area, coterm finds it in that area; where areas of a layer
  overlap, in that area or in one before it;
- a point is not strictly outside the area in which coterm finds it.

On a boundary shapely does not decide, and coterm's own rule does.
"""

import sys
from pathlib import Path

import numpy as np
import shapely

NOBODY = -1


def areas_of(path):
    data, at, areas = path.read_bytes(), 0, []
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "little")
        areas.append(data[at + 4 : at + 4 + length])
        at += 4 + length
    return shapely.from_wkb(areas)


def contradictions(areas, points, owners, is_coverage):
    """Returns the positions of the points where one of the two is wrong, and how many points are strictly
    inside an area and how many on a boundary."""
    x, y = points.T
    shapely.prepare(areas)
    at, area = shapely.STRtree(areas).query(shapely.points(points))
    inside = shapely.contains_xy(areas[area], x[at], y[at])
    touched = shapely.intersects_xy(areas[area], x[at], y[at])
    owner = owners[at]
    disowned = owner != area if is_coverage else (owner == NOBODY) | (owner > area)
    not_outside = np.zeros(len(points), bool)
    not_outside[at[touched & (owner == area)]] = True
    wrong = [at[inside & disowned], np.flatnonzero((owners != NOBODY) & ~not_outside)]
    on_boundary = np.unique(at[touched & ~inside]).size
    return np.unique(np.concatenate(wrong)), np.unique(at[inside]).size, on_boundary


def main(folder):
    points = np.fromfile(folder / "points", "<f8").reshape(-1, 2)
    coverages = (folder / "coverages").read_text().split()
    layers = sorted(folder.glob("*.wkb"))
    print(f"{len(points):,} points, {len(layers)} layers; shapely {shapely.__version__}, GEOS {shapely.geos_version_string}")
    failed = not layers
    for path in layers:
        areas, owners = areas_of(path), np.fromfile(path.with_suffix(".owners"), "<i4")
        assert len(owners) == len(points)
        wrong, inside, on_boundary = contradictions(areas, points, owners, path.stem in coverages)
        print(f"{path.stem:20} {inside:9,} inside, {on_boundary:6,} on a boundary, {wrong.size} contradicted")
        for at in wrong[:5]:
            print(f"  at {points[at].tolist()} coterm says {owners[at]}")
        # With few points inside areas the check would prove nothing.
        failed |= wrong.size > 0 or inside < len(points) / 100
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
