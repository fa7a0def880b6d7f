"""Made-up points in longitude and latitude: the same ones in every run, and 1 in 20 that is nowhere."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

# West, south, east and north, in degrees: most of the region of the data in the program, and of England.
REGION = (-3.4, 53.5, -2.0, 55.0)
ENGLAND = (-3.2, 50.6, 0.4, 55.0)

SCHEMA = "id long, lon double, lat double, value double, note string"
PLACE = ("--lonlat-columns", "lon,lat")
# Outcomes that some rows must have.
STATUSES = {"ok", "outside", "outside-britain", "not-a-number", "empty"}

# Each stands in 1 row of 200: not a number, beyond the globe, longitude and latitude exchanged, in the
# Irish Sea, in Glasgow, at Land's End from where the region is far. Then without longitude, latitude or both.
BAD = np.array([
    (np.nan, 54.0), (np.inf, 54.0), (200.0, 54.0), (-2.7, 95.0), (53.8, -2.7), (-4.1, 53.95), (-4.2, 55.9),
    (-5.7, 50.07), (0.0, 54.0), (-2.7, 0.0), (0.0, 0.0),
])  # fmt: skip
WITHOUT_LONGITUDE, WITHOUT_LATITUDE = (8, 10), (9, 10)
NOTES = pa.array([None, "", "a note", "Ynys Môn, \"quoted\"\nand in two lines"])

BLOCK = 20_000


def block(start, rows, box):
    """Rows from a number on; every block has random numbers of its own."""
    random = np.random.default_rng(start)
    west, south, east, north = box
    lon, lat = random.uniform(west, east, rows), random.uniform(south, north, rows)
    kind = random.integers(0, 200, rows)
    bad = kind < len(BAD)
    lon[bad], lat[bad] = BAD[kind[bad]].T
    numbers = np.arange(start, start + rows)
    return pa.table({
        "id": numbers,
        "lon": pa.array(lon, mask=np.isin(kind, WITHOUT_LONGITUDE)),
        "lat": pa.array(lat, mask=np.isin(kind, WITHOUT_LATITUDE)),
        "value": random.normal(size=rows),
        "note": NOTES.take(pa.array(numbers % len(NOTES))),
    })  # fmt: skip


def write(path, rows, box):
    """Writes the points, a row group for each block."""
    with pq.ParquetWriter(path, block(0, 1, box).schema) as writer:
        for start in range(0, rows, BLOCK):
            writer.write_table(block(start, min(BLOCK, rows - start), box))
