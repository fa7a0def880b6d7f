"""What coterm has set itself to reach, beside what it reached."""

BATCHES = "coterm in batches"

# Layer, order, how coterm is asked, beside whom, at least so many times faster.
LOOKUPS = [
    ("made-350", "random", "coterm", "best_rust", 45),
    ("made-350", "random", "coterm", "rstar + geo::Contains", 250),
    ("made-350", "random", "coterm", "best_other", 60),
    ("made-34850", "random", "coterm", "best_rust", 15),
    ("made-34850", "random", BATCHES, "best_rust", 40),
    ("lsoa-england", "random", "coterm", "best_rust", 12),
    ("lsoa-england", "random", BATCHES, "best_rust", 25),
    ("lsoa-20m", "random", "coterm", "best_rust", 12),
    ("lsoa-20m", "random", BATCHES, "best_rust", 25),
    ("made-350", "sorted", "coterm", "best_rust", 20),
    ("made-34850", "sorted", "coterm", "best_rust", 15),
    ("lsoa-england", "sorted", "coterm", "best_rust", 12),
    ("lsoa-20m", "sorted", "coterm", "best_rust", 12),
    ("made-350", "near", "coterm", "best_rust", 5),
    ("made-34850", "near", "coterm", "best_rust", 5),
    ("lsoa-england", "near", "coterm", "best_rust", 5),
    ("lsoa-20m", "near", "coterm", "best_rust", 5),
]


def table(figures):
    rows = ["## Targets", "", "| what | beside | target | reached | |", "|---|---|---:|---:|---|"]
    for layer, order, asked, beside, times in LOOKUPS:
        peer, name = peer_of(figures, layer, order, beside)
        our = figures.ns(layer, order, asked)
        reached = peer / our if peer and our else None
        rows.append(row(f"{layer}, {order}, {asked}", name or "not measured", f"at least ×{times}", reached, "×{:.1f}", reached and reached >= times))
    return "\n".join(rows + everyday(figures) + degrees(figures) + boundary(figures) + construction(figures))


def peer_of(figures, layer, order, beside):
    if beside in ("best_rust", "best_other"):
        return getattr(figures, beside)(layer, order)
    return figures.ns(layer, order, beside), beside


def everyday(figures):
    rows = []
    for figure in figures.of("everyday", contender="coterm"):
        reached = figure["ns_per_point"] / figure["dearest_layer_ns"]
        what = f"{figure['layers']} layers of the default data at once: {figure['ns_per_point']:,.0f} ns"
        rows.append(row(what, f"the dearest layer alone: {figure['dearest_layer_ns']:,.0f} ns", "under ×5", reached, "×{:.1f}", reached < 5))
    return rows


def degrees(figures):
    rows = []
    for figure in figures.of("degrees"):
        grid = figures.ns(figure["layer"], "random", "coterm")
        reached = figure["ns_per_point"] / grid
        rows.append(row(f"{figure['layer']}, longitude and latitude: {figure['ns_per_point']:,.0f} ns", f"easting and northing: {grid:,.0f} ns", "under ×3", reached, "×{:.1f}", reached < 3))
    return rows


def boundary(figures):
    rows = []
    for figure in figures.of("boundary", layer="made-350", contender="coterm"):
        reached = figure["ns_per_point"] / 1_000
        rows.append(row(f"made-350, {figure['order']}, distance to the nearest boundary", "", "under 2 µs", reached, "{:.2f} µs", reached < 2))
    return rows


def construction(figures):
    rows = []
    for figure in figures.of("construction", contender="coterm"):
        layer = figure["layer"]
        if layer == "made-350":
            rows.append(row(f"{layer}, built", "", "under 0.6 s", figure["seconds"], "{:.2f} s", figure["seconds"] < 0.6))
        _, name = figures.best_prepared(layer, "random")
        peer = figures.of("construction", layer=layer, contender=name)[0]["bytes"] / 1e6
        rows.append(row(f"{layer}, memory", f"{name}", f"under {peer:,.0f} MB", figure["bytes"] / 1e6, "{:,.0f} MB", figure["bytes"] / 1e6 < peer))
    return rows


def row(what, beside, target, reached, form, held):
    if reached is None:
        return f"| {what} | {beside} | {target} | | not measured |"
    return f"| {what} | {beside} | {target} | {form.format(reached)} | {'held' if held else '**missed**'} |"
