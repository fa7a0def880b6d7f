"""Runs all contenders in turns, so that all meet the same load, and adds one record per run to RECORDS.

    python measure.py COTERM-SQL WORK POINTS LAYERS RECORDS

Seconds are of the whole process, from its start to its end; CPU seconds are of it and its children; the
peak memory is that of the largest of them. This program imports no large library, since a process
counts the memory of the one that started it as its own. A contender that fails or takes too long has no
further turn.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from contenders import CONTENDERS, COTERM, PACKAGES, QUERY

TURNS = int(os.environ.get("TURNS") or 3)
LIMIT = float(os.environ.get("LIMIT") or 200)
ONLY = [name for name in os.environ.get("ONLY", "").split(",") if name]
ASK = Path(__file__).with_name("ask.py")


def main(coterm_sql, work, points, layers, records):
    unknown = set(ONLY) - {contender.software for contender in CONTENDERS}
    if unknown:
        sys.exit(f"ONLY has {', '.join(unknown)}, which is no contender")
    chosen = [contender for contender in CONTENDERS if not ONLY or contender == COTERM or contender.software in ONLY]
    with open(records, "a") as out:

        def record(**figure):
            line = json.dumps(figure)
            print(line, file=sys.stderr, flush=True)
            out.write(line + "\n")
            out.flush()

        record(kind="run", points=int(points), turns=TURNS, limit=LIMIT)
        for software in dict.fromkeys(contender.software for contender in chosen):
            record(kind="version", software=software, versions=versions(software))
        for layer in layers.split(","):
            measure(chosen, coterm_sql, Path(work), f"{work}/points-{points}.parquet", layer, record)


def versions(software):
    """Names the installed packages of some software, each with its version."""
    found = []
    for package in PACKAGES.get(software, []):
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    return found


def measure(chosen, coterm_sql, work, points, layer, record):
    folder, failed = work / layer, set()
    answers = work / "answers" / layer
    answers.mkdir(parents=True, exist_ok=True)
    read([Path(points), *folder.rglob("*")])
    for _ in range(TURNS):
        for contender in chosen:
            if contender in failed:
                continue
            out = answers / f"{contender.name}.parquet"
            out.unlink(missing_ok=True)
            figure = run(command(contender, coterm_sql, folder, points, out), answers / "errors")
            record(kind="zones", layer=layer, contender=contender.name, **figure)
            if "seconds" not in figure:
                failed.add(contender)
                out.unlink(missing_ok=True)


def read(files):
    """Reads files once, so that no turn has to read them from a disk."""
    for path in filter(Path.is_file, files):
        with open(path, "rb") as file:
            while file.read(1 << 20):
                pass


def command(contender, coterm_sql, folder, points, out):
    if contender == COTERM:
        return [coterm_sql, "--data", folder / "data", QUERY.format(points=points), "--output", out]
    return [sys.executable, ASK, contender.software, contender.way, points, folder / "degrees.parquet", out]


def run(command, errors):
    """Runs a command, and returns what it took, or why there is no answer."""
    with open(errors, "w") as complaints:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=complaints, start_new_session=True)
        timer = threading.Timer(LIMIT, os.killpg, (process.pid, signal.SIGKILL))
        timer.start()
        try:
            _, status, used = os.wait4(process.pid, 0)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        finally:
            timer.cancel()
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode and seconds >= LIMIT:
        return {"over": LIMIT}
    if process.returncode:
        said = Path(errors).read_text(errors="replace").strip().splitlines()
        return {"failed": said[-1][:200] if said else f"it ended with status {process.returncode}"}
    return {"seconds": seconds, "cpu_seconds": used.ru_utime + used.ru_stime, "peak_mb": used.ru_maxrss * 1024 / 1e6}


if __name__ == "__main__":
    main(*sys.argv[1:])
