"""SedonaDB: a spatial join in SQL."""

from importlib.metadata import version as installed

import geopandas
import numpy as np
import sedonadb
import shapely


def version():
    return f"sedonadb {installed('sedonadb')}"


def methods(wkb):
    sedona = sedonadb.connect()
    sedona.sql("SET datafusion.execution.target_partitions = 1").execute()

    def table(name, geometry):
        frame = geopandas.GeoDataFrame({name: np.arange(len(geometry))}, geometry=geometry, crs="EPSG:27700")
        sedona.create_data_frame(frame).to_memtable().to_view(name, overwrite=True)

    table("area", shapely.from_wkb(wkb))

    def load(points):
        table("point", shapely.points(points))
        join = sedona.sql(
            "SELECT point.point, area.area FROM point JOIN area ON ST_Intersects(area.geometry, point.geometry)"
        )

        def ask():
            pairs = join.to_arrow_table()
            return pairs["point"].to_numpy(), pairs["area"].to_numpy()

        return ask

    yield "SedonaDB ST_Intersects join", load, None
