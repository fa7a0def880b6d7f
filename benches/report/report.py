"""Makes one Markdown page and the plots from the figures of all programs.

    python3 report.py RECORDS RESULTS.md GROWTH.svg [BENCHMARKS.md]

With BENCHMARKS.md (docs/benchmarks.md), the tables of targets and the plot are also written between
the marks of that page; after a run of tiles alone only the table of tiles is.
"""

import json
import os
import sys
import tomllib
from pathlib import Path

import plot
import targets
import tiles
from figures import Figures

LOCK = Path(__file__).resolve().parents[2] / "Cargo.lock"
CRATES = ["rstar", "geo", "geo-index", "i_overlay"]
OVERLAY = "overlay.svg"
ORDERS = {"random": "random order", "sorted": "sorted", "near": "near a boundary"}


def main(records, results, growth, benchmarks=None):
    with open(records) as lines:
        figures = Figures([json.loads(line) for line in lines])
    if figures.of("growth"):
        Path(growth).write_text(plot.growth(figures))
    overlaid = plot.overlay(figures)
    if overlaid:
        Path(growth).with_name(OVERLAY).write_text(overlaid)
    sections = [heading(figures), targets.table(figures)]
    sections += [lookups(figures, layer) for layer in figures.layers()]
    # A partial run has no figures for the other sections.
    for kind, section in [("overlay", overlays), ("position", positions), ("boundary", boundaries), ("construction", construction), ("tile", tiles.section)]:
        sections += [section(figures)] if figures.of(kind) else []
    sections += [growth_section(Path(growth).name)] if figures.of("growth") else []
    sections.append(f"## Versions\n\n{versions(figures, CRATES)}")
    Path(results).write_text("\n\n".join(sections) + "\n")
    if benchmarks:
        put_between_marks(Path(benchmarks), figures, growth)


def put_between_marks(page, figures, growth):
    text = page.read_text()
    if figures.of("lookup"):
        table = "\n".join([*targets.HEAD, *targets.of_lookups(figures)])
        text = between_marks(text, "benches", [measured_with(figures, CRATES), table, growth_plot(os.path.relpath(growth, page.parent))])
    if figures.of("tile"):
        table = "\n".join([*targets.HEAD, *targets.of_tiles(figures)])
        text = between_marks(text, "tiles", [measured_with(figures, []), table])
    page.write_text(text)


def between_marks(text, name, shown):
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, rest = text.split(begin)
    return before + "\n\n".join([begin, *shown, end]) + rest.split(end)[1]


def measured_with(figures, crates):
    return f"{machine(figures)}\n{versions(figures, crates)}"


def heading(figures):
    quick = "\n\n**A quick run, on little: only to try the programs.**" if os.environ.get("QUICK", "0") not in ("", "0") else ""
    if not figures.of("lookup"):
        return f"# A part of the benches\n\n{machine(figures)}{quick}"
    points = max(figure["points"] for figure in figures.of("lookup"))
    asked = sum(figure["asked"] for figure in figures.of("exact"))
    wrong = sum(figure["wrong"] for figure in figures.of("exact"))
    return f"""# How fast is a lookup?

Made by `make bench`. {machine(figures)} One thread; {points:,} points a layer, half
uniform over its extent and half clustered in towns; medians of several turns, in
nanoseconds a point, and in brackets how many times coterm's figure that is.
Areas are indexed, and points are in each program's own form, before the clock
starts; an index of the points, where a program makes one, is part of the answer.
Rows in which a program differs from coterm are counted by what accounts for it. Brute force contradicts coterm on {wrong:,} of {asked:,} points.{quick}"""


def machine(figures):
    machine = next(iter(figures.of("machine")), {})
    return "{cpu}, {cores} cores, {memory_gib} GiB; load at the start {load:.1f}.".format(**machine) if machine else ""


def lookups(figures, layer):
    first = figures.of("lookup", layer=layer)[0]
    vertices = f", {first['vertices']:,} vertices" if "vertices" in first else ""
    rows = [f"## {layer}: {first['areas']:,} areas{vertices}", "", "| | " + " | ".join(ORDERS.values()) + " | rows that differ |"]
    rows.append("|---|" + "---:|" * len(ORDERS) + "---|")
    for contender in figures.contenders(layer):
        cells = [cell(figures, layer, order, contender) for order in ORDERS]
        rows.append(f"| {contender} | " + " | ".join(cells) + f" | {differing(figures, layer, contender)} |")
    rows += [f"| {figure['contender']} | not to be had: {figure['reason']} | | | |" for figure in figures.of("absent")]
    return "\n".join(rows)


def cell(figures, layer, order, contender):
    figure, ours = figures.ns(layer, order, contender), figures.ns(layer, order, "coterm")
    if figure is None:
        return ""
    return f"{figure:,.0f}" if contender == "coterm" or not ours else f"{figure:,.0f} (×{figure / ours:,.1f})"


def differing(figures, layer, contender):
    total = {"on_boundary": 0, "overlap": 0, "wrong": 0}
    for figure in figures.of("lookup", layer=layer, contender=contender):
        for why, count in figure["differs"].items():
            total[why] += count
    words = {"on_boundary": "exactly on a boundary", "overlap": "where areas overlap", "wrong": "**unexplained**"}
    return ", ".join(f"{count:,} {words[why]}" for why, count in total.items() if count) or "0"


def overlays(figures):
    rows = ["## What two layers have in common", ""]
    rows += ["The whole matrix: for coterm with what lies outside the other layer and a verdict for each area, for the others",
             "the area of the intersection of each pair of areas whose envelopes meet. Seconds on one core, by its time, and in",
             "brackets how many times coterm's from loaded geometry; on all cores by the clock. Rows differ if their areas do",
             "by over 0.001 m²."]
    for pair in figures.pairs():
        first = figures.of("overlay", pair=pair, contender="coterm")[0]
        a, b = ("{:,} areas with {:,} vertices".format(*side) for side in zip(first["areas"], first["vertices"]))
        rows += ["", f"### {pair}: {a}, {b}", "", "| | one core | all cores | rows | rows that differ |", "|---|---:|---:|---:|---:|"]
        ours, on_all = figures.overlay(pair, "coterm"), max(figure["threads"] for figure in figures.of("overlay", pair=pair))
        for contender in dict.fromkeys(figure["contender"] for figure in figures.of("overlay", pair=pair)):
            one, many = figures.overlay(pair, contender), figures.overlay(pair, contender, on_all) if on_all > 1 else None
            last = figures.of("overlay", pair=pair, contender=contender)[-1]
            cells = [f"{one:,.3f} (×{one / ours:,.1f})" if one else "", f"{many:,.3f}" if many else ""]
            rows.append(f"| {contender} | {' | '.join(cells)} | {last['rows']:,} | {last['differs']:,} |")
    if figures.of("overlay growth"):
        rows += ["", f"![Seconds, and nanoseconds a vertex, as the vertices of two layers grow]({OVERLAY})"]
    return "\n".join(rows)


def positions(figures):
    rows = ["## Longitude and latitude", "", "OSTN15 included, nanoseconds a point, in random order.", "", "| | | |", "|---|---|---:|"]
    for figure in figures.of("position"):
        rows.append(f"| {figure['way']} | {figure['contender']} | {figure['ns_per_point']:,.0f} |")
    return "\n".join(rows)


def boundaries(figures):
    wrong = sum(figure["wrong"] for figure in figures.of("boundary", contender="coterm"))
    rows = ["## Distance to the nearest boundary", "", f"Nanoseconds a point. {wrong:,} answers differ from those of `rstar` by more than rounding, or from brute force at all.", ""]
    rows += ["| layer | | " + " | ".join(ORDERS.values()) + " | seconds to build | MB |", "|---|---|" + "---:|" * (len(ORDERS) + 2)]
    for first in figures.of("boundary", order="random"):
        same = [figures.of("boundary", layer=first["layer"], contender=first["contender"], order=order)[-1] for order in ORDERS]
        cells = " | ".join(f"{figure['ns_per_point']:,.0f}" for figure in same)
        rows.append(f"| {first['layer']} | {first['contender']} | {cells} | {first['seconds']:.3f} | {first['bytes'] / 1e6:,.1f} |")
    return "\n".join(rows)


def construction(figures):
    rows = ["## To build and to hold", "", "| layer | | cores | seconds | MB |", "|---|---|---:|---:|---:|"]
    for figure in figures.of("construction"):
        rows.append(f"| {figure['layer']} | {figure['contender']} | {figure['threads']} | {figure['seconds']:.3f} | {figure['bytes'] / 1e6:,.1f} |")
    return "\n".join(rows)


def growth_section(plot_name):
    return f"## How cost grows\n\n{growth_plot(plot_name)}"


def growth_plot(at):
    return f"![Nanoseconds a point as vertices, areas and layers grow, and seconds to build]({at})"


def versions(figures, crates):
    locked = tomllib.loads(LOCK.read_text())["package"]
    crates = [f"{crate} {newest(p['version'] for p in locked if p['name'] == crate)}" for crate in crates]
    others = dict.fromkeys(figure["version"] for figure in figures.of("version"))
    return "; ".join([*crates, *others]) + "."


def newest(versions):
    """The newest of several versions: the lock file also has older ones, for other crates."""
    return max(versions, key=lambda version: [int(part) for part in version.split(".")])


if __name__ == "__main__":
    main(*sys.argv[1:])
