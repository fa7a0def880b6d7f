/**
 * How things are drawn: MapLibre layers for a layer of areas, for the ground,
 * and for what was found. Pure: colours come from the theme, nothing is kept.
 */
import { GROUND, familyColour, familyRank } from "./families.js";

/** No font server: with no `glyphs` in the style MapLibre draws with the reader's own fonts.
 *  The first name only carries the weight, which MapLibre reads from it. */
const FONT = ["Coterm Semibold", "system-ui", "Segoe UI", "Helvetica Neue", "Arial"];

/** Layers that are context, not answers: thin lines, no fill. */
const THIN = { lad: 1, lsoa: 0.5 };

/** Small areas are unreadable, and slow, until the map is close enough. */
const SMALL_FROM_ZOOM = 11;

/** Empty layers that hold the place of a kind of drawing in the stack. */
export const SHELF = { fills: "shelf-fills", lines: "shelf-lines", found: "shelf-found" };

const NOTHING = { type: "FeatureCollection", features: [] };

/** The style before any layer is switched on. */
export function ground(theme) {
  const shelf = (id) => ({ id, type: "background", paint: { "background-opacity": 0 } });
  return {
    version: 8,
    sources: {
      land: { type: "geojson", data: NOTHING },
      found: { type: "geojson", data: NOTHING },
      labels: { type: "geojson", data: NOTHING },
    },
    layers: [
      ...groundLayers(theme),
      shelf(SHELF.fills),
      shelf(SHELF.lines),
      ...foundLayers(theme, null),
      shelf(SHELF.found),
      labelLayer(theme),
    ],
  };
}

export function groundLayers(theme) {
  const { sea, land, coast } = GROUND[theme];
  return [
    { id: "sea", type: "background", paint: { "background-color": sea } },
    { id: "land", type: "fill", source: "land", paint: { "fill-color": land, "fill-antialias": false } },
    { id: "coast", type: "line", source: "land", paint: { "line-color": coast, "line-width": 0.8 } },
  ];
}

/** One layer of areas: a soft fill where it is an answer, and its lines. Fill first. */
export function areaLayers({ id, family, role }, theme) {
  const colour = familyColour(family, theme);
  const round = { "line-join": "round" };
  const line = { id: `${id}-line`, type: "line", source: id, layout: round };
  if (role === "drawing") {
    return [{ ...line, paint: { "line-color": colour, "line-width": 1.4, "line-dasharray": [3, 2] } }];
  }
  if (role === "block" || family in THIN) {
    const width = THIN[family] ?? 0.5;
    const growing = ["interpolate", ["linear"], ["zoom"], 7, width * 0.8, 12, width * 2];
    return [{ ...line, paint: { "line-color": colour, "line-width": growing, "line-opacity": 0.75 } }];
  }
  const strength = family === "place" ? 1 : 0.45;
  const tint = ["interpolate", ["linear"], ["get", "tint"], 0, 0.1 * strength, 4, 0.28 * strength];
  return [
    { id: `${id}-fill`, type: "fill", source: id, paint: { "fill-color": colour, "fill-opacity": tint, "fill-antialias": false } },
    { ...line, paint: { "line-color": colour, "line-width": ["interpolate", ["linear"], ["zoom"], 7, 1.4, 12, 2.4] } },
  ];
}

/**
 * What was found. Where the areas of several families end on the same line,
 * each outline is wider than the one above it, so that all their colours show.
 */
export function foundLayers(theme, emphasised) {
  const isOne = ["==", ["get", "family"], emphasised ?? ""];
  const fade = emphasised ? ["case", isOne, 1, 0.18] : 1;
  const colours = ["get", theme === "dark" ? "dark" : "light"];
  const wide = (extra = 0) => ["interpolate", ["linear"], ["zoom"], 6, ["+", ["*", 0.45, ["get", "width"]], extra], 10, ["+", ["get", "width"], extra]];
  const line = { type: "line", source: "found", layout: { "line-join": "round", "line-sort-key": ["-", 0, ["get", "width"]] } };
  return [
    { id: "found-fill", type: "fill", source: "found", paint: { "fill-color": colours, "fill-opacity": emphasised ? ["case", isOne, 0.22, 0] : 0, "fill-antialias": false } },
    { ...line, id: "found-casing", paint: { "line-color": GROUND[theme].halo, "line-width": wide(2), "line-opacity": emphasised ? ["case", isOne, 0.9, 0] : 0.9 } },
    { ...line, id: "found-line", paint: { "line-color": colours, "line-width": wide(), "line-opacity": fade } },
  ];
}

/** Found areas as features: the smallest on top and thinnest, each in its family's colour. */
export function foundFeatures(found) {
  const order = [...found].sort((a, b) => span(a.geometry) - span(b.geometry) || familyRank(a.family) - familyRank(b.family));
  const widths = [];
  for (const [i, { geometry }] of order.entries()) {
    // Coterminous areas share every line, so the lower one needs room to show.
    const step = i > 0 && span(geometry) === span(order[i - 1].geometry) ? 2.6 : 1.2;
    widths.push(i === 0 ? 1.7 : widths[i - 1] + step);
  }
  const fitting = Math.min(1, WIDEST / widths.at(-1));
  return order.map(({ family, geometry }, i) => foundFeature(family, geometry, widths[i] * fitting));
}

/** Pixels: wider outlines would fill an estuary. */
const WIDEST = 8.5;

function foundFeature(family, geometry, width) {
  return {
    type: "Feature",
    geometry,
    properties: { family, width, light: familyColour(family, "light"), dark: familyColour(family, "dark") },
  };
}

/** The box around a geometry: [west, south, east, north]. */
export function box(geometry) {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  const around = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [outer] of polygons) {
    for (const [lon, lat] of outer) {
      around[0] = Math.min(around[0], lon);
      around[1] = Math.min(around[1], lat);
      around[2] = Math.max(around[2], lon);
      around[3] = Math.max(around[3], lat);
    }
  }
  return around;
}

function span(geometry) {
  const [west, south, east, north] = box(geometry);
  return (east - west) * (north - south);
}

/** Names of every switched-on layer, in one layer so that they make room for each other. */
export function labelLayer(theme) {
  const isFamily = (family) => ["==", ["get", "family"], family];
  const size = (place, other) => ["case", isFamily("place"), place, isFamily("lsoa"), other - 2, other];
  return {
    id: "labels",
    type: "symbol",
    source: "labels",
    filter: ["any", ["!", isFamily("lsoa")], [">=", ["zoom"], SMALL_FROM_ZOOM]],
    layout: {
      "text-field": ["get", "name"],
      "text-font": FONT,
      "text-size": ["interpolate", ["linear"], ["zoom"], 6, size(11, 9.5), 8, size(15, 11), 11, size(19, 14)],
      "text-max-width": 8,
      "text-padding": 4,
      "text-variable-anchor": ["center", "top", "bottom", "left", "right"],
      "text-radial-offset": 0.6,
      "symbol-sort-key": ["get", "rank"],
    },
    paint: {
      "text-color": ["get", theme === "dark" ? "dark" : "light"],
      "text-halo-color": GROUND[theme].halo,
      "text-halo-width": 1.6,
    },
  };
}

/**
 * One label for each name nearby: a place that is also a district is written
 * once. A second drawing names only what no other layer names at all.
 */
export function labelFeatures(layers) {
  const written = [];
  const same = (a, b) => a.toLowerCase() === b.toLowerCase();
  const near = ([x, y], [u, v]) => Math.hypot(x - u, y - v) < 0.3;
  const isDrawing = ({ layer }) => layer.role === "drawing";
  const ranked = [...layers].sort((a, b) => isDrawing(a) - isDrawing(b) || familyRank(a.layer.family) - familyRank(b.layer.family));
  for (const { layer, points } of ranked) {
    for (const { name, point } of points) {
      const twin = written.some((one) => same(one.name, name) && (layer.role === "drawing" || near(one.point, point)));
      if (!twin) written.push({ name, point, family: layer.family });
    }
  }
  return written.map(({ name, point, family }) => ({
    type: "Feature",
    geometry: { type: "Point", coordinates: point },
    properties: { name, family, rank: familyRank(family), light: familyColour(family, "light"), dark: familyColour(family, "dark") },
  }));
}
