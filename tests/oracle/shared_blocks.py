"""The blocks that areas of two layers have in common, and how the areas stand to each other.

Two areas really have ground in common if they have a block in common. An area of a layer (side 0 or 1)
is a position; None is the outside of that layer.
"""

from collections import Counter, defaultdict

import numpy as np

HECTARE = 10_000.0


class Amount:
    def __init__(self, blocks, values, data):
        self.blocks = blocks
        self.weight, self.m2 = float(values[blocks].sum()), float(data.m2[blocks].sum())
        self.postcodes = int(data.live[blocks].sum())

    def as_json(self):
        return {"weight": self.weight, "postcodes": self.postcodes, "area_m2": self.m2}


class SharedBlocks:
    def __init__(self, data, layers, within, values):
        """`values` has what is counted in each block, None for its ground."""
        self.counts_ground = values is None
        values = data.m2 / HECTARE if values is None else values
        self.data, self.layers, self.within, self.values = data, layers, within, values
        pairs = list(zip(layers[0].of_block, layers[1].of_block))
        inside = self.review_area(pairs)
        self.nothing = self.amount([])
        self.all, self.inside, self.beyond = (
            self.amounts((at, pair) for at, pair in enumerate(pairs) if pair != (None, None) and test(at))
            for test in (lambda at: True, inside.__contains__, lambda at: at not in inside)
        )
        self.drawn_inside, self.drawn_beyond = Counter(), Counter()
        if not self.counts_ground:
            self.drawn_inside, self.drawn_beyond = self.drawn_weights(pairs, inside)
        self.partners = [defaultdict(list), defaultdict(list)]
        for pair in self.all:
            for side in (0, 1):
                if pair[side] is not None:
                    self.partners[side][pair[side]].append(pair[1 - side])
        for side in (0, 1):
            for partners in self.partners[side].values():
                partners.sort(key=lambda other: -1 if other is None else other)
        self.whole = [
            {area: self.amount(np.concatenate([self.all[self.pair(side, area, other)].blocks for other in partners]))
             for area, partners in self.partners[side].items()}
            for side in (0, 1)
        ]
        self.listed = [set(range(len(layers[0].codes))) if not within else set(), set()]
        for pair in self.inside:
            for side in (0, 1):
                self.listed[side] |= {pair[side]} - {None}

    def review_area(self, pairs):
        """Returns the positions of the blocks in the review area."""
        if self.within:
            return set().union(*map(self.data.blocks_of, self.within))
        complete = self.layers[0].complete
        if not any(complete):
            return set(range(len(pairs)))
        return {at for at, (a, _) in enumerate(pairs) if a is not None and complete[a]}

    def amount(self, blocks):
        return Amount(np.array(blocks, dtype=int), self.values, self.data)

    def amounts(self, of_pairs):
        blocks = defaultdict(list)
        for at, pair in of_pairs:
            blocks[pair].append(at)
        return {pair: self.amount(own) for pair, own in blocks.items()}

    @staticmethod
    def pair(side, area, other):
        return (area, other) if side == 0 else (other, area)

    def common(self, side, area, other):
        return self.all[self.pair(side, area, other)]

    def named(self, side, area):
        return self.layers[side].named(area)

    def names(self, pair):
        return {"a": self.named(0, pair[0]), "b": self.named(1, pair[1])}

    def complete(self, side, area):
        return area is None or self.layers[side].complete[area]

    def is_within(self, side, area, other):
        """Whether all of an area is in one area of the other layer."""
        return self.layers[side].complete[area] and self.partners[side][area] == [other]

    def pair_relation(self, pair):
        if None in pair:
            return None
        a, b = pair
        within = self.is_within(0, a, b), self.is_within(1, b, a)
        return {(True, True): "equals", (True, False): "within", (False, True): "contains"}.get(within, "overlaps")

    def relation(self, side, area):
        partners = self.partners[side][area]
        if not self.layers[side].complete[area]:
            return "cannot-be-told"
        if partners == [None]:
            return "disjoint"
        if None in partners:
            return "crossing"
        if len(partners) == 1:
            return "coterminous" if self.is_within(1 - side, partners[0], area) else "part-of"
        return "union" if self.is_nested(side, area) else "crossing"

    def is_split(self, side, area):
        partners = self.partners[side][area]
        return len(partners) > 1 and partners != [None]

    def is_nested(self, side, area):
        return all(other is not None and self.is_within(1 - side, other, area) for other in self.partners[side][area])

    def drawn_weights(self, pairs, inside):
        """Returns the weight that is drawn in each pair of areas, in the review area and beyond it. The weight
        of a block is spread over its live postcodes."""
        drawn = Counter(), Counter()
        for own, block in self.data.drawn:
            if pairs[block] != (None, None):
                drawn[block not in inside][pairs[block]] += float(self.values[own]) / int(self.data.live[own])
        return drawn
