"""The targets of coterm, compared with what it reached."""

BATCHES = "coterm in batches"

HEAD = ["| what | beside | target | reached | |", "|---|---|---:|---:|---|"]

# Layer, order of points, variant of coterm, contender to compare with, and the speed-up that is
# aimed at.
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

# Speed-up over PostGIS that is aimed at, by zoom.
TILES = {6: 400, 9: 100, 12: 30}


def table(figures):
    return "\n".join(["## Targets", "", *HEAD, *of_lookups(figures), *of_tiles(figures)])


def of_lookups(figures):
    """Rows for all targets but those of vector tiles."""
    rows = []
    for layer, order, asked, beside, times in LOOKUPS if figures.of("lookup") else []:
        peer, name = peer_of(figures, layer, order, beside)
        our = figures.ns(layer, order, asked)
        reached = peer / our if peer and our else None
        rows.append(row(f"{layer}, {order}, {asked}", name or "not measured", f"at least ×{times}", reached, "×{:.1f}", reached and reached >= times))
    others = [overlay, everyday, degrees, boundary, postcodes, construction, files, cold_start, compare, bulk, http]
    return rows + [line for others_of in others for line in others_of(figures)]


def of_tiles(figures):
    return tiles(figures) + pyramids(figures) + served(figures)


def peer_of(figures, layer, order, beside):
    if beside in ("best_rust", "best_other"):
        return getattr(figures, beside)(layer, order)
    return figures.ns(layer, order, beside), beside


def overlay(figures):
    """Compares one core with one core; the row also has the time on all cores by the clock."""
    rows = []
    for pair in figures.pairs():
        peer, name = figures.best_overlay(pair)
        cold, warm = (6, 30) if pair.startswith("made") else (4, 10)
        for contender, what, times in [("coterm", "from loaded geometry", cold), ("coterm, topology at hand", "with the topology at hand", warm)]:
            our = figures.overlay(pair, contender)
            many = figures.of("overlay", pair=pair, contender=contender)[-1]
            shown = f"{pair}, matrix and verdicts, {what}: {our:.3f} s; on {many['threads']} cores {many['clock_seconds']:.3f} s"
            beside = f"{name}: {peer:.2f} s" if peer else "not measured"
            reached = peer / our if peer else None
            rows.append(row(shown, beside, f"at least ×{times}", reached, "×{:.1f}", reached and reached >= times))
    return rows


def compare(figures):
    rows = []
    for figure in figures.of("compare"):
        rows.append(row(f"`coterm compare {figure['layers']}` to an HTML file, from its start", "", "under 1 s", figure["seconds"], "{:.2f} s", figure["seconds"] < 1))
    return rows


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
        way = figure["contender"]
        grid = figures.ns(figure["layer"], "random", way)
        reached = figure["ns_per_point"] / grid
        how = "in batches" if way.endswith("in batches") else "one by one"
        rows.append(row(f"{figure['layer']}, longitude and latitude, {how}: {figure['ns_per_point']:,.0f} ns", f"easting and northing: {grid:,.0f} ns", "at most ×2", reached, "×{:.1f}", reached <= 2))
    return rows


def postcodes(figures):
    rows = []
    for figure in figures.of("postcodes"):
        what = f"a postcode's text to its areas in {figure['layers']} layers, {figure['loaded']:,} loaded"
        rows.append(row(what, "", "under 1 µs", figure["ns_per_postcode"], "{:,.0f} ns", figure["ns_per_postcode"] < 1000))
    return rows


def boundary(figures):
    rows = []
    for figure in figures.of("boundary", layer="made-350", contender="coterm"):
        reached = figure["ns_per_point"] / 1_000
        rows.append(row(f"made-350, {figure['order']}, distance to the nearest boundary", "", "under 2 µs", reached, "{:.2f} µs", reached < 2))
    return rows


def construction(figures):
    rows = []
    for figure in figures.of("construction", contender="coterm", threads=1):
        layer = figure["layer"]
        if layer == "made-350":
            rows.append(row(f"{layer}, built on one core", "", "under 0.6 s", figure["seconds"], "{:.2f} s", figure["seconds"] < 0.6))
        for all_cores in figures.of("construction", contender="coterm", layer=layer):
            if all_cores["threads"] > 1:
                times = figure["seconds"] / all_cores["seconds"]
                rows.append(row(f"{layer}, built on {all_cores['threads']} cores", f"on one: {figure['seconds']:.2f} s", "faster", times, "×{:.1f}", times > 1))
        _, name = figures.best_prepared(layer, "random")
        peer = figures.of("construction", layer=layer, contender=name)[0]["bytes"] / 1e6
        rows.append(row(f"{layer}, memory", f"{name}", f"under {peer:,.0f} MB", figure["bytes"] / 1e6, "{:,.0f} MB", figure["bytes"] / 1e6 < peer))
    return rows


def files(figures):
    """Compares whole commands by the clock."""
    rows = []
    for our in figures.of("file", contender="coterm check"):
        for peer in figures.of("file", format=our["format"]):
            if peer is our:
                continue
            reached = peer["seconds"] / our["seconds"]
            what = f"`coterm check` of {our['format']}, {our['vertices']:,} vertices, with overlaps and gaps: {our['seconds']:.2f} s"
            rows.append(row(what, f"{peer['contender']}: {peer['seconds']:.2f} s", "at least ×3", reached, "×{:.1f}", reached >= 3))
    return rows


def cold_start(figures):
    rows = []
    for figure in figures.of("cold start"):
        target = 0.15 if figure["data"] == "default" else 2
        rows.append(row(f"a process from its start to its first answer, data: {figure['data']}", "", f"under {target:g} s", figure["seconds"], "{:.3f} s", figure["seconds"] < target))
    return rows


def bulk(figures):
    rows = []
    for figure in figures.of("bulk"):
        what = f"`coterm bulk`, {figure['rows']:,} postcodes, CSV to CSV; {figure['bytes'] / 1e6:,.0f} MB held"
        rows.append(row(what, "", "at least 1 M rows/s", figure["rows_per_second"] / 1e6, "{:.2f} M rows/s", figure["rows_per_second"] >= 1e6))
    return rows


def http(figures):
    """Compares by the clock, and in brackets by the processor time of the servers. The latter is stricter:
    the clock also counts the client, whose cost is the same for both."""
    rows = []
    for figure in figures.of("http", server="coterm"):
        peer = next(iter(figures.of("http", workload=figure["workload"], server="bare axum handler")), None)
        if peer is None:
            continue
        least = 70 if "codes only" in figure["workload"] else 55
        reached = 100 * figure["requests_per_s"] / peer["requests_per_s"]
        worked = 100 * peer["server_us"] / figure["server_us"]
        what = f"{figure['workload']}: {figure['requests_per_s']:,.0f} requests/s"
        beside = f"{peer['server']}, {peer['body_bytes']:,.0f} bytes: {peer['requests_per_s']:,.0f} requests/s"
        rows.append(row(what, beside, f"at least {least} %", reached, f"{{:.0f}} % (by processor time {worked:.0f} %)", reached >= least))
    for figure in figures.of("http", server="coterm"):
        if "1,000" in figure["workload"]:
            # One core answers; a machine with two answers two such requests at once.
            lookups = 1000 * figure["requests_per_s"]
            rows.append(row(f"{figure['workload']}, on one core", "", "at least 200,000 lookups/s", lookups, "{:,.0f} lookups/s", lookups >= 200_000))
    return rows


def tiles(figures):
    """Compares with ST_AsMVTGeom of the layer itself, which the target is about; then with the fastest that
    simplifies each area by itself, on request and beforehand."""
    rows = []
    for our in figures.of("tile", contender="coterm"):
        zoom, ms = our["zoom"], our["p50_us"] / 1e3
        others = [figure for figure in figures.of("tile", zoom=zoom) if figure is not our]
        whole = [figure for figure in others if figure["contender"].endswith(" ST_AsMVTGeom")]
        before = [figure for figure in others if figure["prepared_s"] is not None]
        asked = [figure for figure in others if figure not in whole + before]
        for ways in [whole, asked, before] if others else [[]]:
            peer = min(ways, key=lambda figure: figure["p50_us"], default=None)
            reached = peer and peer["p50_us"] / our["p50_us"]
            beside = f"{peer['contender']}: {peer['p50_us'] / 1e3:,.2f} ms" if peer else "not measured"
            least = TILES[zoom]
            rows.append(row(f"{our['layer']}, a tile of zoom {zoom}: {ms:.3f} ms", beside, f"at least ×{least}", reached, "×{:,.1f}", reached and reached >= least))
        spread = our["all_p99_us"] / our["all_p50_us"]
        what = f"{our['layer']}, zoom {zoom}, what 99 in 100 of {our['all_tiles']:,} tiles take at most: {our['all_p99_us'] / 1e3:.3f} ms"
        rows.append(row(what, f"what half take: {our['all_p50_us'] / 1e3:.3f} ms", "under ×10", spread, "×{:.1f}", spread < 10))
    return rows


def pyramids(figures):
    """Compares one core by processor time, and several cores by the clock."""
    rows = []
    for our in figures.of("pyramid", contender="coterm"):
        key, cores = ("cpu_seconds", "one core") if our["cores"] == 1 else ("seconds", f"{our['cores']} cores")
        peers = [figure for figure in figures.of("pyramid", cores=our["cores"]) if figure is not our]
        peer = min(peers, key=lambda figure: figure[key], default=None)
        reached = peer and peer[key] / our[key]
        beside = f"{peer['contender']}, from {peer['from']}: {peer[key]:.1f} s" if peer else "not measured"
        what = f"{our['layer']}, all {our['tiles']:,} tiles to zoom 12 in a file, on {cores}: {our[key]:.1f} s"
        rows.append(row(what, beside, "at least ×5", reached, "×{:.1f}", reached and reached >= 5))
    for our in figures.of("pyramid", contender="coterm", cores=1):
        peers = [figure for figure in figures.of("pyramid", cores=1) if figure is not our]
        peer = min(peers, key=lambda figure: figure["bytes"], default=None)
        for what, key in [("as they are", "bytes"), ("compressed", "archived_bytes")]:
            reached = peer and 100 * our[f"fill_{key}"] / peer[key]
            shown = f"{our['layer']}, areas of all tiles to zoom 12, {what}: {our[f'fill_{key}'] / 1e6:.1f} MB; with lines and labels {our[key] / 1e6:.1f} MB"
            beside = f"{peer['contender']}: {peer[key] / 1e6:.1f} MB" if peer else "not measured"
            rows.append(row(shown, beside, "no more", reached, "{:.0f} %", reached and reached <= 100))
    return rows


def served(figures):
    rows = []
    for our in figures.of("served", server="coterm"):
        for peer in figures.of("served", zoom=our["zoom"], state=our["state"]):
            if peer is our:
                continue
            reached = our["requests_per_s"] / peer["requests_per_s"]
            what = f"served, zoom {our['zoom']}, {our['state']}: {our['requests_per_s']:,.0f} tiles/s, 99 in 100 within {our['p99_us'] / 1e3:.2f} ms"
            beside = f"{peer['server']}: {peer['requests_per_s']:,.0f} tiles/s, {peer['p99_us'] / 1e3:.2f} ms"
            held = reached >= 2 and our["p99_us"] <= peer["p99_us"]
            rows.append(row(what, beside, "at least ×2, and no later", reached, "×{:.1f}", held))
    return rows


def row(what, beside, target, reached, form, held):
    if reached is None:
        return f"| {what} | {beside} | {target} | | not measured |"
    return f"| {what} | {beside} | {target} | {form.format(reached)} | {'held' if held else '**missed**'} |"
