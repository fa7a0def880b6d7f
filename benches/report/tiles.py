"""The sections of the report on vector tiles."""


def section(figures):
    parts = [made(figures), pyramids(figures), served(figures)]
    absent = [f"{figure['contender']} was not to be had: {figure['reason']}." for figure in figures.of("tiles absent")]
    return "\n\n".join([part for part in parts if part] + absent)


def made(figures):
    ours = figures.of("tile", contender="coterm")
    if not ours:
        return ""
    divided = ours[0]["divided_s"]
    rows = ["## Vector tiles", "", f"""A tile of {ours[0]['layer']}, milliseconds on one core: the median over tiles of the median over turns, and in
brackets how many times coterm's. coterm's has areas, lines and labels, and is made anew each time; before the
first of a zoom the ground is divided once for all zooms, {divided:.2f} s, and the zoom is prepared. PostGIS makes areas
with their code and name, of the same ground, loaded, projected and indexed, timed within the server. What it
simplifies it simplifies area by area, within the four units within which coterm's lines are, so that neighbours come
apart: counted are areas that are not valid, and tiles in which areas overlap or have gaps between them.""", ""]
    rows += ["| zoom | | tiles | turns | ms | 99 in 100 within | seconds to prepare | not valid | overlaps | gaps |", "|---:|---|" + "---:|" * 8]
    for our in ours:
        for figure in figures.of("tile", zoom=our["zoom"]):
            times = "" if figure is our else f" (×{figure['p50_us'] / our['p50_us']:,.1f})"
            prepared = "" if figure["prepared_s"] is None else f"{figure['prepared_s']:.2f}"
            flaws = " | ".join("" if figure.get(key) is None else f"{figure[key]:,}" for key in ["invalid_areas", "tiles_with_overlaps", "tiles_with_gaps"])
            rows.append(f"| {figure['zoom']} | {figure['contender']} | {figure['tiles']:,} | {figure['turns']} | {figure['p50_us'] / 1e3:,.3f}{times} | {figure['all_p99_us'] / 1e3:,.3f} | {prepared} | {flaws} |")
    for our in ours:
        rows += ["", f"All {our['all_tiles']:,} tiles of zoom {our['zoom']}: half take no more than {our['all_p50_us'] / 1e3:,.3f} ms, 99 in 100 no more than {our['all_p99_us'] / 1e3:,.3f} ms; {our['slowest']} takes longest, {our['slowest_us'] / 1e3:,.3f} ms for {our['slowest_bytes'] / 1e3:,.0f} kB."]
    return "\n".join(rows)


def pyramids(figures):
    ours = figures.of("pyramid", contender="coterm", cores=1)
    if not ours:
        return ""
    rows = ["## All tiles to zoom 12", "", f"""{ours[0]['layer']} from a file to an MBTiles file; seconds of the whole process. Megabytes of all tiles as they are and
compressed, and of the areas alone, which is all that tippecanoe writes: coterm's other layers are lines, each once,
and labels. tippecanoe keeps shared borders (`--no-simplification-of-shared-nodes`), and simplifies within so many
units of a tile's grid; coterm within four.""", ""]
    rows += ["| | from | cores | seconds | of processor time | tiles | MB | compressed | areas alone | compressed | file |", "|---|---|" + "---:|" * 9]
    for figure in figures.of("pyramid"):
        sizes = " | ".join(f"{figure[key] / 1e6:,.1f}" for key in ["bytes", "archived_bytes", "fill_bytes", "fill_archived_bytes", "file_bytes"])
        rows.append(f"| {figure['contender']} | {figure['from']} | {figure['cores']} | {figure['seconds']:,.2f} | {figure['cpu_seconds']:,.2f} | {figure['tiles']:,} | {sizes} |")
    return "\n".join(rows)


def served(figures):
    if not figures.of("served"):
        return ""
    rows = ["## Tiles over HTTP", "", f"""Each server on one core, asked over 16 connections from another, for tiles compressed with gzip. Cold: each tile once, after
one of zoom 11; warm: the same tiles again, kept by whoever keeps them. Milliseconds from asking to having all of a tile.""", ""]
    rows += ["| zoom | | | tiles | tiles/s | half within | 99 in 100 within | kB a tile | empty | not as coterm's | seconds to the first |", "|---:|---|---|" + "---:|" * 8]
    for figure in sorted(figures.of("served"), key=lambda figure: (figure["zoom"], figure["state"])):
        rows.append(f"| {figure['zoom']} | {figure['state']} | {figure['server']} | {figure['tiles']:,} | {figure['requests_per_s']:,.0f} | {figure['p50_us'] / 1e3:,.3f} | {figure['p99_us'] / 1e3:,.3f} | {figure['body_bytes'] / 1e3:,.1f} | {figure['empty']:,} | {figure['differs']:,} | {figure['ready_s']:.1f} |")
    return "\n".join(rows)
