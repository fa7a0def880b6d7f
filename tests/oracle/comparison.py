"""Computes comparisons again, from the data alone, and compares every figure with `coterm compare`: of
layers that are made of building blocks, and of random partitions of the blocks.

- What follows from the blocks is computed with numpy and scipy (`expected.py`).
- The ground that two areas have in common is measured by GEOS in the areas as they are drawn.
- Pieces, and the pieces of a difference, add up to what the two areas have in common.

Then one figure after another is changed in what coterm said, and each change must be noticed.

`comparison.py FOLDER [all]` compares some layers, or all. It keeps coterm's JSON in FOLDER/comparisons,
and does not make again what is there. COTERM_BIN is the command, COTERM_SHARED a folder with the
population of each block; without it no population is counted.
"""

import copy
import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy
import shapely
from blocks import BLOCK_LAYER, Data, random_partitions
from expected import Expected
from shared_blocks import HECTARE

# Ground that is taken as nothing.
NOTHING_M2 = 1.0
RELATIVE = 1e-9
CHANGES = 400
USUAL = ("lad-2023", "utla-2021")
POPULATION = "lookups/population_mid2020_lsoa11.csv"


@dataclass
class Question:
    a: str
    b: str
    weight: str = "postcodes"
    within: tuple = ()

    def __str__(self):
        within = f" within {' '.join(self.within)}" if self.within else ""
        return f"{Path(self.a).stem} x {Path(self.b).stem}{within} by {Path(self.weight).stem}"

    def answer(self, binary, data, kept):
        """Returns the file with what coterm says, as JSON."""
        path = kept / f"{str(self).replace('/', '=')}.json"
        if not path.exists():
            within = ["--within", ",".join(self.within)] if self.within else []
            command = [binary, "compare", self.a, self.b, "--data", data, "--weight", self.weight, "--format", "json"]
            path.write_bytes(subprocess.run(command + within, check=True, stdout=subprocess.PIPE).stdout)
        return path


def questions(data, partitions, population, every):
    """Yields comparisons in the usual review area, and in one of up to three areas of any layer."""
    random = np.random.default_rng(27700)
    weights = ["postcodes", "area"] + ([str(population)] if population.exists() else [])
    layers = list(data.layers)
    pairs = [(a, b) for a in layers for b in layers if a != b and (every or a in USUAL or b in USUAL)]
    pairs += [pair for path in partitions for layer in USUAL for pair in ((str(path), layer), (layer, str(path)))]
    for number, (a, b) in enumerate(pairs):
        weight = weights[number % len(weights)]
        yield Question(a, b, weight)
        if every or number % 4 == 0:
            of = random.choice([*layers, BLOCK_LAYER], random.integers(1, 4), replace=False).tolist()
            codes = {BLOCK_LAYER: data.blocks} | {id: layer.codes for id, layer in data.layers.items()}
            yield Question(a, b, weight, tuple(f"{id}/{random.choice(codes[id])}" for id in of))


def is_near(key, said, expected, counts_ground):
    if isinstance(expected, bool) or not isinstance(expected, float) or not isinstance(said, (int, float)):
        return type(said) is type(expected) and said == expected
    allowed = RELATIVE * max(1.0, abs(expected))
    if key.endswith("m2"):
        allowed = NOTHING_M2
    elif counts_ground and key in ("weight", "weight_by_geometry", "stays", "moved", "total"):
        allowed = NOTHING_M2 / HECTARE
    return abs(said - expected) <= allowed


def contradictions(said, expected, counts_ground, at=""):
    """Yields each place where the two differ, with both figures; of counted postcodes, with what the other
    lacks. What is expected has fewer keys."""
    if isinstance(expected, Counter):
        if said != expected:
            yield at, said - expected, expected - said
    elif isinstance(expected, dict) and isinstance(said, dict):
        for key, value in expected.items():
            yield from contradictions(said.get(key), value, counts_ground, f"{at}.{key}")
    elif isinstance(expected, list) and isinstance(said, list):
        if len(said) != len(expected):
            yield f"{at}.length", len(said), len(expected)
        for position, (one, other) in enumerate(zip(said, expected)):
            yield from contradictions(one, other, counts_ground, f"{at}[{position}]")
    elif not is_near(at.rpartition(".")[2], said, expected, counts_ground):
        yield at, said, expected


def codes_of(row):
    return tuple(row[side] and row[side]["code"] for side in "ab")


def comparable(said):
    """Returns what coterm says with differences by their pair, and the postcodes of each counted."""
    differences = {codes_of(row): row | {"postcodes": Counter(row["postcodes"])} for row in said["differences"]}
    return said | {"differences": differences}


def measured(layers, footprint):
    """Returns square metres by pairs of codes, None for outside, as measured by GEOS."""
    drawn = [layer.footprints for layer in layers]
    one, two = shapely.STRtree(drawn[1]).query(drawn[0])
    pairs = [(layers[0].codes[a], layers[1].codes[b]) for a, b in zip(one, two)]
    pairs += [(code, None) for code in layers[0].codes] + [(None, code) for code in layers[1].codes]
    common = shapely.intersection(drawn[0][one], drawn[1][two])
    outside = [shapely.difference(own, shapely.union_all(other)) for own, other in (drawn, drawn[::-1])]
    parts, pair = shapely.get_parts(np.concatenate([common, *outside]), return_index=True)
    is_ground = shapely.get_dimensions(parts) == 2
    parts, pair = parts[is_ground], pair[is_ground]
    if footprint is not None:
        parts = shapely.intersection(parts, footprint)
    return dict(zip(pairs, np.bincount(pair, shapely.area(parts), len(pairs)).tolist()))


class Check:
    """One comparison, to be held against what coterm says, changed or not."""

    def __init__(self, data, question, layers, values):
        self.question, self.expected = question, Expected(data, layers, question.within, values)
        footprint = None
        if question.within:
            blocks = set().union(*map(data.blocks_of, question.within))
            footprint = shapely.union_all(data.footprints[sorted(blocks)])
        self.cells = measured(layers, footprint)
        complete = dict(zip(layers[0].codes, layers[0].complete))
        if not question.within and any(layers[0].complete):
            self.cells = {pair: area for pair, area in self.cells.items() if pair[0] and complete[pair[0]]}

    def contradictions(self, said):
        expected = self.expected.as_json(said)
        yield from contradictions(comparable(said), expected, self.question.weight == "area")
        if comparable(said)["differences"].keys() != expected["differences"].keys():
            yield "differences", set(comparable(said)["differences"]), set(expected["differences"])
        rows = {codes_of(row): row["area_m2"] for row in said["matrix"]}
        pieces, of_difference = defaultdict(float), defaultdict(float)
        for piece in said["pieces"]:
            pieces[codes_of(piece)] += piece["area_m2"]
            of_difference[piece["difference"]] += piece["area_m2"]
        for name, areas in ("GEOS", self.cells), ("pieces", pieces):
            for pair in rows.keys() | areas.keys():
                if abs(rows.get(pair, 0.0) - areas.get(pair, 0.0)) > NOTHING_M2:
                    yield f"ground of {pair} by {name}", rows.get(pair), areas.get(pair)
        for row in said["differences"]:
            if abs(row["area_m2"] - of_difference[row["number"]]) > NOTHING_M2:
                yield f"ground of difference {row['number']}", row["area_m2"], of_difference[row["number"]]
            # Slivers of the overlap are not in it.
            if row["area_m2"] > rows.get(codes_of(row), 0.0) + NOTHING_M2:
                yield f"ground of difference {row['number']}", row["area_m2"], rows.get(codes_of(row))
        numbers = [row["number"] for row in said["differences"]]
        if numbers != list(range(1, len(numbers) + 1)):
            yield "numbers of differences", numbers, "1, 2, 3 ..."

    def unnoticed(self, said, random):
        """Changes one figure after another, and returns those whose change is not noticed."""
        expected = self.expected.as_json(said)
        expected["differences"] = [expected["differences"][codes_of(row)] for row in said["differences"]]
        paths = list(leaves(expected))
        chosen = random.choice(len(paths), min(CHANGES, len(paths)), replace=False)
        missed = []
        for path in (paths[at] for at in chosen):
            changed = copy.deepcopy(said)
            *way, last = path
            place = changed
            for step in way:
                place = place[step]
            place[last] = changed_figure(last, place[last])
            if not any(self.contradictions(changed)):
                missed.append(path)
        return len(chosen), missed


def leaves(value, path=()):
    """Yields the path to each figure. Postcodes of a difference are counted, and their order is free."""
    if isinstance(value, (dict, list)) and not isinstance(value, Counter):
        for key, own in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(own, (*path, key))
    elif not isinstance(value, Counter):
        yield path


def changed_figure(key, value):
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        # More than a square metre of ground, less than all of a share.
        return value + (1e-3 if "share" in str(key) or key == "jaccard" else 2.0)
    return "" if value is None else None


def is_wrong(check, said, changed):
    found = list(check.contradictions(said))
    print(f"{check.question}: {len(said['matrix'])} overlaps, {len(said['splits'])} splits, {len(found)} contradicted", flush=True)
    for at, own, expected in found[:10]:
        print(f"  {at}: coterm says {own!r}, expected {expected!r}")
    if found or not changed:
        return bool(found)
    count, missed = check.unnoticed(said, np.random.default_rng(1))
    print(f"  {count} figures changed, one at a time; {len(missed)} changes not noticed {missed[:5] or ''}")
    return bool(missed)


def main(folder, every):
    root = Path(__file__).parents[2]
    binary = os.environ.get("COTERM_BIN", root / "target/debug/coterm")
    population = Path(os.environ.get("COTERM_SHARED", root / "../shared/data")) / POPULATION
    kept = folder / "comparisons"
    kept.mkdir(exist_ok=True)
    data = Data(root / "data")
    partitions = random_partitions(data, kept)
    layers = data.layers | {str(path): data.proposal(path) for path in partitions}
    values = {"postcodes": data.live.astype(float), "area": None}
    if population.exists():
        values[str(population)] = data.values(population)
    else:
        print("population: not there, so none is counted")
    asked = list(questions(data, partitions, population, every))
    print(f"{len(asked)} comparisons; shapely {shapely.__version__}, scipy {scipy.__version__}")
    with ThreadPoolExecutor(2) as pool:
        answers = pool.map(lambda question: question.answer(binary, root / "data", kept), asked)
        failed = not asked
        for number, (question, path) in enumerate(zip(asked, answers)):
            check = Check(data, question, [layers[question.a], layers[question.b]], values[question.weight])
            failed |= is_wrong(check, json.loads(path.read_text()), number < 2)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), "all" in sys.argv[2:]))
