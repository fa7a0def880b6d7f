"""Writes the made areas that the program `export` wrote as GeoParquet, in metres of EPSG:27700.

    python made.py AREAS.wkb OUT.parquet
"""

import sys
from pathlib import Path

import geopandas
import shapely
from inputs import wkb_of

areas, out = sys.argv[1:]
geometry = shapely.from_wkb(wkb_of(Path(areas)))
codes = [f"A{number:05}" for number in range(len(geometry))]
geopandas.GeoDataFrame({"code": codes, "name": codes}, geometry=geometry, crs="EPSG:27700").to_parquet(out, index=False)
