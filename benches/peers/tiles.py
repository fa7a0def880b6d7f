"""Makes the same tiles with PostGIS, and writes one line of JSON per figure.

    python tiles.py INPUTS RECORDS

Before the clock starts, the areas are loaded, projected to Web Mercator and indexed. They are stored
uncompressed, so that reading them costs less. A tile has one layer of areas with code and name. It
is made by a function in the server, whose plan is cached like that of a prepared statement. The
function reads the clock before and after, so the way to a client does not count.
"""

import json
import statistics
import sys
import time
from pathlib import Path

import with_postgis
from records import add

TURNS = 3
# Metres of Web Mercator in a unit of a tile's grid at zoom 0, and the tolerance in such units
# within which coterm's lines are simplified.
UNIT, TOLERANCE = "(40075016.6855785 / 4096)", 4
BEFOREHAND = "ST_SimplifyPreserveTopology beforehand, for the zoom"
# The geometry that ST_AsMVTGeom is given. Where it is simplified, each area is simplified by
# itself. ST_SimplifyPreserveTopology is only used beforehand: used on request, it takes thirty
# times as long as ST_Simplify.
WAYS = {
    "ST_AsMVTGeom": "geom",
    "ST_Simplify": "ST_Simplify(geom, {tolerance})",
    BEFOREHAND: "geom",
}


def main(inputs, records):
    for path in sorted(Path(inputs, "tiles").glob("*.geojson")):
        try:
            add(records, {"kind": "version", "contender": "postgis", "version": with_postgis.version()})
        except Exception as error:  # the page says why it is absent
            add(records, {"kind": "tiles absent", "contender": "PostGIS", "reason": str(error).strip().splitlines()[0]})
            return
        layer = path.stem
        database = with_postgis.connect()
        load(database, path)
        compared = [tuple(map(int, line.split("/"))) for line in path.with_name("compared").read_text().split()]
        for zoom in sorted({coord[0] for coord in compared}):
            tiles = [coord for coord in compared if coord[0] == zoom]
            for way in WAYS:
                start = time.perf_counter()
                table = simplified(database, zoom) if way == BEFOREHAND else "areas"
                prepared = time.perf_counter() - start if way == BEFOREHAND else None
                functions(database, layer, table, WAYS[way].format(tolerance=tolerance("zoom")))
                add(records, {
                    "kind": "tile", "layer": layer, "zoom": zoom, "contender": f"PostGIS {way}",
                    "prepared_s": prepared, **measured(database, tiles),
                })


def load(database, path):
    """Loads the areas of a file from longitude and latitude, projected to Web Mercator."""
    database.execute("DROP TABLE IF EXISTS areas")
    database.execute("CREATE UNLOGGED TABLE areas (code text, name text, geom geometry)")
    database.execute("ALTER TABLE areas ALTER geom SET STORAGE EXTERNAL")
    for feature in json.loads(path.read_text())["features"]:
        said = feature["properties"]
        shape = "ST_Transform(ST_SetSRID(ST_GeomFromGeoJSON(%s), 4326), 3857)"
        database.execute(f"INSERT INTO areas VALUES (%s, %s, {shape})", [said["code"], said["name"], json.dumps(feature["geometry"])])
    with_postgis.index(database, "areas")


def tolerance(zoom):
    return f"{TOLERANCE} * {UNIT} / (1 << {zoom})"


def simplified(database, zoom):
    """Makes a table of the areas, simplified for a zoom."""
    table = f"areas_{zoom}"
    database.execute(f"DROP TABLE IF EXISTS {table}")
    database.execute(f"CREATE UNLOGGED TABLE {table} (LIKE areas INCLUDING STORAGE)")
    database.execute(f"INSERT INTO {table} SELECT code, name, ST_SimplifyPreserveTopology(geom, {tolerance(zoom)}) FROM areas")
    with_postgis.index(database, table)
    return table


def functions(database, layer, table, shape):
    drawn = f"""SELECT code, name, ST_AsMVTGeom({shape}, ST_TileEnvelope(zoom, col, line), 4096, 64) AS geom
        FROM {table} WHERE {table}.geom && ST_TileEnvelope(zoom, col, line, margin => 64.0 / 4096)"""
    database.execute("DROP FUNCTION IF EXISTS tile, flaws")
    database.execute(f"""
        CREATE FUNCTION tile(zoom int, col int, line int, OUT bytes int, OUT us float8) LANGUAGE plpgsql AS $$
        DECLARE start timestamptz := clock_timestamp(); made bytea;
        BEGIN
            SELECT ST_AsMVT(drawn, '{layer}', 4096, 'geom') INTO made FROM ({drawn}) AS drawn WHERE drawn.geom IS NOT NULL;
            us := extract(epoch FROM clock_timestamp() - start) * 1e6;
            bytes := length(made);
        END $$""")
    # Overlaps (ground in two areas) and gaps (ground in none, surrounded by some), in square units
    # of a tile's grid.
    database.execute(f"""
        CREATE FUNCTION flaws(zoom int, col int, line int, OUT invalid bigint, OUT twice float8, OUT nowhere float8) LANGUAGE sql AS $$
            SELECT invalid, coalesce(apart - ST_Area(whole), 0), (SELECT coalesce(sum(ST_Area(ring.geom)), 0)
                FROM ST_Dump(whole) AS part, ST_DumpRings(part.geom) AS ring WHERE ring.path[1] > 0)
            FROM (SELECT count(*) FILTER (WHERE NOT ST_IsValid(geom)) AS invalid, sum(ST_Area(geom)) AS apart, ST_Union(ST_MakeValid(geom)) AS whole
                FROM ({drawn}) AS drawn) AS counted $$""")


def measured(database, tiles):
    ask = "SELECT bytes, us FROM tile(%s, %s, %s)"
    sizes = [database.execute(ask, tile, prepare=True).fetchone()[0] for tile in tiles]
    turns = [[database.execute(ask, tile, prepare=True).fetchone()[1] for tile in tiles] for _ in range(TURNS)]
    us = sorted(statistics.median(turn) for turn in zip(*turns))
    flaws = [database.execute("SELECT * FROM flaws(%s, %s, %s)", tile).fetchone() for tile in tiles]
    return {
        "tiles": len(tiles),
        "turns": TURNS,
        "p50_us": us[len(us) // 2],
        "all_p99_us": us[len(us) * 99 // 100],
        "bytes": sum(sizes),
        "invalid_areas": sum(flaw[0] for flaw in flaws),
        "tiles_with_overlaps": sum(flaw[1] > 0.01 for flaw in flaws),
        "tiles_with_gaps": sum(flaw[2] > 0.01 for flaw in flaws),
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
