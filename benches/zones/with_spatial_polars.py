"""Spatial Polars: its spatial join, which is Shapely's tree on one core, then `group_by` of Polars."""

import polars as pl
from spatial_polars import SpatialFrame, read_geoparquet


def join(points, zones, out):
    """Joins the points to the zones, so that the zones are prepared and the points are indexed."""
    areas = read_geoparquet(zones).select("code", "geometry")
    frame = SpatialFrame.from_point_coords(pl.read_parquet(points, columns=["lon", "lat", "value"]), "lon", "lat")
    pairs = areas.spatial.join(frame, how="inner", predicate="contains")
    stats = pairs.lazy().group_by("code").agg(count=pl.len().cast(pl.Int64), mean=pl.col("value").mean()).collect()
    result = areas.select("code").join(stats, on="code", how="left").sort("code")
    result.with_columns(pl.col("count").fill_null(0)).write_parquet(out)
