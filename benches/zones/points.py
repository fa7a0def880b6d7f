"""Writes points in longitude and latitude, each with an id and a value from 0 to 100.

    python points.py LSOAS.parquet COUNT OUT.parquet

Half of the points are where people live: in the bounding box of an LSOA of England (each has about 1,600
residents), all LSOAs alike. The other half are spread over the land: the same, with LSOAs in proportion
to their bounding boxes. One in a hundred is anywhere in England's bounding box, mostly in the sea, in
Wales or in Scotland. All are in random order, to 7 decimals (1 cm). The points are the same each time, and
a larger file begins with those of a smaller one.
"""

import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

# Rows of a row group, which are drawn at once, so that any number of points takes the same memory.
BLOCK = 131_072
SEED = 20_110_327
COLUMNS = {"id": pa.int64(), "lon": pa.float64(), "lat": pa.float64(), "value": pa.float64()}


def main(lsoas, count, out):
    boxes = shapely.bounds(shapely.from_wkb(pq.read_table(lsoas, columns=["geometry"])["geometry"].to_numpy())).T
    schema = pa.schema([pa.field(name, kind, nullable=False) for name, kind in COLUMNS.items()])
    with pq.ParquetWriter(out, schema, compression="zstd", use_dictionary=False) as writer:
        for first in range(0, count, BLOCK):
            rows = min(BLOCK, count - first)
            columns = [np.arange(first, first + BLOCK), *drawn(boxes, first // BLOCK)]
            writer.write_table(pa.table([column[:rows] for column in columns], schema=schema), row_group_size=BLOCK)


def drawn(boxes, block):
    """Draws longitudes, latitudes and values of a whole block."""
    west, south, east, north = boxes
    random = np.random.Generator(np.random.PCG64(np.random.SeedSequence([SEED, block])))
    kind, which, u, v, value = random.random((5, BLOCK))
    # The area of a bounding box, but for a constant.
    size = (east - west) * (north - south) * np.cos(np.radians((south + north) / 2))
    by_size = np.searchsorted(np.cumsum(size) / size.sum(), which, side="right")
    lsoa = np.minimum(np.where(kind < 0.5, (which * len(size)).astype(int), by_size), len(size) - 1)
    sides = [side[lsoa] for side in boxes]
    for side, limit in zip(sides, (west.min(), south.min(), east.max(), north.max())):
        side[kind >= 0.99] = limit
    lon = sides[0] + u * (sides[2] - sides[0])
    lat = sides[1] + v * (sides[3] - sides[1])
    return np.round(lon, 7), np.round(lat, 7), np.round(100 * value, 6)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
