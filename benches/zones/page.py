"""Makes one Markdown page from the records of a run.

    python page.py RECORDS ZONES.md
"""

import json
import statistics
import sys
from pathlib import Path

import targets
from contenders import CONTENDERS, COTERM
from figures import Figures
from report import machine

LAYERS = {
    "lsoa": "LSOAs of England",
    "made-350": "made areas with 1.5 million vertices",
    "made-788": "made areas with 110,000 vertices",
}
# Ways to compare with, of which the fastest counts, and the speed-up that is aimed at.
TARGETS = [(["sedonadb-inner", "sedonadb-left"], 20), (["pycanopy-auto"], 20), (["geopandas-sjoin"], 30)]
TITLES = {contender.name: contender.title for contender in CONTENDERS}


def main(records, page):
    with open(records) as lines:
        figures = Figures([json.loads(line) for line in lines])
    layers = list(dict.fromkeys(figure["layer"] for figure in figures.of("zones")))
    sections = [heading(figures), target_table(figures, layers)]
    sections += [layer_table(figures, layer) for layer in layers]
    sections.append(f"## Versions\n\n{versions(figures)}")
    Path(page).write_text("\n\n".join(sections) + "\n")


def heading(figures):
    run = figures.of("run")[0]
    turns = "one turn" if run["turns"] == 1 else f"medians of {run['turns']} turns"
    return f"""# How fast are points counted by zone?

Made by `make zones`. {machine(figures)} Count and mean of {run['points']:,} points in
longitude and latitude by zone, zones without points included, as in query 10 of Apache SpatialBench;
{turns} of whole processes, from Parquet to Parquet, start included. In brackets how many
times coterm's time that is. Memory is the peak of the largest process. coterm-sql has the zones imported
into its everyday data, before the clock starts; the others read them from GeoParquet.

Points in another zone are those that coterm-sql counts elsewhere: it tests points on the British
National Grid, where the boundaries are defined, and the others take edges to be straight in degrees. More
than 50 in a million, or any other difference, is an error."""


def target_table(figures, layers):
    rows = [target(figures, layer, *wanted) for layer in layers for wanted in TARGETS]
    about = "The target beside GeoPandas is about `sjoin` of all points, as is usual."
    return "\n".join(["## Targets", "", about, "", *targets.HEAD, *rows])


def target(figures, layer, names, times):
    """Compares with the fastest way; if all were stopped, with the time that they were given."""
    ours = median(figures, layer, COTERM.name, "seconds")
    measured = [(median(figures, layer, name, "seconds"), name) for name in names]
    peer, name = min((pair for pair in measured if pair[0]), default=(None, names[0]))
    beside = f"{TITLES[name]}: {peer:.2f} s" if peer else f"{TITLES[name]}: {reason(figures, layer, name)}"
    least = peer or limit(figures, layer, name)
    reached = least / ours if ours and least else None
    if not peer and reached and reached < times:
        reached = None  # it may have been held
    what = f"{layer}: {ours:.2f} s" if ours else layer
    form = "×{:.1f}" if peer else "over ×{:.1f}"
    return targets.row(what, beside, f"at least ×{times}", reached, form, reached and reached >= times)


def layer_table(figures, layer):
    ours = next((figure for figure in figures.of("answer", layer=layer, contender=COTERM.name) if "zones" in figure), None)
    title = f"{ours['zones']:,} {LAYERS[layer]}, {ours['empty']:,} without points" if ours else LAYERS[layer]
    head = ["| | seconds | CPU seconds | memory, MB | points in another zone |", "|---|---:|---:|---:|---|"]
    rows = [f"## {layer}: {title}", "", *head]
    for name in dict.fromkeys(figure["contender"] for figure in figures.of("zones", layer=layer)):
        rows.append(f"| {TITLES[name]} | " + " | ".join(cells(figures, layer, name)) + " |")
    return "\n".join(rows)


def cells(figures, layer, name):
    seconds, cpu, peak = (median(figures, layer, name, key) for key in ("seconds", "cpu_seconds", "peak_mb"))
    if seconds is None:
        return [reason(figures, layer, name), "", "", answer(figures, layer, name)]
    ours = median(figures, layer, COTERM.name, "seconds")
    times = f" (×{seconds / ours:.1f})" if ours and name != COTERM.name else ""
    return [f"{seconds:.2f}{times}", f"{cpu:.2f}", f"{peak:,.0f}", answer(figures, layer, name)]


def median(figures, layer, name, key):
    """The median of a contender, or none if it has not answered in each of its turns."""
    turns = figures.of("zones", layer=layer, contender=name)
    return statistics.median(turn[key] for turn in turns) if turns and all(key in turn for turn in turns) else None


def reason(figures, layer, name):
    """Says why a contender has no time."""
    for figure in figures.of("zones", layer=layer, contender=name):
        if "over" in figure:
            return f"over {figure['over']:g}"
        if "failed" in figure:
            return f"failed: {figure['failed']}".replace("|", "\\|")
    return "not measured"


def limit(figures, layer, name):
    return next((figure["over"] for figure in figures.of("zones", layer=layer, contender=name) if "over" in figure), None)


def answer(figures, layer, name):
    """Says how many points are in another zone, and what else is wrong."""
    found = next(iter(figures.of("answer", layer=layer, contender=name)), None)
    if found is None:
        return ""
    flaws = "; ".join(f"**{flaw}**" for flaw in found["flaws"])
    return flaws or (f"{found['moved']:,}" if "moved" in found else "")


def versions(figures):
    return "; ".join(version for figure in figures.of("version") for version in figure["versions"]) + "."


if __name__ == "__main__":
    main(*sys.argv[1:])
