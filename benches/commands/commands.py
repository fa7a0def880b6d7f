"""Benchmark: what do whole commands cost, from their start to their end?

    python3 commands.py COTERM RECORDS DATA [ENGLAND]

COTERM is the program, DATA and ENGLAND are data folders. Adds figures to RECORDS.
"""

import csv
import gzip
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

QUICK = os.environ.get("QUICK", "0") not in ("", "0")
TURNS = 3 if QUICK else 7
ROWS = 200_000 if QUICK else 4_000_000


def main(coterm, records, *folders):
    with open(records, "a") as out:
        for extent, folder in zip(["default", "England"], folders):
            if Path(folder).is_dir():
                add(out, cold_start(coterm, extent, folder))
        for figure in compare(coterm, folders[0]):
            add(out, figure)
        for rows in [ROWS // 8, ROWS]:
            add(out, bulk(coterm, folders[0], rows))


def cold_start(coterm, extent, folder):
    """Measures a lookup by a process that is started for it."""
    command = [coterm, "--data", folder, "lookup", "LA1 4YW", "--on", "2022-06-30", "--json"]
    run(command)
    taken = [run(command) for _ in range(TURNS)]
    return {
        "kind": "cold start",
        "data": extent,
        "seconds": statistics.median(seconds for seconds, _, _ in taken),
        "cpu_seconds": statistics.median(cpu for _, cpu, _ in taken),
        "bytes": max(peak for _, _, peak in taken),
    }


def compare(coterm, folder):
    """Measures a report on two layers, in HTML; yields nothing if the program cannot compare."""
    layers = ["place-2022", "utla-2023"]
    with tempfile.TemporaryDirectory() as work:
        command = [coterm, "--data", folder, "compare", *layers, "--format", "html", "-o", Path(work) / "report.html"]
        if subprocess.run([coterm, "compare", "--help"], capture_output=True).returncode:
            print("left out: compare (not in this program)", file=sys.stderr)
            return
        run(command)
        taken = [run(command) for _ in range(TURNS)]
    yield {
        "kind": "compare",
        "layers": " ".join(layers),
        "seconds": statistics.median(seconds for seconds, _, _ in taken),
        "cpu_seconds": statistics.median(cpu for _, cpu, _ in taken),
        "bytes": max(peak for _, _, peak in taken),
    }


def bulk(coterm, folder, rows):
    """Measures a CSV of postcodes in random order, to a CSV with the areas of all families."""
    with gzip.open(Path(folder) / "postcodes.csv.gz", "rt") as text:
        postcodes = [row["postcode"] for row in csv.DictReader(text)]
    chosen = random.Random(1)
    with tempfile.TemporaryDirectory() as work:
        source, result = Path(work) / "in.csv", Path(work) / "out.csv"
        with source.open("w") as out:
            out.write("id,postcode,age\n")
            for number in range(rows):
                out.write(f"{number},{chosen.choice(postcodes)},{number % 100}\n")
        command = [coterm, "--data", folder, "bulk", source, "--on", "2022-06-30", "-o", result]
        taken = [run(command) for _ in range(3)]
    seconds = statistics.median(seconds for seconds, _, _ in taken)
    return {
        "kind": "bulk",
        "rows": rows,
        "seconds": seconds,
        "cpu_seconds": statistics.median(cpu for _, cpu, _ in taken),
        "rows_per_second": rows / seconds,
        "bytes": max(peak for _, _, peak in taken),
    }


def run(command):
    """Runs a command; returns seconds, seconds of processor time, and maximum memory in bytes."""
    start = time.perf_counter()
    child = os.posix_spawn(command[0], [str(word) for word in command], os.environ, file_actions=quiet())
    _, status, used = os.wait4(child, 0)
    seconds = time.perf_counter() - start
    if status:
        sys.exit(f"{command} failed")
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024


def quiet():
    return [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)]


def add(out, record):
    line = json.dumps(record)
    print(line, file=sys.stderr)
    out.write(line + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
