"""Compares the answers of all contenders with those of coterm-sql, and adds the differences to RECORDS.

    python compare.py WORK POINTS RECORDS

Exits with 1 if coterm-sql has no answer, or if an answer differs: in its zones, their order, the zones
without a mean, the counts or the means. Some counts may differ, since coterm tests points on the British
National Grid, where the boundaries are defined, and the others take edges to be straight in degrees: a
few points beside long edges are in another zone (140 of six million).
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from contenders import COTERM

# Points in a million that may be in another zone.
MOVED = 50
# By how much the mean of the same values may differ, since they are added up in another order.
ROUNDING = 1e-9


@dataclass
class Answer:
    codes: list
    counts: np.ndarray
    means: np.ndarray
    nulls: np.ndarray

    @classmethod
    def read(cls, path):
        table = pq.read_table(path, columns=["code", "count", "mean"])
        codes = table["code"].cast("string").to_pylist()
        means = table["mean"].to_numpy().astype(float)
        return cls(codes, table["count"].to_numpy().astype("i8"), means, table["mean"].is_null().to_numpy())

    def flaws(self):
        """Lists what is wrong with this answer by itself."""
        checks = {
            "zones are not in the order of their codes": self.codes == sorted(self.codes),
            "means are not null where no points are, and only there": np.array_equal(self.nulls, self.counts == 0),
        }
        return [flaw for flaw, held in checks.items() if not held]


def main(work, points, records):
    answers = Path(work) / "answers"
    failed = False
    with open(records, "a") as out:
        for layer in sorted(answers.iterdir()):
            for figure in compared(layer, int(points)):
                out.write(json.dumps({"kind": "answer", "layer": layer.name, **figure}) + "\n")
                for flaw in figure["flaws"]:
                    print(f"{layer.name}, {figure['contender']}: {flaw}", file=sys.stderr)
                failed |= bool(figure["flaws"])
    sys.exit(failed)


def compared(folder, points):
    """Yields the differences of each answer to one layer."""
    path = folder / f"{COTERM.name}.parquet"
    if not path.is_file():
        yield {"contender": COTERM.name, "flaws": ["no answer"]}
        return
    ours = Answer.read(path)
    counted = {"zones": len(ours.codes), "empty": int(ours.nulls.sum()), "counted": int(ours.counts.sum())}
    # The made areas leave out the coast, and 1 in 100 points is anywhere.
    few = [] if counted["counted"] > points / 2 else [f"only {counted['counted']:,} of {points:,} points are in a zone"]
    yield {"contender": COTERM.name, **counted, "flaws": [*ours.flaws(), *few]}
    for other in sorted(folder.glob("*.parquet")):
        if other != path:
            yield {"contender": other.stem, **difference(ours, Answer.read(other), points)}


def difference(ours, theirs, points):
    if theirs.codes != ours.codes:
        lost, added = len(set(ours.codes) - set(theirs.codes)), len(set(theirs.codes) - set(ours.codes))
        return {"flaws": [f"{lost:,} zones are missing, and {added:,} are not coterm's", *theirs.flaws()]}
    more = theirs.counts - ours.counts
    # A point that is in another zone, or in one here and in none there, is one.
    moved = int(max(more[more > 0].sum(), -more[more < 0].sum()))
    same = (more == 0) & (ours.counts > 0)
    means = int((np.abs(theirs.means - ours.means)[same] > ROUNDING).sum())
    flaws = theirs.flaws()
    if moved * 1_000_000 > MOVED * points:
        flaws.append(f"{moved:,} of {points:,} points are in another zone, and {MOVED} in a million may be")
    if means:
        flaws.append(f"{means:,} zones have the same count and another mean")
    return {"moved": moved, "flaws": flaws}


if __name__ == "__main__":
    main(*sys.argv[1:])
