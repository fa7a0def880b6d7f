"""PostGIS: a join in bulk, and one prepared query for each point.

`run.sh` starts a server and names it in COTERM_BENCH_POSTGIS. Areas are used as they are, and also
cut up by ST_Subdivide, as is usual for large areas.
"""

import os
from pathlib import Path

import psycopg

POINTS_ONE_BY_ONE = 2_000


def connect():
    where = os.environ.get("COTERM_BENCH_POSTGIS")
    if not where:
        raise RuntimeError("not installed, and not to be had from Debian's packages here")
    return psycopg.connect(where, autocommit=True)


def version():
    with connect() as database:
        database.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        server, postgis = database.execute("SELECT current_setting('server_version'), postgis_lib_version()").fetchone()
        return f"PostgreSQL {server.split()[0]}, PostGIS {postgis}"


def methods(wkb):
    database = connect()
    database.execute("DROP TABLE IF EXISTS whole, cut")
    database.execute("CREATE UNLOGGED TABLE whole (area int, geom geometry)")
    with database.cursor().copy("COPY whole FROM STDIN") as copy:
        for area, shape in enumerate(wkb):
            copy.write_row((area, shape.hex()))
    database.execute("CREATE UNLOGGED TABLE cut AS SELECT area, ST_Subdivide(geom, 128) AS geom FROM whole")
    for table in ("whole", "cut"):
        index(database, table)

    def bulk(table, index_points):
        def load(points):
            load_points(database, points)

            def ask():
                database.execute("DROP TABLE IF EXISTS answer")
                if index_points:
                    database.execute("DROP INDEX IF EXISTS points_geom_idx")
                    database.execute("CREATE INDEX ON points USING gist (geom)")
                database.execute(
                    "CREATE UNLOGGED TABLE answer AS SELECT point, area FROM points"
                    f" JOIN {table} ON ST_Intersects({table}.geom, points.geom)"
                )
                return lambda: columns(database.execute("SELECT point, area FROM answer").fetchall())

            return ask

        return load

    def one_by_one(table):
        query = f"SELECT area FROM {table} WHERE ST_Intersects(geom, ST_Point(%b::float8, %b::float8)) LIMIT 1"

        def load(points):
            points = points.tolist()

            def ask():
                rows = [database.execute(query, point, prepare=True).fetchone() for point in points]
                return columns([(point, row[0]) for point, row in enumerate(rows) if row])

            return ask

        return load

    yield "PostGIS join", bulk("whole", False), None
    yield "PostGIS join, points indexed", bulk("whole", True), None
    yield "PostGIS join, ST_Subdivide", bulk("cut", False), None
    yield "PostGIS join, ST_Subdivide, points indexed", bulk("cut", True), None
    yield "PostGIS prepared query a point", one_by_one("whole"), POINTS_ONE_BY_ONE
    yield "PostGIS prepared query a point, ST_Subdivide", one_by_one("cut"), POINTS_ONE_BY_ONE


def load_points(database, points):
    database.execute("DROP TABLE IF EXISTS points")
    database.execute("CREATE UNLOGGED TABLE points (point int, x float8, y float8)")
    with database.cursor().copy("COPY points FROM STDIN") as copy:
        for point, (x, y) in enumerate(points.tolist()):
            copy.write_row((point, x, y))
    database.execute("ALTER TABLE points ADD geom geometry")
    database.execute("UPDATE points SET geom = ST_Point(x, y)")
    database.execute("VACUUM ANALYZE points")


def index(database, table):
    database.execute(f"CREATE INDEX ON {table} USING gist (geom)")
    database.execute(f"VACUUM ANALYZE {table}")


def columns(pairs):
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def overlays(*layers):
    """Yields ways to intersect two layers: name, cores, clock of processor time, and function."""
    database = connect()
    database.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    for name, layer in zip(("a", "b"), layers):
        database.execute(f"DROP TABLE IF EXISTS {name}")
        database.execute(f"CREATE UNLOGGED TABLE {name} (area int, geom geometry)")
        with database.cursor().copy(f"COPY {name} FROM STDIN") as copy:
            for area, shape in enumerate(layer):
                copy.write_row((area, shape.hex()))
        # Invalid areas are taken by the even-odd rule, as coterm takes them.
        database.execute(f"UPDATE {name} SET geom = ST_MakeValid(geom, 'method=linework') WHERE NOT ST_IsValid(geom)")
        index(database, name)
    backend = Path(f"/proc/{database.info.backend_pid}/schedstat")

    def worked():
        return int(backend.read_text().split()[0]) / 1e9

    def intersection():
        database.execute("DROP TABLE IF EXISTS common")
        database.execute(
            "CREATE UNLOGGED TABLE common AS SELECT a.area AS one, b.area AS other,"
            " ST_Area(ST_Intersection(a.geom, b.geom)) AS m2 FROM a JOIN b ON a.geom && b.geom"
        )
        return lambda: list(zip(*database.execute("SELECT one, other, m2 FROM common").fetchall()))

    yield "PostGIS ST_Intersection", 1, worked, intersection
