"""Plots of growth as SVG, without a library: panels whose axes are both logarithmic."""

import math

# Colours of Okabe and Ito, which colour-blind people can tell apart.
COLOURS = ["#d55e00", "#0072b2", "#009e73", "#cc79a7", "#000000"]
WIDTH, HEIGHT, LEFT, TOP = 380, 240, 80, 90
STEP_X, STEP_Y = WIDTH + 100, HEIGHT + 90


def growth(figures):
    names = list(dict.fromkeys(figure["contender"] for figure in figures.of("growth")))
    panels = [
        ("vertices, the number of areas the same", "ns a point", "vertices", "vertices", "ns_per_point"),
        ("areas, the number of vertices the same", "ns a point", "areas", "areas", "ns_per_point"),
        ("layers of the default data at once", "ns a point", "layers", "layers", "ns_per_point"),
        ("vertices, the number of areas the same", "seconds to build", "vertices", "vertices", "build_seconds"),
    ]
    drawn = []
    for along, up, by, x, y in panels:
        lines = [[(r[x], r[y]) for r in figures.of("growth", by=by, contender=name)] for name in names]
        drawn.append((lines, along, up))
    return drawing("How the cost of a lookup grows", names, drawn)


def overlay(figures):
    """Plots how the cost of an overlay grows; returns None if there are no figures."""
    grown = figures.of("overlay growth")
    names = list(dict.fromkeys(figure["contender"] for figure in grown))
    drawn = []
    for up, y in [("seconds", "seconds"), ("ns a vertex", "ns_per_vertex")]:
        lines = [[(r["vertices"], r[y]) for r in grown if r["contender"] == name] for name in names]
        drawn.append((lines, "vertices of both layers", up))
    return drawing("How the cost of an overlay grows", names, drawn) if grown else None


def drawing(title, names, panels):
    parts = []
    for number, panel in enumerate(panels):
        x, y = LEFT + number % 2 * STEP_X, TOP + number // 2 * STEP_Y
        parts.append(f'<g transform="translate({x} {y})">{draw(*panel)}</g>')
    width, height = LEFT + 2 * STEP_X - 60, TOP + -(-len(panels) // 2) * STEP_Y
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="13">\n'
        f'<title>{title}</title>\n<rect width="{width}" height="{height}" fill="white"/>\n'
        + legend(names) + "\n".join(parts) + "\n</svg>\n"
    )


def legend(names):
    entries = []
    for number, (name, colour) in enumerate(zip(names, COLOURS)):
        x, y = LEFT + number % 2 * STEP_X, 24 + number // 2 * 22
        entries.append(f'<path d="M{x} {y - 4}h26" stroke="{colour}" stroke-width="3"/><text x="{x + 34}" y="{y}">{name}</text>\n')
    return "".join(entries)


def draw(lines, along, up):
    points = [point for line in lines for point in line]
    x = Axis([point[0] for point in points], WIDTH)
    y = Axis([point[1] for point in points], HEIGHT)
    marks = [f'<path d="M0 0V{HEIGHT}H{WIDTH}" fill="none" stroke="#666"/>']
    for value in x.ticks():
        marks.append(f'<path d="M{x.at(value):.1f} 0V{HEIGHT}" stroke="#ddd"/><text x="{x.at(value):.1f}" y="{HEIGHT + 18}" text-anchor="middle">{short(value)}</text>')
    for value in y.ticks():
        level = HEIGHT - y.at(value)
        marks.append(f'<path d="M0 {level:.1f}H{WIDTH}" stroke="#ddd"/><text x="-8" y="{level + 4:.1f}" text-anchor="end">{short(value)}</text>')
    marks.append(f'<text x="{WIDTH / 2}" y="{HEIGHT + 40}" text-anchor="middle">{along}</text>')
    marks.append(f'<text transform="translate(-52 {HEIGHT / 2}) rotate(-90)" text-anchor="middle">{up}</text>')
    for line, colour in zip(lines, COLOURS):
        places = [(x.at(a), HEIGHT - y.at(b)) for a, b in line]
        path = " ".join(f"{px:.1f},{py:.1f}" for px, py in places)
        marks.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        marks += [f'<circle cx="{px:.1f}" cy="{py:.1f}" r="3.5" fill="{colour}"/>' for px, py in places]
    return "\n".join(marks)


class Axis:
    """A logarithmic axis that has room for all values."""

    def __init__(self, values, length):
        low, high = math.log10(min(values)), math.log10(max(values))
        self.low, self.high, self.length = low, max(high, low + 0.3), length

    def at(self, value):
        # A margin at both ends keeps marks off the frame.
        return (0.04 + 0.92 * (math.log10(value) - self.low) / (self.high - self.low)) * self.length

    def ticks(self):
        """Powers of ten, and values between them where there are few."""
        steps = [1] if self.high - self.low > 2 else [1, 2, 5] if self.high - self.low > 1 else [1, 1.5, 2, 3, 5, 7]
        powers = range(math.floor(self.low), math.ceil(self.high) + 1)
        values = [step * 10.0**power for power in powers for step in steps]
        return [value for value in values if 0 <= self.at(value) <= self.length]


def short(value):
    for size, letter in ((1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:g}{letter}"
    return f"{value:g}"
