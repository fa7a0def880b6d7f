"""Checks coterm's tiles and archives with other software that reads them:

- `mapbox-vector-tile` reads the same content in every tile as the Rust decoders that wrote the
  listing; every layer is version 2; exterior rings have a positive area by the surveyor's formula,
  interior ones a negative one; and GEOS finds every polygon valid, so that holes are inside and
  nothing crosses itself;
- `pmtiles` finds in the archive the tiles of the folder, and the directories and the header are as
  its specification says;
- the MBTiles file is as its specification 1.3 says, according to `sqlite3`, and has the same tiles;
- GDAL reads both, every layer with its features, properties and position.
"""

import gzip
import hashlib
import json
import sqlite3
import sys
from collections import defaultdict
from pathlib import Path

import mapbox_vector_tile
import numpy as np
import pyogrio
import shapely
from pmtiles.reader import MmapSource, Reader, all_tiles
from pmtiles.tile import Compression, TileType, deserialize_directory, zxy_to_tileid

# Zoom at which GDAL reads an archive, which takes all tiles of the zoom for each layer.
ZOOM = 7


def place_of(path):
    return tuple(map(int, path.stem.split("-")))


def parts_of(geometry):
    """Returns the parts of a geometry: polygons as lists of rings, each line or point by itself."""
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if not kind.startswith("Multi"):
        coordinates = [coordinates]
    match kind.removeprefix("Multi"):
        case "Point":
            return "point", [[[point]] for point in coordinates]
        case "LineString":
            return "line", [[line] for line in coordinates]
        case "Polygon":
            return "polygon", coordinates
    raise ValueError(kind)


def value_of(value):
    if isinstance(value, bool):
        return f"boolean {str(value).lower()}"
    return f"{'number' if isinstance(value, int) else 'string'} {value}"


def twice_area(ring):
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:]))


def read_tile(name, data, polygons):
    """Returns the lines of the listing as this decoder reads the tile, and adds its polygons."""
    lines = []
    layers = mapbox_vector_tile.decode(data, default_options={"y_coord_down": True, "geojson": True})
    for layer, read in layers.items():
        assert read["version"] == 2, f"{name} {layer} is version {read['version']}"
        text = [f"{layer} {read['version']} {read['extent']}"]
        for feature in read["features"]:
            kind, parts = parts_of(feature["geometry"])
            text.append(f"{feature['id']} {kind}")
            text += [f"{key} {value_of(value)}" for key, value in sorted(feature["properties"].items())]
            for part in parts:
                text.append("part")
                text += [" ".join(f"{x},{y}" for x, y in line) for line in part]
                if kind == "polygon":
                    assert twice_area(part[0]) > 0, f"{name} {layer}: an exterior ring winds backwards"
                    assert all(twice_area(hole) < 0 for hole in part[1:]), f"{name} {layer}: a hole winds backwards"
                    polygons.append(shapely.Polygon(part[0], part[1:]))
        sha256 = hashlib.sha256("\n".join([*text, ""]).encode()).hexdigest()
        lines.append(f"{name} {layer} {len(read['features'])} {sha256}")
    return lines


def tiles_are_read_alike(folder, tiles):
    listing = defaultdict(list)
    for line in (folder / "listing").read_text().splitlines():
        listing[line.split()[0]].append(line)
    assert set(listing) == {path.stem for path in tiles}
    polygons = []
    for path in tiles:
        assert read_tile(path.stem, path.read_bytes(), polygons) == listing[path.stem], f"{path.stem} is read otherwise"
    invalid = np.flatnonzero(~shapely.is_valid(np.array(polygons)))
    assert not invalid.size, f"not valid: {polygons[invalid[0]].wkt}"
    lines = sum(map(len, listing.values()))
    print(f"mapbox-vector-tile reads the same in {len(tiles):,} tiles, {lines:,} layers, {len(polygons):,} valid polygons")
    return {line.split()[1] for lines in listing.values() for line in lines}


def pmtiles_are_sound(path, tiles, layers):
    """Returns the tiles of the archive by z, x, y."""
    with path.open("rb") as file:
        source = MmapSource(file)
        reader = Reader(source)
        header, metadata = reader.header(), reader.metadata()
        found = dict(all_tiles(source))

        def entries(offset, length):
            for entry in deserialize_directory(source(offset, length)):
                if entry.run_length:
                    yield entry
                else:
                    yield from entries(header["leaf_directory_offset"] + entry.offset, entry.length)

        directory = list(entries(header["root_offset"], header["root_length"]))
    size = path.stat().st_size
    assert header["version"] == 3 and header["clustered"]
    assert header["root_offset"] + header["root_length"] <= 16_384, "the root directory comes first"
    assert header["leaf_directory_length"] > 0, "or leaves are not tested"
    for section in ("metadata", "leaf_directory", "tile_data"):
        assert header[f"{section}_offset"] + header[f"{section}_length"] <= size, section
    assert (header["tile_type"], header["tile_compression"]) == (TileType.MVT, Compression.GZIP)
    assert header["addressed_tiles_count"] == len(found) == sum(entry.run_length for entry in directory)
    assert header["tile_entries_count"] == len(directory)
    contents = {entry.offset: entry.length for entry in directory}
    assert header["tile_contents_count"] == len(contents)
    assert sum(contents.values()) == header["tile_data_length"], "every byte is of one tile"
    reached = 0
    for before, entry in zip([None, *directory], directory):
        assert before is None or before.tile_id + before.run_length <= entry.tile_id, "in order, each once"
        assert entry.offset <= reached, "clustered: contents in the order of the tiles"
        reached = max(reached, entry.offset + entry.length)
    zooms = {z for z, _, _ in found}
    assert (header["min_zoom"], header["max_zoom"]) == (min(zooms), max(zooms))
    assert header["min_zoom"] <= header["center_zoom"] <= header["max_zoom"]
    for axis in ("lon", "lat"):
        assert header[f"min_{axis}_e7"] < header[f"center_{axis}_e7"] < header[f"max_{axis}_e7"]
    assert {layer["id"] for layer in metadata["vector_layers"]} == layers
    in_folder = {place_of(tile): tile for tile in tiles}
    for place, tile in in_folder.items():
        assert gzip.decompress(found[place]) == tile.read_bytes(), f"{tile.stem} is another in {path.name}"
    assert all(place in in_folder for place in found if place[0] <= 10)
    print(f"pmtiles finds {len(found):,} tiles in {path.name}, {len(contents):,} of them different")
    return found, metadata


def mbtiles_are_sound(path, found, said):
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    one = lambda sql: database.execute(sql).fetchone()[0]
    assert one("PRAGMA integrity_check") == "ok"
    assert one("PRAGMA application_id") == 0x4D504258
    assert [row[1] for row in database.execute("PRAGMA table_info(metadata)")] == ["name", "value"]
    columns = [row[1] for row in database.execute("PRAGMA table_info(tiles)")]
    assert columns == ["zoom_level", "tile_column", "tile_row", "tile_data"]
    rows = database.execute("SELECT name, value FROM metadata").fetchall()
    metadata = dict(rows)
    assert len(rows) == len(metadata), "each name once"
    assert metadata["name"] and metadata["format"] == "pbf" and metadata["type"] in ("overlay", "baselayer")
    west, south, east, north = map(float, metadata["bounds"].split(","))
    lon, lat, zoom = map(float, metadata["center"].split(","))
    assert -180 <= west < lon < east <= 180 and -85.06 < south < lat < north < 85.06
    least, most = int(metadata["minzoom"]), int(metadata["maxzoom"])
    assert least <= zoom <= most
    assert json.loads(metadata["json"])["vector_layers"] == said["vector_layers"]
    for layer in said["vector_layers"]:
        assert set(layer["fields"].values()) <= {"Number", "Boolean", "String"}
    tiles = {}
    for z, column, row, data in database.execute("SELECT * FROM tiles"):
        assert least <= z <= most and 0 <= column < 2**z and 0 <= row < 2**z
        # MBTiles counts rows from the south.
        place = z, column, 2**z - 1 - row
        assert place not in tiles, f"{place} is there twice"
        tiles[place] = data
    assert {z for z, _, _ in tiles} == set(range(least, most + 1))
    assert tiles == found, "the two archives have the same tiles"
    whole = hashlib.md5()
    for z, column, row, data in database.execute("SELECT * FROM tiles ORDER BY zoom_level, tile_column, tile_row"):
        whole.update(f"{z}{column}{row}".encode() + data)
    assert metadata["agg_tiles_hash"] == whole.hexdigest().upper(), "as `mbtiles validate` has it"
    print(f"sqlite3 finds the same {len(tiles):,} tiles in {path.name}")


def gdal_reads(path, found, said):
    """Checks that GDAL reads every layer with the codes that its tiles have, in the right place."""
    codes, counts = defaultdict(set), defaultdict(int)
    for (z, _, _), data in found.items():
        if z == ZOOM:
            for layer, read in mapbox_vector_tile.decode(gzip.decompress(data)).items():
                counts[layer] += len(read["features"])
                codes[layer] |= {feature["properties"].get("code") for feature in read["features"]}
    fields = {layer["id"]: layer["fields"] for layer in said["vector_layers"]}
    assert [str(name) for name in pyogrio.list_layers(path)[:, 0]] == list(fields)
    total = 0
    for layer, described in fields.items():
        meta, _, geometry, values = pyogrio.raw.read(path, layer=layer, ZOOM_LEVEL=ZOOM)
        columns = dict(zip(meta["fields"], values))
        assert meta["crs"] == "EPSG:3857"
        assert set(columns) - {"mvt_id"} == set(described), f"{layer} has {list(columns)}"
        # GDAL leaves out features outside the tile's own square.
        assert 0 < len(geometry) <= counts[layer], f"{layer}: {len(geometry)} of {counts[layer]}"
        if "code" in described:
            assert set(columns["code"]) == codes[layer], layer
        west, south, east, north = shapely.total_bounds(shapely.from_wkb(geometry))
        assert -500_000 < west < east < 300_000 and 6_300_000 < south < north < 7_600_000, f"{layer} is not in England"
        total += len(geometry)
    print(f"GDAL {pyogrio.__gdal_version__} reads {total:,} features in {len(fields)} layers of {path.name} at zoom {ZOOM}")


def main(folder):
    tiles = sorted((folder / "tiles").iterdir(), key=place_of)
    layers = tiles_are_read_alike(folder, tiles)
    found, said = pmtiles_are_sound(folder / "tiles.pmtiles", tiles, layers)
    mbtiles_are_sound(folder / "tiles.mbtiles", found, said)
    for name in ("tiles.pmtiles", "tiles.mbtiles"):
        gdal_reads(folder / name, found, said)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
