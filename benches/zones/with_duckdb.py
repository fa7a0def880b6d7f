"""DuckDB with its spatial extension: a spatial join in SQL, on all cores.

DuckDB's INSTALL downloads an extension from a host of its own; the same signed extension is also
published as a package, which is used here. The left join alone, as in query 10 of SpatialBench, is left
out: it lost zones without points (duckdb/duckdb-spatial, issue 871).
"""

import os
from importlib.util import find_spec
from pathlib import Path

import duckdb


def inner(*files):
    """Groups the pairs of an inner join, and adds the zones without points."""
    query(
        connect(),
        """
        SELECT z.code, COALESCE(s.count, 0) AS count, s.mean
        FROM zones z LEFT JOIN (
            SELECT z.code, COUNT(*) AS count, AVG(p.value) AS mean
            FROM points p JOIN zones z ON ST_Within(p.geom, z.geom)
            GROUP BY z.code
        ) s ON z.code = s.code
        ORDER BY z.code""",
        *files,
    )


def ordered(*files):
    """Joins the points to the zones with the points in the index, where the optimizer would swap them."""
    database = connect()
    database.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
    query(
        database,
        """
        SELECT z.code, COUNT(p.id) AS count, AVG(p.value) AS mean
        FROM zones z LEFT JOIN points p ON ST_Contains(z.geom, p.geom)
        GROUP BY z.code ORDER BY z.code""",
        *files,
    )


def connect():
    package = Path(find_spec("duckdb_extension_spatial").origin).parent
    database = duckdb.connect(config={"threads": os.cpu_count(), "preserve_insertion_order": False})
    database.load_extension(str(next(package.rglob("spatial.duckdb_extension"))))
    return database


def query(database, sql, points, zones, out):
    # The geometry of the zones has a CRS and that of the points has none, hence the casts.
    database.execute(
        f"""COPY (
            WITH points AS (SELECT id, value, ST_Point(lon, lat)::GEOMETRY AS geom FROM read_parquet('{points}')),
            zones AS (SELECT code, geometry::GEOMETRY AS geom FROM read_parquet('{zones}'))
            {sql}
        ) TO '{out}' (FORMAT parquet, COMPRESSION zstd)"""
    )
