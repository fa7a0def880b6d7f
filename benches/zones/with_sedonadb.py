"""SedonaDB: a spatial join in SQL, on all cores."""

import os

import sedonadb

POINT = "ST_SetCrs(ST_Point(p.lon, p.lat), 'OGC:CRS84')"


def inner(*files):
    """Groups the pairs of an inner join, and adds the zones without points."""
    query(
        f"""
        SELECT z.code, COALESCE(s.count, 0) AS count, s.mean
        FROM zones z LEFT JOIN (
            SELECT z.code, COUNT(*) AS count, AVG(p.value) AS mean
            FROM points p JOIN zones z ON ST_Within({POINT}, z.geometry)
            GROUP BY z.code
        ) s ON z.code = s.code
        ORDER BY z.code""",
        *files,
    )


def left(*files):
    """Runs query 10 of SpatialBench: one left join."""
    query(
        f"""
        SELECT z.code, COUNT(p.id) AS count, AVG(p.value) AS mean
        FROM zones z LEFT JOIN points p ON ST_Within({POINT}, z.geometry)
        GROUP BY z.code ORDER BY z.code""",
        *files,
    )


def query(sql, points, zones, out):
    sedona = sedonadb.connect()
    sedona.sql(f"SET datafusion.execution.target_partitions = {os.cpu_count()}").execute()
    sedona.read_parquet(points).to_view("points")
    sedona.read_parquet(zones).to_view("zones")
    sedona.sql(sql).to_parquet(out, single_file_output=True)
