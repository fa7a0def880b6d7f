"""The figures of a run, and selections of them for the report."""

RUST = ["coterm", "coterm in batches", "rstar + IntervalTreeMultiPolygon", "geo-index + IntervalTreeMultiPolygon", "rstar + geo::Contains"]


def ours(contender):
    """Whether the contender is a variant of coterm (`coterm`, `coterm in batches`)."""
    return contender.startswith("coterm")


class Figures:
    def __init__(self, records):
        self.records = records

    def of(self, kind, **wanted):
        """Returns the figures of a kind that have these values."""
        return [r for r in self.records if r["kind"] == kind and all(r.get(k) == v for k, v in wanted.items())]

    def layers(self):
        return list(dict.fromkeys(figure["layer"] for figure in self.of("lookup")))

    def pairs(self):
        """Names of the pairs of layers that were overlaid."""
        return list(dict.fromkeys(figure["pair"] for figure in self.of("overlay", contender="coterm")))

    def overlay(self, pair, contender, threads=1):
        """Seconds that the contender took to overlay a pair."""
        found = self.of("overlay", pair=pair, contender=contender, threads=threads)
        return found[-1]["seconds"] if found else None

    def best_overlay(self, pair):
        """The figure on one core of the fastest contender that is not coterm, and its name."""
        names = {figure["contender"] for figure in self.of("overlay", pair=pair)}
        measured = [(self.overlay(pair, name), name) for name in names if not ours(name)]
        return min((one for one in measured if one[0]), default=(None, None))

    def contenders(self, layer):
        """Names: coterm, then the Rust crates, then the others by their figure in random order."""
        names = dict.fromkeys(figure["contender"] for figure in self.of("lookup", layer=layer))
        others = [name for name in names if not ours(name) and name not in RUST]
        others.sort(key=lambda name: self.ns(layer, "random", name) or 0)
        return [name for name in names if ours(name) or name in RUST] + others

    def ns(self, layer, order, contender):
        found = self.of("lookup", layer=layer, order=order, contender=contender)
        return found[-1]["ns_per_point"] if found else None

    def best_rust(self, layer, order):
        """The figure of the fastest combination of Rust crates, and its name."""
        return self.best(layer, order, [name for name in self.contenders(layer) if name in RUST and not ours(name)])

    def best_prepared(self, layer, order):
        """The figure of the fastest combination that indexes each area, and its name."""
        return self.best(layer, order, [name for name in RUST if "IntervalTree" in name])

    def best_other(self, layer, order):
        """The figure of the fastest software that is not a Rust crate, and its name."""
        return self.best(layer, order, [name for name in self.contenders(layer) if name not in RUST and not ours(name)])

    def best(self, layer, order, names):
        measured = [(self.ns(layer, order, name), name) for name in names]
        return min((pair for pair in measured if pair[0]), default=(None, None))
