"""Shapely: GEOS with a tree over the areas or over the points."""

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
