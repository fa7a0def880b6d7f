"""The contenders: coterm-sql and its query, and each way of other software to count points by zone."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Contender:
    software: str  # as in with_SOFTWARE.py
    way: str  # the function of that file
    title: str

    @property
    def name(self):
        return f"{self.software}-{self.way}"


COTERM = Contender("coterm", "sql", "coterm-sql")
CONTENDERS = [
    COTERM,
    Contender("sedonadb", "inner", "SedonaDB, inner join"),
    Contender("sedonadb", "left", "SedonaDB, left join"),
    Contender("pycanopy", "auto", "PyCanopy"),
    Contender("duckdb", "inner", "DuckDB, inner join"),
    Contender("duckdb", "ordered", "DuckDB, left join with the points indexed"),
    Contender("geopandas", "sjoin", "GeoPandas, `sjoin` of all points"),
    Contender("geopandas", "in_pieces", "GeoPandas and Shapely, in pieces on all cores"),
    Contender("spatial_polars", "join", "spatial-polars"),
]
PACKAGES = {
    "sedonadb": ["sedonadb"],
    "pycanopy": ["pycanopy", "polars"],
    "duckdb": ["duckdb", "duckdb-extension-spatial"],
    "geopandas": ["geopandas", "shapely"],
    "spatial_polars": ["spatial-polars"],
}

QUERY = """
    SELECT z.code, coalesce(p.count, 0) AS count, p.mean
    FROM areas('zones-2011') AS z LEFT JOIN (
        SELECT area_at_lonlat('zones', lon, lat) AS code, count(*) AS count, avg(value) AS mean
        FROM '{points}' GROUP BY 1
    ) AS p ON z.code = p.code
    ORDER BY z.code"""
