"""GeoPandas: `sjoin`."""

import geopandas
import shapely


def version():
    return f"geopandas {geopandas.__version__}"


def methods(wkb):
    areas = geopandas.GeoDataFrame(geometry=shapely.from_wkb(wkb), crs="EPSG:27700")

    def join(predicate):
        def load(points):
            shapes = shapely.points(points)

            def ask():
                # A new frame each time, because a frame keeps the tree that it builds over its
                # points.
                frame = geopandas.GeoDataFrame(geometry=shapes, crs="EPSG:27700")
                joined = geopandas.sjoin(frame, areas, predicate=predicate)
                return joined.index.to_numpy(), joined["index_right"].to_numpy()

            return ask

        return load

    yield "GeoPandas sjoin(within)", join("within"), None
    yield "GeoPandas sjoin(intersects)", join("intersects"), None
