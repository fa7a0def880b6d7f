"""Makes one Markdown page from the records of a run; exits with 1 if a target is missed.

    python scale_page.py RECORDS SCALE.md
"""

import json
import statistics
import sys
from pathlib import Path

import targets
from figures import Figures
from report import machine

TITLES = {
    "start": "start, and load the data of {data}",
    "bulk": "`coterm bulk`, Parquet to Parquet, three families",
    "join": "`join`, three families",
    "count what was joined": "count by LSOA what was joined",
    "count by LSOA": "count by LSOA, `area_at_lonlat`",
    "read": "only read: count and means of the three columns",
    "postcodes": "write all postcodes of England",
    "join of postcodes": "`join` of postcodes, three families",
    "cluster": "`join` on a cluster, executors with a core and a task each: {executors}",
}
# The most that the memory may grow from the smallest file to the largest, which is 100 times as long.
GROWTH = 1.25
# How many times as fast two executors must be as one.
FASTER = 1.6


def main(records, page):
    with open(records) as lines:
        figures = Figures([json.loads(line) for line in lines])
    held = [*flat(figures), *executors(figures)]
    Path(page).write_text("\n\n".join([heading(figures), target_table(held), table(figures)]) + "\n")
    return 0 if held and all(row[-1] for row in held) else 1


def heading(figures):
    same = next(iter(figures.of("same")), {})
    counted = same.get("failed") or f"the same in each of the {same.get('lsoas', 0):,} LSOAs that have any"
    return f"""# What does a hundred times as many points take?

Made by `make scale`. {machine(figures)} Made points in longitude and latitude, and
the data of England. Seconds are of whole processes, from Parquet to Parquet, loading of the data included;
medians where a command ran three times. Memory is the peak of the process; of a cluster, of the client. The
points of the largest file were counted by LSOA after the `join` and without it: {counted}."""


def flat(figures):
    """The memory of the largest file beside that of the smallest."""
    for work in ("bulk", "join"):
        peaks = [figure["peak_mb"] for figure in figures.of("scale", work=work) if "peak_mb" in figure]
        rows = [figure["rows"] for figure in figures.of("scale", work=work)]
        if len(peaks) > 1 and len(peaks) == len(rows):
            grown = peaks[-1] / peaks[0]
            what = f"{TITLES[work]}: {peaks[-1]:,.0f} MB with {rows[-1]:,} points"
            beside = f"{peaks[0]:,.0f} MB with {rows[0]:,}"
            yield what, beside, f"at most ×{GROWTH}", grown, "×{:.2f}", grown <= GROWTH


def executors(figures):
    one, two = (figures.of("scale", work="cluster", executors=number) for number in (1, 2))
    if one and two and "seconds" in one[0] and "seconds" in two[0]:
        times = one[0]["seconds"] / two[0]["seconds"]
        what = f"two executors on two cores: {two[0]['seconds']:.1f} s"
        beside = f"one on one core: {one[0]['seconds']:.1f} s"
        yield what, beside, f"at least ×{FASTER}", times, "×{:.2f}", times >= FASTER


def target_table(held):
    return "\n".join(["## Targets", "", *targets.HEAD, *(targets.row(*row) for row in held)])


def table(figures):
    rows = ["## Figures", "", "| | rows | seconds | rows a second | CPU seconds | memory, MB | memory of an executor, MB |",
            "|---|---:|---:|---:|---:|---:|---:|"]  # fmt: skip
    grouped = {}
    for figure in figures.of("scale"):
        key = TITLES[figure["work"]].format(**figure), figure["rows"]
        grouped.setdefault(key, []).append(figure)
    return "\n".join(rows + [line(what, rows, turns) for (what, rows), turns in grouped.items()])


def line(what, rows, turns):
    failed = next((turn for turn in turns if "seconds" not in turn), None)
    if failed:
        return f"| {what} | {count(rows)} | **{failed.get('failed', 'stopped: it took too long')}** | | | | |"
    seconds, cpu, peak = (statistics.median(turn[key] for turn in turns) for key in ("seconds", "cpu_seconds", "peak_mb"))
    pace = f"{rows / seconds:,.0f}" if rows and rows > 1 else ""
    executor = turns[0].get("executor_mb")
    return f"| {what} | {count(rows)} | {seconds:.2f} | {pace} | {cpu:.1f} | {peak:,.0f} | {f'{executor:,.0f}' if executor else ''} |"


def count(rows):
    return f"{rows:,}" if rows and rows > 1 else ""


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
