"""The file of figures: one line of JSON per figure."""

import json
import sys


def add(records, figure):
    line = json.dumps(figure)
    print(line, file=sys.stderr, flush=True)
    with open(records, "a") as out:
        out.write(line + "\n")
