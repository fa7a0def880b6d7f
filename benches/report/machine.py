"""Writes one line of JSON about the machine that all figures of a run come from."""

import json
import os
import platform
import re
import sys
from pathlib import Path


def first(path, pattern, otherwise):
    try:
        found = re.search(pattern, Path(path).read_text())
    except OSError:
        found = None
    return found.group(1) if found else otherwise


with open(sys.argv[1], "a") as out:
    record = {
        "kind": "machine",
        "cpu": first("/proc/cpuinfo", r"model name\s*: (.*)", platform.processor() or platform.machine()),
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "load": os.getloadavg()[0],
    }
    out.write(json.dumps(record) + "\n")
