"""Comparison of the answers of every peer, pairs of point and area, with those of coterm."""

import numpy as np
import shapely

from inputs import NOBODY


def owners(count, points, areas):
    """Returns the first area of each point, from pairs in any order."""
    owners = np.full(count, np.iinfo("i4").max, "i4")
    np.minimum.at(owners, np.asarray(points, "i8"), np.asarray(areas, "i4"))
    owners[owners == np.iinfo("i4").max] = NOBODY
    return owners


class Referee:
    """Explains differences: GEOS tells whether a point with different answers is on a boundary."""

    def __init__(self, wkb):
        self.areas = shapely.from_wkb(wkb)
        self.tree = shapely.STRtree(self.areas)

    def difference(self, points, ours, theirs):
        """Counts the rows that differ, by the same reasons as in Rust."""
        rows = np.flatnonzero(ours != theirs)
        difference = {"on_boundary": 0, "overlap": 0, "wrong": 0}
        for row in rows:
            point = shapely.Point(points[row])
            having = self.tree.query(point, predicate="intersects")
            inside = {int(area) for area in having if self.areas[area].contains(point)}
            if len(inside) < len(having):
                difference["on_boundary"] += 1
            elif {int(ours[row]), int(theirs[row])} <= inside:
                difference["overlap"] += 1
            else:
                difference["wrong"] += 1
        return difference
