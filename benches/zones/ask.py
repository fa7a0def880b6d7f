"""Counts points by zone in one way of one piece of software, which `measure.py` starts as a process.

    python ask.py SOFTWARE WAY POINTS ZONES OUT

Every way reads points (id, lon, lat, value) and zones in degrees (code, geometry) from Parquet, and writes
code, count and mean to Parquet: one row for each zone, in the order of codes, and no mean where no points
are.
"""

import importlib
import sys

if __name__ == "__main__":
    software, way, *files = sys.argv[1:]
    getattr(importlib.import_module(f"with_{software}"), way)(*files)
