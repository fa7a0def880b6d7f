"""Reads the committed data without coterm: layers that are made of building blocks, and what is counted
in each block.

Layers are sorted by code. Areas are square metres, EPSG:27700.
"""

import csv
import gzip
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import pyogrio
import shapely

BLOCK_LAYER = "lsoa-2011"
DISTRICTS = "lad-2021"


@dataclass
class Layer:
    id: str
    codes: list  # sorted
    names: list
    complete: list
    footprints: np.ndarray
    of_block: list  # the position of each block's area, None where it is in none

    def named(self, area):
        return None if area is None else {"code": self.codes[area], "name": self.names[area]}


class Data:
    def __init__(self, folder):
        self.folder = folder
        _, _, wkb, columns = pyogrio.raw.read(folder / f"layers/{BLOCK_LAYER}.fgb", columns=["code", "name", "locality"])
        drawn = {code: own for code, *own in zip(*columns, shapely.from_wkb(wkb))}
        with (folder / "code-table.csv").open(newline="") as file:
            rows = list(csv.DictReader(file))
        self.blocks = [row["block"] for row in rows]
        self.position = {block: at for at, block in enumerate(self.blocks)}
        self.names, self.localities, footprints = zip(*(drawn[block] for block in self.blocks))
        self.footprints = np.array(footprints)
        self.m2 = shapely.area(self.footprints)
        self.layers = {id: self.layer(id, [row[id] for row in rows]) for id in rows[0] if id != "block"}
        self.districts = self.layers[DISTRICTS]
        self.postcodes, self.drawn = self.live_postcodes()
        self.live = np.array([len(self.postcodes[at]) for at in range(len(rows))])

    def layer(self, id, column):
        _, _, wkb, columns = pyogrio.raw.read(self.folder / f"layers/{id}.fgb", columns=["code", "name", "complete"])
        areas = sorted(zip(*columns, wkb), key=lambda area: area[0])
        codes, names, complete, wkb = (list(values) for values in zip(*areas))
        at = {code: position for position, code in enumerate(codes)} | {"": None}
        return Layer(id, codes, names, list(map(bool, complete)), shapely.from_wkb(wkb), [at[code] for code in column])

    def proposal(self, path):
        """Returns the layer that a scenario's CSV file describes."""
        with path.open(newline="") as file:
            rows = list(csv.DictReader(file))
        names = {row["area"]: row["name"] for row in rows}
        codes = sorted(names)
        of_block = [None] * len(self.blocks)
        for row in rows:
            of_block[self.position[row["block"]]] = codes.index(row["area"])
        members = [[at for at, area in enumerate(of_block) if area == own] for own in range(len(codes))]
        footprints = np.array([shapely.union_all(self.footprints[own]) for own in members])
        return Layer(path.stem, codes, [names[code] for code in codes], [True] * len(codes), footprints, of_block)

    def live_postcodes(self):
        """Returns the postcodes of each block that are not terminated, by the code table; and, for each of
        them that is drawn in a block, its own block and that one."""
        postcodes, own, places = defaultdict(list), [], []
        with gzip.open(self.folder / "postcodes.csv.gz", "rt", newline="") as file:
            for row in csv.DictReader(file):
                if row["lsoa_2011"] in self.position and not row["terminated"]:
                    own.append(self.position[row["lsoa_2011"]])
                    postcodes[own[-1]].append(row["postcode"])
                    places.append((float(row["easting"]), float(row["northing"])))
        place, block = shapely.STRtree(self.footprints).query(shapely.points(places), predicate="within")
        return postcodes, list(zip(np.array(own)[place].tolist(), block.tolist()))

    def blocks_of(self, area):
        """Returns the positions of the blocks of an area, written LAYER/CODE."""
        id, code = area.split("/")
        if id == BLOCK_LAYER:
            return {self.position[code]}
        layer = self.layers[id]
        return {at for at, own in enumerate(layer.of_block) if own is not None and layer.codes[own] == code}

    def area_name(self, area):
        id, code = area.split("/")
        names = dict(zip(self.blocks, self.names)) if id == BLOCK_LAYER else dict(zip(self.layers[id].codes, self.layers[id].names))
        return {"layer": id, "code": code, "name": names[code]}

    def values(self, path):
        """Returns the last column of a CSV file, for each block."""
        with path.open(newline="") as file:
            of_block = {row[0]: row[-1] for row in csv.reader(file)}
        return np.array([float(of_block[block]) for block in self.blocks])


def random_partitions(data, folder):
    """Writes ten partitions of the blocks as files of proposals, the same each time, and returns their paths."""
    random = np.random.default_rng(1294)
    middles = shapely.get_coordinates(shapely.centroid(data.footprints))
    districts = np.array(data.districts.of_block)

    def around(count):
        centres = middles[random.choice(len(middles), count, replace=False)]
        return np.linalg.norm(middles[:, None] - centres, axis=2).argmin(axis=1)

    def nearly(layer, share):
        """Moves a share of the blocks to the area of their nearest block in another area."""
        own = np.array(layer)
        moved = own.copy()
        for at in random.choice(len(own), int(share * len(own)), replace=False):
            distance = np.linalg.norm(middles - middles[at], axis=1)
            moved[at] = own[np.where(own == own[at], np.inf, distance).argmin()]
        return moved

    partitions = [around(count) for count in (2, 4, 7, 12, 25)]
    partitions += [nearly(districts, 0.01), nearly(districts, 0.1)]
    partitions += [random.integers(0, 6, len(middles)), random.integers(0, 5, districts.max() + 1)[districts]]
    # Parts of districts, a seventh of all blocks in none.
    partitions.append(np.where(random.random(len(middles)) < 1 / 7, -1, 2 * districts + around(2)))
    paths = []
    for number, partition in enumerate(partitions):
        paths.append(folder / f"partition-{number}.csv")
        with paths[-1].open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["block", "area", "name"])
            for block, area in zip(data.blocks, partition.tolist()):
                if area >= 0:
                    writer.writerow([block, f"P{area:02}", f"Part {area}"])
    return paths
