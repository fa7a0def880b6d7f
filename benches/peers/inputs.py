"""Reads what the program `export` wrote: areas, points, and the answers of coterm."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

NOBODY = -1


@dataclass
class Layer:
    name: str
    folder: Path
    wkb: list  # one per area

    def orders(self):
        """Yields each order of points: its name, the points (n by 2, metres), the answers of coterm."""
        for path in sorted(self.folder.glob("*.points")):
            points = np.fromfile(path, "<f8").reshape(-1, 2)
            yield path.stem, points, np.fromfile(path.with_suffix(".owners"), "<i4")


def layers(folder):
    """Yields each layer in the folder, one at a time."""
    for path in sorted(Path(folder).glob("*/areas.wkb")):
        yield Layer(path.parent.name, path.parent, wkb_of(path))


def wkb_of(path):
    """Reads the areas in a file, each as well-known binary."""
    data, at, wkb = path.read_bytes(), 0, []
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "little")
        wkb.append(data[at + 4 : at + 4 + length])
        at += 4 + length
    return wkb
