"""DuckDB: a spatial join in SQL.

DuckDB's INSTALL downloads an extension from a host of its own; the same signed extension is also
published as a package, which is used here.
"""

from importlib.util import find_spec
from pathlib import Path

import duckdb
import pyarrow


def connect():
    package = Path(find_spec("duckdb_extension_spatial").origin).parent
    database = duckdb.connect(config={"threads": 1})
    database.load_extension(str(next(package.rglob("spatial.duckdb_extension"))))
    return database


def version():
    connect().close()
    return f"duckdb {duckdb.__version__} with spatial"


def methods(wkb):
    database = connect()
    raw = pyarrow.table({"area": range(len(wkb)), "wkb": pyarrow.array(wkb, pyarrow.binary())})
    database.sql("CREATE TABLE areas AS SELECT area, ST_GeomFromWKB(wkb) AS geom FROM raw")

    def load(points):
        raw = pyarrow.table({"point": range(len(points)), "x": points[:, 0], "y": points[:, 1]})
        database.sql("CREATE OR REPLACE TABLE points AS SELECT point, ST_Point(x, y) AS geom FROM raw")

        def ask():
            pairs = database.sql(
                "SELECT point, area FROM points JOIN areas ON ST_Intersects(areas.geom, points.geom)"
            ).fetchnumpy()
            return pairs["point"], pairs["area"]

        return ask

    yield "DuckDB spatial join", load, None
