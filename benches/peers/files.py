"""Benchmark: how long does it take to read the areas of a file, and to know that they are valid?

    python3 files.py INPUTS RECORDS PROGRAMS

Whole commands, from their start to their end, on the areas of the layer made-350 as GeoJSON and as
FlatGeobuf, one after the other in turns. `coterm check` also finds out whether the areas overlap and
have gaps between them, which the others do not. Adds figures to RECORDS. A program that is missing is
recorded as absent.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from inputs import wkb_of
from records import add

LAYER = "made-350"
QUICK = os.environ.get("QUICK", "0") not in ("", "0")
TURNS = 3 if QUICK else 7
PANDAS = "import sys, geopandas; assert geopandas.read_file(sys.argv[1]).is_valid.all()"


def main(inputs, records, programs):
    source = Path(inputs) / LAYER / "areas.wkb"
    if not source.is_file():
        return
    with tempfile.TemporaryDirectory() as work:
        for name, extension in [("GeoJSON", "geojson"), ("FlatGeobuf", "fgb")]:
            path = Path(work) / f"areas.{extension}"
            vertices = write(path, name, wkb_of(source))
            for contender, seconds in measured(path, Path(work), programs, records):
                add(records, {"kind": "file", "format": name, "contender": contender, "seconds": seconds, "vertices": vertices})


def write(path, driver, wkb):
    """Writes the areas with GDAL, in metres of EPSG:27700; returns the number of vertices."""
    import geopandas
    import shapely

    areas = shapely.from_wkb(wkb)
    codes = [f"A{number:05}" for number in range(len(areas))]
    options = {"RFC7946": "NO", "COORDINATE_PRECISION": "3"} if driver == "GeoJSON" else {}
    table = geopandas.GeoDataFrame({"code": codes}, geometry=areas, crs="EPSG:27700")
    table.to_file(path, driver=driver, engine="pyogrio", **options)
    return int(shapely.get_num_coordinates(areas).sum())


def measured(path, work, programs, records):
    """Yields each program and the median of its times. Turns alternate, so that all meet the same load."""
    result = work / "result.fgb"
    commands = {
        "coterm check": [Path(programs) / "coterm", "check", path, "--code", "code"],
        "geopandas.read_file, is_valid": [sys.executable, "-c", PANDAS, path],
    }
    if shutil.which("ogr2ogr"):
        plain = ["ogr2ogr", "-f", "FlatGeobuf", result, path]
        commands["ogr2ogr, without validation"] = plain
        commands["ogr2ogr -makevalid"] = [*plain, "-makevalid"]
    else:
        add(records, {"kind": "absent", "contender": "ogr2ogr", "reason": "it is not installed"})
    taken = {contender: [] for contender in commands}
    for turn in range(TURNS + 1):
        for contender, command in commands.items():
            result.unlink(missing_ok=True)
            start = time.perf_counter()
            done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if done.returncode:
                sys.exit(f"{contender} failed on {path}")
            # The first turn only warms the file system.
            if turn:
                taken[contender].append(time.perf_counter() - start)
    for contender, seconds in taken.items():
        yield contender, statistics.median(seconds)


if __name__ == "__main__":
    main(*sys.argv[1:])
