"""Answers the same lookups in four ways, and compares the answers: check.py PROGRAMS ROWS [ENGLAND].

PROGRAMS is the folder of coterm and coterm-sql, ROWS the number of points, and ENGLAND a data folder in
place of the data in the program.
"""

import os
import signal
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

import cluster
import points
import postcodes
import spark
from lookups import Lookup, Programs
from same import Comparison


@contextmanager
def step(name):
    """Prints what was done, and the seconds that it took."""
    start = time.perf_counter()
    yield
    print(f"{name}: {time.perf_counter() - start:.1f} s", flush=True)


def make_lookups(programs, work, rows):
    """Writes the inputs; returns what is looked up in them."""
    pings, lives = work / "points.parquet", work / "postcodes.parquet"
    with step(f"make {rows:,} points"):
        points.write(pings, rows, points.ENGLAND if programs.has_england else points.REGION)
    with step("make a file of all postcodes"):
        postcodes.write(lives, programs, work / "published.parquet")
    return [
        Lookup(points, pings, ("icb", "lad", "lsoa"), "2023-06-01"),
        Lookup(postcodes, lives, ("ccg", "lad", "lsoa"), "2022-06-30"),
        Lookup(postcodes, lives, ("icb", "lad", "lsoa"), "2023-06-01"),
        Lookup(postcodes, lives, ("icb", "lad", "lsoa"), "2026-06-01"),
    ]


def answer(way, lookups, work, look_up):
    """Answers every lookup in one way; returns the files or folders with the answers."""
    folder = work / way
    folder.mkdir()
    targets = [folder / f"{number}.parquet" for number in range(len(lookups))]
    for lookup, target in zip(lookups, targets):
        with step(f"{way}: {lookup.name}"):
            look_up(lookup, target)
    return targets


def answer_in_all_ways(programs, lookups, work):
    """The answers of each way, in the order of the lookups."""
    answers = {
        "bulk": answer("bulk", lookups, work, programs.bulk),
        "join": answer("join", lookups, work, programs.join),
    }
    with ExitStack() as stack:
        with step("start a cluster"):
            started = stack.enter_context(cluster.started(programs, work))

        def join_there(lookup, target):
            programs.join(lookup, target, "--scheduler", started.scheduler)

        answers["cluster"] = answer("cluster", lookups, work, join_there)
    with ExitStack() as stack:
        with step("start Spark"):
            session = stack.enter_context(spark.started(work))

        def pipe(lookup, target):
            spark.look_up(session, lookup, programs.bulk_command(lookup), target)

        answers["spark"] = answer("spark", lookups, work, pipe)
    return answers


def compare(lookups, answers):
    """Compares the answers to every lookup, and prints a table; returns whether all are the same."""
    comparisons = []
    for number, lookup in enumerate(lookups):
        with step(f"compare: {lookup.name}"):
            comparison = Comparison(lookup, {way: targets[number] for way, targets in answers.items()})
        for status, count in comparison.statuses.most_common():
            print(f"  {status} {count:,}")
        comparisons.append(comparison)

    print(f"\n{'input':<24}{'rows':>12}{'ways':>6}  answers")
    for lookup, comparison in zip(lookups, comparisons):
        verdict = "different" if comparison.faults else "same"
        print(f"{lookup.name:<24}{comparison.rows:>12,}{len(answers):>6}  {verdict}")
        for fault in comparison.faults:
            print(f"  {fault}")
    return not any(comparison.faults for comparison in comparisons)


def main(programs, rows, england="built-in"):
    # The programs and the cluster are stopped, and the folder is removed, when this process is told to end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        os.environ["TMPDIR"] = folder
        programs = Programs(Path(programs), england)
        lookups = make_lookups(programs, work, int(rows))
        answers = answer_in_all_ways(programs, lookups, work)
        return 0 if compare(lookups, answers) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
