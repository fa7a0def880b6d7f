"""Shapely: GEOS with a tree over the areas or over the points."""

import os
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import shapely


def version():
    return f"shapely {shapely.__version__}, GEOS {shapely.geos_version_string}"


def methods(wkb):
    areas = shapely.from_wkb(wkb)
    shapely.prepare(areas)
    tree = shapely.STRtree(areas)

    def tree_of_areas(points):
        points = shapely.points(points)
        return lambda: tree.query(points, predicate="within")

    def tree_of_points(points):
        points = shapely.points(points)
        return lambda: shapely.STRtree(points).query(areas, predicate="contains")[::-1]

    def prepared(points):
        shapes, x, y = shapely.points(points), points[:, 0].copy(), points[:, 1].copy()

        def ask():
            at, area = tree.query(shapes)
            inside = shapely.contains_xy(areas[area], x[at], y[at])
            return at[inside], area[inside]

        return ask

    yield "shapely STRtree.query(within)", tree_of_areas, None
    yield "shapely STRtree of the points, contains", tree_of_points, None
    yield "shapely STRtree + prepared contains_xy", prepared, None


def overlays(*layers):
    """Yields ways to intersect two layers: name, cores, clock of processor time, and function."""
    a, b = (valid(shapely.from_wkb(wkb)) for wkb in layers)
    tree = shapely.STRtree(b)
    shapely.prepare(a)

    def areas(one, other):
        return shapely.area(shapely.intersection(a[one], b[other]))

    def envelopes():
        one, other = tree.query(a)
        return one, other, areas(one, other)

    def prepared():
        one, other = tree.query(a, predicate="intersects")
        found = np.empty(len(one))
        within = shapely.contains_properly(a[one], b[other])
        found[within] = shapely.area(b[other[within]])
        found[~within] = areas(one[~within], other[~within])
        return one, other, found

    def on_all_cores():
        one, other = tree.query(a)
        parts = [slice(start, start + 16) for start in range(0, len(one), 16)]
        found = pool.map(lambda part: areas(one[part], other[part]), parts)
        return one, other, np.concatenate(list(found))

    yield "shapely STRtree + intersection", 1, time.thread_time, envelopes
    yield "shapely STRtree + prepared + intersection", 1, time.thread_time, prepared
    cores = os.cpu_count()
    allowed = os.sched_getaffinity(0)
    with ThreadPoolExecutor(cores, initializer=lambda: os.sched_setaffinity(0, range(cores))) as pool:
        yield "shapely STRtree + intersection", cores, time.perf_counter, on_all_cores
    os.sched_setaffinity(0, allowed)


def valid(areas):
    """Makes invalid areas valid by the even-odd rule, as coterm takes them."""
    broken = ~shapely.is_valid(areas)
    areas[broken] = shapely.make_valid(areas[broken], method="linework")
    return areas
