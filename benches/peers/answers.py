"""Answers as every peer gives them, pairs of point and area, held against coterm's."""

import numpy as np
import shapely

from inputs import NOBODY


def owners(count, points, areas):
    """The first area of each point, from pairs in any order."""
    owners = np.full(count, np.iinfo("i4").max, "i4")
    np.minimum.at(owners, np.asarray(points, "i8"), np.asarray(areas, "i4"))
    owners[owners == np.iinfo("i4").max] = NOBODY
    return owners


class Referee:
    """GEOS says whether a point, about which two disagree, is on a boundary."""

    def __init__(self, wkb):
        self.areas = shapely.from_wkb(wkb)
        self.tree = shapely.STRtree(self.areas)

    def difference(self, points, ours, theirs):
        """The rows that differ, by what accounts for them, as the Rust side counts them."""
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
