"""Compares coterm's overlays of two layers with shapely, on the same vertices: the area of each overlap
of two areas, the area of the part of each that is outside the other layer, and the area of each, all
to 1e-3 m².

coterm takes an invalid area by the even-odd rule. So does GEOS's make_valid with the method
"linework", by which such areas are made valid first.
"""

import json
import sys
from pathlib import Path

import numpy as np
import shapely
from check import areas_of

TOLERANCE_M2 = 1e-3
RELATIVE = 1e-9


class Layer:
    def __init__(self, path):
        areas = areas_of(path)
        valid = shapely.is_valid(areas)
        areas[~valid] = shapely.make_valid(areas[~valid], method="linework")
        self.areas, self.repaired = areas, np.count_nonzero(~valid)
        self.sizes, self.tree = shapely.area(areas), shapely.STRtree(areas)
        self.clean = not self.overlaps()

    def overlaps(self):
        """Whether areas of the layer overlap."""
        one, other = self.tree.query(self.areas)
        one, other = one[one < other], other[one < other]
        return shapely.area(shapely.intersection(self.areas[one], self.areas[other])).max(initial=0) > TOLERANCE_M2


def cells_of(a, b):
    """Returns square metres by pairs of positions, None for outside, as computed by GEOS."""
    one, other = b.tree.query(a.areas)
    areas = shapely.area(shapely.intersection(a.areas[one], b.areas[other]))
    cells = dict(zip(zip(one.tolist(), other.tolist()), areas.tolist()))
    for side, (layer, of, near) in enumerate([(a, one, b.areas[other]), (b, other, a.areas[one])]):
        for position, area in enumerate(layer.areas):
            outside = shapely.area(shapely.difference(area, shapely.union_all(near[of == position])))
            cells[(position, None) if side == 0 else (None, position)] = float(outside)
    return cells


def differing(ours, theirs):
    """Lists the cells in which the two differ, with both figures."""
    both = ((cell, ours.get(cell, 0.0), theirs.get(cell, 0.0)) for cell in ours.keys() | theirs.keys())
    return [(cell, our, their) for cell, our, their in both if not abs(our - their) <= TOLERANCE_M2]


def sums_that_do_not_close(said, layers):
    """Yields areas whose cells do not add up to the area, if areas of the other layer do not overlap."""
    for side in (0, 1):
        sums = [0.0] * len(said["areas"][side])
        for pair, area in said["cells"]:
            if pair[side] is not None:
                sums[pair[side]] += area
        for position, (total, area) in enumerate(zip(sums, said["areas"][side])):
            if layers[1 - side].clean and abs(total - area) > RELATIVE * area:
                yield (side, position), total, area


def is_wrong(said, layers):
    ours = {tuple(pair): area for pair, area in said["cells"]}
    theirs = cells_of(*layers)
    wrong = differing(ours, theirs)
    for side in (0, 1):
        sizes = zip(said["areas"][side], layers[side].sizes.tolist())
        wrong += [((side, at), our, their) for at, (our, their) in enumerate(sizes) if not abs(our - their) <= TOLERANCE_M2]
    wrong += sums_that_do_not_close(said, layers)
    # Proves that the check would notice an error: one figure is moved by a little.
    cell = next(iter(ours))
    moved = ours | {cell: theirs.get(cell, 0.0) + 2 * TOLERANCE_M2}
    assert cell in [wrong[0] for wrong in differing(moved, theirs)]
    worst = max(abs(ours.get(cell, 0.0) - theirs.get(cell, 0.0)) for cell in ours.keys() | theirs.keys())
    notes = [f"{layer.repaired} not valid" for layer in layers if layer.repaired]
    notes += ["areas overlap" for layer in layers if not layer.clean]
    print(f"{' x '.join(said['layers'])}: {len(ours | theirs):,} cells, up to {worst:.1e} m² apart, {len(wrong)} contradicted"
          + (f" ({', '.join(notes)})" if notes else ""))
    for cell, our, their in wrong[:10]:
        print(f"  {cell}: coterm says {our!r}, shapely {their!r}")
    return bool(wrong)


def main(folder):
    overlays = json.loads((folder / "overlays.json").read_text())
    names = {name for said in overlays for name in said["layers"]}
    layers = {name: Layer(folder / f"{name}.mm") for name in names}
    failed = [is_wrong(said, [layers[name] for name in said["layers"]]) for said in overlays]
    return int(not failed or any(failed))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
