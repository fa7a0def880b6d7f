"""Measures coterm bulk, coterm-sql and a cluster on files of three sizes, and adds the figures to RECORDS.

    python measure_scale.py PROGRAMS ENGLAND WORK RECORDS SMALL MEDIUM LARGE

Seconds are of whole processes, loading of the data included, and the memory is the peak of the process. The
number of rows of each answer is checked, and so is that the largest file has the same areas one by one and
grouped. Exits with 1 if an answer is wrong.
"""

import json
import shutil
import sys
from pathlib import Path

import cluster
import measure
import pyarrow.dataset as ds
import pyarrow.parquet as pq

FAMILIES, ON = "icb,lad,lsoa", "2023-06-01"
PLACE = ["--lonlat-columns", "lon,lat"]
TURNS = 3
BY_LSOA = "SELECT area_at_lonlat('lsoa', lon, lat, '{on}') AS lsoa_code, count(*) AS count FROM '{points}' GROUP BY 1"
BY_JOINED = "SELECT CAST(lsoa_code AS text) AS lsoa_code, count(*) AS count FROM '{points}' GROUP BY 1"
READ = "SELECT count(*) AS count, avg(lon) AS lon, avg(lat) AS lat, avg(value) AS value FROM '{points}'"


class Scale:
    def __init__(self, programs, england, work, records):
        self.coterm, self.sql = (Path(programs) / name for name in ("coterm", "coterm-sql"))
        # As in `cluster.start`.
        self.data = ("--data", england)
        self.work, self.answer = work, work / "answer"
        self.records = records
        self.wrong = 0

    def run(self, work, rows, program, *arguments, answer=None, **more):
        """Runs a command; returns what it took, and whether the answer lacks rows."""
        self.clear()
        figure = measure.run([str(part) for part in (program, *arguments)], self.work / "errors")
        if "seconds" in figure and answer and rows_of(answer) != rows:
            figure = {"failed": f"{rows_of(answer):,} rows in place of {rows:,}"}
        return {"kind": "scale", "work": work, "rows": rows, **more, **figure}

    def record(self, **figure):
        self.wrong += "failed" in figure or "over" in figure
        line = json.dumps(figure)
        print(line, file=sys.stderr, flush=True)
        with open(self.records, "a") as out:
            out.write(line + "\n")

    def clear(self):
        if self.answer.is_dir():
            shutil.rmtree(self.answer)
        self.answer.unlink(missing_ok=True)

    def start(self):
        for data, chosen in (("the region", ("--data", "built-in")), ("England", self.data)):
            for _ in range(TURNS):
                self.record(**self.run("start", None, self.sql, *chosen, "SELECT 1", data=data))

    def bulk(self, points, rows):
        files = (points, "--format", "parquet", "--output", self.answer)
        options = ("--family", FAMILIES, "--on", ON, *PLACE)
        return self.run("bulk", rows, self.coterm, "bulk", *self.data, *files, *options, answer=self.answer)

    def join(self, points, rows, work="join", options=PLACE, **more):
        files = ("--input", points, "--output", self.answer)
        options = ("--families", FAMILIES, "--on", ON, *options)
        return self.run(work, rows, self.sql, "join", *self.data, *files, *options, answer=self.answer, **more)

    def query(self, work, rows, query, out):
        out.unlink(missing_ok=True)
        self.record(**self.run(work, rows, self.sql, *self.data, query, "--output", out))

    def group(self, points, rows):
        """Counts by LSOA what was joined before, and what the function says; both must be the same."""
        joined, grouped, read = (self.work / f"{name}.parquet" for name in ("joined", "grouped", "read"))
        kept = self.work / "kept"
        shutil.rmtree(kept, ignore_errors=True)
        self.answer.rename(kept)
        self.query("count what was joined", rows, BY_JOINED.format(points=kept), joined)
        shutil.rmtree(kept)
        for _ in range(TURNS):
            self.query("count by LSOA", rows, BY_LSOA.format(on=ON, points=points), grouped)
            self.query("read", rows, READ.format(points=points), read)
        lsoas = counts(grouped).keys() - {None}
        same = counts(joined) == counts(grouped) and sum(counts(joined).values()) == rows and len(lsoas) > 1000
        self.record(kind="same", rows=rows, lsoas=len(lsoas), **({} if same else {"failed": "other counts"}))

    def executors(self, points, rows):
        """Joins on one executor, pinned to one core, and on two, each pinned to its own."""
        folder = self.work / "cluster"
        for executors in (1, 2):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            with cluster.started(self, folder, cores=range(executors)) as started:
                options = (*PLACE, "--rows-per-file", max(1, rows // 16), "--scheduler", started.scheduler)
                figure = self.join(points, rows, "cluster", options=options, executors=executors)
                figure["executor_mb"] = max(map(peak_mb, started.executors))
            self.record(**figure)


def rows_of(answer):
    return ds.dataset(answer, format="parquet").count_rows()


def peak_mb(process):
    """Most memory that a process has held, in MB."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith("VmHWM:"))


def counts(answer):
    table = pq.read_table(answer)
    return dict(zip(table["lsoa_code"].to_pylist(), table["count"].to_pylist()))


def main(programs, england, work, records, *sizes):
    work = Path(work)
    scale = Scale(programs, england, work, records)
    files = {int(size): work / f"points-{size}.parquet" for size in sizes}
    postcodes = work / "postcodes.parquet"
    scale.start()
    for rows, points in files.items():
        measure.read([points])
        scale.record(**scale.bulk(points, rows))
        scale.record(**scale.join(points, rows))
    scale.group(points, rows)
    scale.query("postcodes", None, "SELECT postcode FROM postcodes()", postcodes)
    scale.record(**scale.join(postcodes, rows_of(postcodes), "join of postcodes", options=("--postcode-column", "postcode")))
    medium = list(files)[1]
    scale.executors(files[medium], medium)
    scale.clear()
    return 1 if scale.wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
