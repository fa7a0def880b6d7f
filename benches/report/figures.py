"""The figures by what they are about."""

RUST = ["coterm", "coterm in batches", "rstar + IntervalTreeMultiPolygon", "geo-index + IntervalTreeMultiPolygon", "rstar + geo::Contains"]


def ours(contender):
    """Whether it is coterm, asked in one way or another (`coterm`, `coterm in batches`)."""
    return contender.startswith("coterm")


class Figures:
    def __init__(self, records):
        self.records = records

    def of(self, kind, **wanted):
        """The figures of a kind that have these values."""
        return [r for r in self.records if r["kind"] == kind and all(r.get(k) == v for k, v in wanted.items())]

    def layers(self):
        return list(dict.fromkeys(figure["layer"] for figure in self.of("lookup")))

    def pairs(self):
        """The pairs of layers that were overlaid."""
        return list(dict.fromkeys(figure["pair"] for figure in self.of("overlay", contender="coterm")))

    def overlay(self, pair, contender, threads=1):
        """Seconds that it took."""
        found = self.of("overlay", pair=pair, contender=contender, threads=threads)
        return found[-1]["seconds"] if found else None

    def best_overlay(self, pair):
        """The fastest of the others on one core and its figure."""
        names = {figure["contender"] for figure in self.of("overlay", pair=pair)}
        measured = [(self.overlay(pair, name), name) for name in names if not ours(name)]
        return min((one for one in measured if one[0]), default=(None, None))

    def contenders(self, layer):
        """Ours, then the Rust ones, then the others by their figure in random order."""
        names = dict.fromkeys(figure["contender"] for figure in self.of("lookup", layer=layer))
        others = [name for name in names if not ours(name) and name not in RUST]
        others.sort(key=lambda name: self.ns(layer, "random", name) or 0)
        return [name for name in names if ours(name) or name in RUST] + others

    def ns(self, layer, order, contender):
        found = self.of("lookup", layer=layer, order=order, contender=contender)
        return found[-1]["ns_per_point"] if found else None

    def best_rust(self, layer, order):
        """The fastest combination of Rust crates and its figure."""
        return self.best(layer, order, [name for name in self.contenders(layer) if name in RUST and not ours(name)])

    def best_prepared(self, layer, order):
        """The fastest of those that index each area, and its figure."""
        return self.best(layer, order, [name for name in RUST if "IntervalTree" in name])

    def best_other(self, layer, order):
        """The fastest of what is not Rust crates and its figure."""
        return self.best(layer, order, [name for name in self.contenders(layer) if name not in RUST and not ours(name)])

    def best(self, layer, order, names):
        measured = [(self.ns(layer, order, name), name) for name in names]
        return min((pair for pair in measured if pair[0]), default=(None, None))
