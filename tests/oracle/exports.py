"""Checks the files of `coterm export` with other software that reads them:

- pyarrow reads GeoParquet, whose metadata PROJ and GEOS understand, and finds the codes, names and days
  of each area, and its geometry bit for bit;
- GDAL reads KML, and finds the names and the same longitudes and latitudes as in GeoParquet.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as parquet
import pyogrio.raw
import shapely

LAYERS = ["place-2022", "lad-2023", "lsoa-2011"]


def areas_of(path):
    data, at, areas = path.read_bytes(), 0, []
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "little")
        areas.append(data[at + 4 : at + 4 + length])
        at += 4 + length
    return areas


def export(path, *arguments):
    command = [os.environ["COTERM_BIN"], "export", *arguments, "-o", path]
    subprocess.run(command, check=True)


def table_of(folder, layer, crs):
    path = folder / f"{layer}.parquet"
    export(path, layer, "--crs", crs)
    table = parquet.read_table(path)
    geo = json.loads(table.schema.metadata[b"geo"])
    assert geo["version"] == "1.1.0" and geo["primary_column"] == "geometry"
    about = geo["columns"]["geometry"]
    geometries = shapely.from_wkb(table["geometry"].to_numpy())
    assert about["encoding"] == "WKB"
    assert about["bbox"] == shapely.total_bounds(geometries).tolist()
    assert about["geometry_types"] == ["MultiPolygon"]
    assert {geometry.geom_type for geometry in geometries} == {"MultiPolygon"}
    return table, about, geometries


def main():
    folder = Path(sys.argv[1])
    for layer in LAYERS:
        table, about, _ = table_of(folder, layer, "EPSG:27700")
        assert about["crs"]["id"] == {"authority": "EPSG", "code": 27700}
        assert table["geometry"].to_pylist() == areas_of(folder / f"{layer}.wkb"), layer
        codes, names = table["code"].to_pylist(), table["name"].to_pylist()
        assert codes == sorted(codes) and all(names)
        assert str(table.schema.field("valid_from").type) == "date32[day]"

        _, about, degrees = table_of(folder, layer, "EPSG:4326")
        assert "crs" not in about
        kml = folder / f"{layer}.kml"
        export(kml, layer)
        meta, _, geometries, fields = pyogrio.raw.read(kml)
        fields = dict(zip(meta["fields"], fields))
        assert meta["crs"] == "EPSG:4326"
        assert list(fields["Name"]) == names
        read = shapely.force_2d(shapely.from_wkb(geometries))
        assert (shapely.normalize(read) == shapely.normalize(degrees)).all(), layer
    print(f"exports: {len(LAYERS)} layers are read alike from GeoParquet and KML")


main()
