"""What a comparison of two layers made of building blocks must say, from the blocks alone.

Definitions are those of the doc comments of `coterm_core::comparison`. Where several answers are right
(of matchings that weigh the same, for example), coterm's own is taken if it is one of them.
"""

from collections import Counter, defaultdict

import numpy as np
from scipy.optimize import linear_sum_assignment
from shared_blocks import SharedBlocks


def by_code(pair):
    return tuple((area is None, area or 0) for area in pair)


def parts_in_order(parts):
    """Sorts parts by weight and then by ground, greatest first."""
    return sorted(parts, key=lambda part: (-part["weight"], -part["area_m2"]))


class Expected(SharedBlocks):
    def __init__(self, data, layers, within, values):
        super().__init__(data, layers, within, values)
        self.smaller = self.smaller_parts()
        # All that does not depend on which of several right answers coterm gives.
        self.fixed = self.extent() | {
            "splits": self.splits(),
            "differences": self.differences(),
        }

    def districts(self, blocks):
        districts = self.data.districts
        return [districts.named(area) for area in sorted({districts.of_block[at] for at in blocks})]

    def district_parts(self, blocks):
        of_block = self.data.districts.of_block
        parts = []
        for district in sorted({of_block[at] for at in blocks}):
            own = [at for at in blocks if of_block[at] == district]
            whole = len(own) == of_block.count(district)
            localities = Counter() if whole else Counter(self.data.localities[at] for at in own)
            parts.append({
                "district": self.data.districts.named(district),
                "whole": whole,
                "localities": sorted(localities, key=lambda name: (-localities[name], name)),
            })
        return parts

    # The matrix

    def overlap(self, pair, amount, drawn):
        complete = [self.complete(side, pair[side]) for side in (0, 1)]
        row = self.names(pair) | amount.as_json() | {
            "blocks": len(amount.blocks),
            "districts": self.districts(amount.blocks),
            "weight_by_geometry": amount.weight if self.counts_ground else drawn,
            "pair_relation": self.pair_relation(pair),
            "stays": pair in self.matches,
            "jaccard": None,
        }
        for side, name in enumerate("ab"):
            whole = self.whole[side].get(pair[side], self.nothing)
            row[f"area_share_of_{name}"] = amount.m2 / (whole.m2 or 1.0) if complete[side] else None
            row[f"weight_share_of_{name}"] = amount.weight / (whole.weight or 1.0) if complete[side] else None
            if pair[side] is None:
                row |= {f"area_share_of_{name}": 0.0, f"weight_share_of_{name}": 0.0}
        if all(complete):
            common = self.all[pair].m2
            both = sum(self.whole[side][area].m2 for side, area in enumerate(pair) if area is not None)
            row["jaccard"] = 0.0 if None in pair else common / (both - common)
        return row

    def matrix(self):
        pairs = sorted(self.inside, key=by_code)
        return [self.overlap(pair, self.inside[pair], self.drawn_inside[pair]) for pair in pairs]

    def beyond_rows(self):
        listed = lambda pair: any(pair[side] in self.listed[side] for side in (0, 1))
        pairs = sorted(filter(listed, self.beyond), key=by_code)
        return [self.overlap(pair, self.beyond[pair], self.drawn_beyond[pair]) for pair in pairs]

    # Splits

    def part(self, side, area, other, amount):
        whole = self.whole[side][area]
        return amount.as_json() | {
            "area": self.named(1 - side, other),
            "weight_share": amount.weight / whole.weight if self.complete(side, area) and whole.weight else None,
            "whole": other is not None and self.is_within(1 - side, other, area),
        }

    def splits(self):
        splits = []
        for side in (0, 1):
            for area in sorted(self.listed[side]):
                if not self.is_split(side, area):
                    continue
                complete, nested = self.complete(side, area), self.is_nested(side, area)
                shares = []
                for other in self.partners[side][area]:
                    amount = self.common(side, area, other)
                    shares.append(self.part(side, area, other, amount) | {
                        "main": False,
                        "blocks": len(amount.blocks),
                        "districts": [] if nested else self.district_parts(amount.blocks),
                    })
                shares = parts_in_order(shares)
                shares[0]["main"] = complete and not nested
                splits.append({
                    "layer": {"id": self.layers[side].id},
                    "area": self.named(side, area),
                    "complete": complete,
                    "nested": nested,
                    "shares": shares,
                })
        return splits

    def smaller_parts(self):
        """Returns for each pair whether it is a smaller part of its area of each layer."""
        smaller = defaultdict(lambda: [False, False])
        for side in (0, 1):
            for area, partners in self.partners[side].items():
                if not self.is_split(side, area) or self.is_nested(side, area):
                    continue
                size = lambda other: (self.common(side, area, other).weight, self.common(side, area, other).m2)
                main = []
                if self.complete(side, area):
                    main = [max(partners, key=size)]
                elif sum(other is not None and self.complete(1 - side, other) for other in partners) < 2:
                    continue
                for other in partners:
                    if other not in main:
                        smaller[self.pair(side, area, other)][side] = True
        return smaller

    def differences(self):
        """Returns the differences, by their pair of codes."""
        return {
            tuple(area and area["code"] for area in self.names(pair).values()): self.names(pair) | {
                "pair_relation": self.pair_relation(pair),
                "smaller_part_of": self.smaller[pair],
                "weight": amount.weight,
                "drawn_only": False,
                "blocks": [{"code": self.data.blocks[at], "name": self.data.names[at]} for at in amount.blocks],
                "districts": self.districts(amount.blocks),
                "district_parts": self.district_parts(amount.blocks),
                "postcodes": Counter(postcode for at in amount.blocks for postcode in self.data.postcodes[at]),
            }
            for pair, amount in self.inside.items() if pair in self.smaller
        }

    # Moves

    def matching(self, said):
        """Returns coterm's matching if none weighs more, else one that weighs most."""
        weights = np.zeros([len(layer.codes) for layer in self.layers])
        for pair, amount in self.inside.items():
            if None not in pair:
                weights[pair] = amount.weight
        rows, columns = linear_sum_assignment(weights, maximize=True)
        best = {(a, b) for a, b in zip(rows.tolist(), columns.tolist()) if weights[a, b] > 0}
        at = [{code: position for position, code in enumerate(layer.codes)} for layer in self.layers]
        own = [(at[0].get(match["a"]["code"]), at[1].get(match["b"]["code"])) for match in said]
        is_matching = all(len({pair[side] for pair in own}) == len(own) for side in (0, 1))
        is_matching &= all(None not in pair and weights[pair] > 0 for pair in own)
        heaviest = weights[rows, columns].sum()
        if is_matching and abs(sum(weights[pair] for pair in own) - heaviest) <= 1e-9 * heaviest:
            return set(own)
        return best

    def moves(self):
        stays = [amount for pair, amount in self.inside.items() if pair in self.matches]
        moved = [amount for pair, amount in self.inside.items() if pair not in self.matches]
        stay, move = (sum((amount.weight for amount in amounts), 0.0) for amounts in (stays, moved))
        matches = [self.names(pair) | {"weight": self.inside[pair].weight} for pair in sorted(self.matches)]
        return {
            "matches": matches,
            "stays": stay,
            "moved": move,
            "moved_postcodes": sum(amount.postcodes for amount in moved),
            "moved_m2": sum((amount.m2 for amount in moved), 0.0),
            "share": move / ((stay + move) or 1.0),
        }

    # Alignment

    def alignment(self):
        areas = []
        for area in sorted(self.listed[1]):
            has = {name: [getattr(self, name)[pair] for other in self.partners[1][area]
                          if (pair := (other, area)) in getattr(self, name)] for name in ("inside", "beyond")}
            inside, beyond = (self.amount([at for amount in has[name] for at in amount.blocks]) for name in has)
            complete, reaches_beyond = self.complete(1, area), len(beyond.blocks) > 0
            matched = [a for a, b in self.matches if b == area]
            areas.append({
                "area": self.named(1, area),
                "from": self.named(0, matched[0]) if matched else None,
                "inside": inside.as_json(),
                "coterminous": complete and not reaches_beyond,
                "beyond": beyond.as_json() if complete and reaches_beyond else None,
            })
        in_none = self.amount([at for pair, amount in self.inside.items() if pair[1] is None for at in amount.blocks])
        return {"areas": areas, "in_none": in_none.as_json() if in_none.m2 > 0 else None}

    def least_change(self, side, area, said):
        """Tries every set of complete areas of the other layer that the area could become."""
        partners = self.partners[side][area]
        choices = [other for other in partners if other is not None and self.complete(1 - side, other)]
        if self.relation(side, area) not in ("crossing", "part-of") or not choices:
            return None

        def amounts(other):
            """Returns weight and ground that would join, and that would leave, if the other area is taken or not."""
            common = self.common(side, area, other)
            if other is None or self.is_within(1 - side, other, area):
                return (0.0, 0.0), (common.weight, common.m2)
            whole = self.whole[1 - side][other]
            return (whole.weight - common.weight, whole.m2 - common.m2), (common.weight, common.m2)

        taken = np.arange(1, 2 ** len(choices))
        weights = np.full(len(taken), sum((amounts(other)[1][0] for other in partners if other not in choices), 0.0))
        for bit, other in enumerate(choices):
            join, leave = amounts(other)
            weights += np.where(taken >> bit & 1, join[0], leave[0])
        best = weights.argmin()
        codes = {area["code"] for area in said["becomes"]} if said else set()
        own = sum(1 << bit for bit, other in enumerate(choices) if self.layers[1 - side].codes[other] in codes)
        if own and weights[own - 1] - weights[best] <= 1e-9 * (1.0 + weights[best]):
            best = own - 1
        becomes = [other for bit, other in enumerate(choices) if taken[best] >> bit & 1]
        change = lambda other, amount: {"area": self.named(1 - side, other), "weight": amount[0], "area_m2": amount[1]}
        joining = [other for other in becomes if not self.is_within(1 - side, other, area)]
        return {
            "becomes": [self.named(1 - side, other) for other in becomes],
            "join": heaviest_first(change(other, amounts(other)[0]) for other in joining),
            "leave": heaviest_first(change(other, amounts(other)[1]) for other in partners if other not in becomes),
            "weight": float(weights[best]),
        }

    # Verdicts

    def verdicts(self, side, said):
        said = {verdict["area"]["code"]: verdict for verdict in said}
        verdicts = []
        for area in sorted(self.listed[side]):
            complete, whole, relation = self.complete(side, area), self.whole[side][area], self.relation(side, area)
            parts = []
            for other in self.partners[side][area]:
                amount = self.common(side, area, other)
                of_other = self.whole[1 - side].get(other, self.nothing).weight
                known = other is not None and self.complete(1 - side, other) and of_other > 0
                part = self.part(side, area, other, amount) | {
                    "weight_share": amount.weight / (whole.weight or 1.0) if complete else None,
                    "area_share": amount.m2 / whole.m2 if complete else None,
                    "share_of_other": amount.weight / of_other if known else None,
                }
                parts.append(part)
            own = said.get(self.layers[side].codes[area], {})
            verdicts.append({
                "area": self.named(side, area),
                "complete": complete,
                "relation": relation,
                "by_blocks": relation,
                "with": parts_in_order(part for part in parts if part["area"]),
                "outside": next((part for part in parts if not part["area"]), None),
                "area_m2": whole.m2 if complete else None,
                "weight": whole.weight if complete else None,
                "blocks": len(whole.blocks) if complete else None,
                "least_change": self.least_change(side, area, own.get("least_change")),
            })
        return verdicts

    def extent(self):
        inside = self.amount([at for amount in self.inside.values() for at in amount.blocks])
        layers = []
        for side in (0, 1):
            own = [at for pair, amount in self.inside.items() if pair[side] is not None for at in amount.blocks]
            amount = self.amount(own)
            layers.append({"id": self.layers[side].id, "area_m2": amount.m2, "weight": amount.weight})
        return {
            "a": layers[0],
            "b": layers[1],
            "review_area": inside.as_json() | {"areas": [self.data.area_name(area) for area in self.within]},
            "weight": {"total": inside.weight},
        }

    def as_json(self, said):
        """Returns what must be said. `said` is what coterm says."""
        self.matches = self.matching(said["moves"]["matches"])
        return self.fixed | {
            "matrix": self.matrix(),
            "beyond": self.beyond_rows(),
            "verdicts_a": self.verdicts(0, said["verdicts_a"]),
            "verdicts_b": self.verdicts(1, said["verdicts_b"]),
            "moves": self.moves(),
            "alignment": self.alignment(),
        }


def heaviest_first(changes):
    return sorted(changes, key=lambda change: -change["weight"])
