"""GeoPandas: `sjoin`; and the same by hand with Shapely, in pieces."""

import multiprocessing
import os

import geopandas
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import shapely

COLUMNS = ["lon", "lat", "value"]
# Row groups that are joined at once.
AT_ONCE = 4


def sjoin(points, zones, out):
    """Joins all points at once, as is usual; with `within`, which is the fastest, the points are indexed."""
    areas = read(zones)
    frame = pq.read_table(points, columns=COLUMNS).to_pandas()
    geometry = geopandas.points_from_xy(frame.lon, frame.lat)
    frame = geopandas.GeoDataFrame(frame[["value"]], geometry=geometry, crs=areas.crs)
    pairs = geopandas.sjoin(frame, areas[["geometry"]], predicate="within")
    write([pairs.groupby("index_right")["value"].agg(["size", "sum"])], areas, out)


def in_pieces(points, zones, out):
    """Looks up pieces of the points in an index of prepared zones, in one process for each core.

    Threads win nothing, since they wait for one lock.
    """
    areas = read(zones)
    index = Index(areas.geometry.to_numpy())
    groups = range(pq.ParquetFile(points).num_row_groups)
    pieces = [(points, groups[first : first + AT_ONCE]) for first in groups[::AT_ONCE]]
    # The processes are forked, and so share the index.
    with multiprocessing.get_context("fork").Pool(os.cpu_count(), keep, [index]) as pool:
        sums = pool.starmap(piece, pieces, chunksize=1)
    write(sums, areas, out)


class Index:
    def __init__(self, geometry):
        self.geometry = geometry
        shapely.prepare(geometry)
        self.tree = shapely.STRtree(geometry)

    def sums(self, lon, lat, value):
        """Counts the points of each zone, and adds up their values."""
        point, area = self.tree.query(shapely.points(lon, lat))
        order = np.argsort(area, kind="stable")
        point, area = point[order], area[order]
        inside = shapely.contains_xy(self.geometry[area], lon[point], lat[point])
        pairs = pd.DataFrame({"area": area[inside], "value": value[point[inside]]})
        return pairs.groupby("area")["value"].agg(["size", "sum"])


def keep(given):
    global index
    index = given


def piece(points, groups):
    table = pq.ParquetFile(points).read_row_groups(list(groups), columns=COLUMNS, use_threads=False)
    return index.sums(*(table[name].to_numpy() for name in COLUMNS))


def read(zones):
    return geopandas.read_parquet(zones, columns=["code", "geometry"])


def write(parts, areas, out):
    sums = pd.concat(parts).groupby(level=0).sum().reindex(range(len(areas)))
    count = sums["size"].fillna(0).astype("int64")
    result = pd.DataFrame({"code": areas["code"], "count": count, "mean": sums["sum"] / sums["size"]})
    result.sort_values("code").to_parquet(out, index=False)
