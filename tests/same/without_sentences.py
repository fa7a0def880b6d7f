"""What of an output is compared: everything but sentences.

    csv FILE           the rows without cells that are sentences
    json FILE          the document without strings that are sentences
    within OLD NEW     whether all that OLD has is in NEW, which may have more fields
    tiles FILE         a checksum of each tile of an MBTiles file, in order
"""

import csv
import hashlib
import json
import sqlite3
import sys


def is_sentence(text):
    """Whether a text is prose: a name has blanks too, but no full stop at its end."""
    return " " in text and text.rstrip().endswith((".", "?", ":")) or len(text.split()) > 8


def bare(value):
    if isinstance(value, dict):
        return {key: bare(item) for key, item in value.items() if not is_prose(item)}
    if isinstance(value, list):
        return [bare(item) for item in value if not is_prose(item)]
    return value


def is_prose(value):
    return isinstance(value, str) and is_sentence(value)


def missing(old, new, path=""):
    """The first path at which the new document lacks or changes something; None if nowhere."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key, item in old.items():
            if key not in new:
                return f"{path}.{key} is gone"
            found = missing(item, new[key], f"{path}.{key}")
            if found:
                return found
        return None
    if isinstance(old, list) and isinstance(new, list):
        if len(old) != len(new):
            return f"{path} has {len(new)} elements, and had {len(old)}"
        for number, (one, other) in enumerate(zip(old, new)):
            found = missing(one, other, f"{path}[{number}]")
            if found:
                return found
        return None
    return None if old == new else f"{path} is {new!r}, and was {old!r}"


def load(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    return json.loads(text) if text.strip() else None


def main(kind, *paths):
    if kind == "csv":
        with open(paths[0], newline="", encoding="utf-8") as file:
            for row in csv.reader(file):
                print(*("" if is_sentence(cell) else cell for cell in row), sep="\t")
    elif kind == "json":
        print(json.dumps(bare(load(paths[0])), sort_keys=True))
    elif kind == "within":
        old, new = map(load, paths)
        found = missing(old, new)
        if found:
            print(found, file=sys.stderr)
        return 1 if found else 0
    elif kind == "tiles":
        tiles = sqlite3.connect(f"file:{paths[0]}?mode=ro", uri=True).execute(
            "SELECT zoom_level, tile_column, tile_row, tile_data FROM tiles ORDER BY 1, 2, 3"
        )
        for zoom, column, row, data in tiles:
            print(zoom, column, row, hashlib.sha256(data).hexdigest())
    else:
        print(__doc__, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
