// @ts-check
/**
 * Draws the outlines of found areas, and what a view adds, over the server's style. Pure functions.
 *
 * @import { ExpressionSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl"
 * @import { Families } from "../page/families.js"
 * @import { Footprint, Style } from "../page/replies"
 * @typedef {{ family: string, geometry: Footprint }} Found
 * @typedef {{ sources: StyleSpecification["sources"], layers: LayerSpecification[] }} Overlay what a view adds to the map
 * @typedef {LayerSpecification & { type: "fill" | "line", paint: Record<string, any> }} FoundLayer
 */

/** Maximum width of an outline, in pixels: a wider one would fill an estuary. */
const WIDEST = 6.5;

/**
 * Returns the server's style with these features (see `foundFeatures`) between its lines and its names.
 * @param {Style} style @param {GeoJSON.Feature[]} features @param {string | null} emphasised
 * @returns {StyleSpecification}
 */
export function withFound(style, features, emphasised) {
  const found = { type: /** @type {const} */ ("geojson"), data: { type: /** @type {const} */ ("FeatureCollection"), features } };
  return withOverlay(style, { sources: { found }, layers: foundLayers(style.metadata.halo, emphasised) });
}

/** Returns a style with an overlay between its lines and its names. @param {StyleSpecification} style @param {Overlay | null} overlay @returns {StyleSpecification} */
export function withOverlay(style, overlay) {
  if (!overlay) return style;
  const firstName = style.layers.findIndex(({ type }) => type === "symbol");
  const under = firstName < 0 ? style.layers.length : firstName;
  return {
    ...style,
    sources: { ...style.sources, ...overlay.sources },
    layers: [...style.layers.slice(0, under), ...overlay.layers, ...style.layers.slice(under)],
  };
}

/**
 * Returns the style's layers that draw found areas. The family that is emphasised stands out; null
 * for none.
 *
 * Where areas of several families share a line, each outline is wider than the one above it, so
 * that all their colours show.
 * @param {string} halo @param {string | null} emphasised @returns {FoundLayer[]}
 */
export function foundLayers(halo, emphasised) {
  /** @type {ExpressionSpecification} */
  const isOne = ["==", ["get", "family"], emphasised ?? ""];
  /** @param {number} strong @param {number} weak @returns {ExpressionSpecification} */
  const one = (strong, weak) => ["case", isOne, strong, weak];
  /** @type {ExpressionSpecification} */
  const colour = ["get", "colour"];
  /** @param {number} [extra] @returns {ExpressionSpecification} */
  const wide = (extra = 0) => ["interpolate", ["linear"], ["zoom"], 6, ["+", ["*", 0.45, ["get", "width"]], extra], 10, ["+", ["get", "width"], extra]];
  /** @type {{ "line-join": "round", "line-sort-key": ExpressionSpecification }} */
  const layout = { "line-join": "round", "line-sort-key": ["-", 0, ["get", "width"]] };
  return [
    { id: "found-fill", type: "fill", source: "found", paint: { "fill-color": colour, "fill-opacity": emphasised ? one(0.22, 0) : 0, "fill-antialias": false } },
    { id: "found-casing", type: "line", source: "found", layout, paint: { "line-color": halo, "line-width": wide(2), "line-opacity": emphasised ? one(0.9, 0) : 0.9 } },
    { id: "found-line", type: "line", source: "found", layout, paint: { "line-color": colour, "line-width": wide(), "line-opacity": emphasised ? one(1, 0.18) : 1 } },
  ];
}

/**
 * Makes a feature of each found area, in its family's colour: the smallest is on top and thinnest.
 * @param {Found[]} found @param {Families} families @param {import("../page/replies").Theme} theme
 * @returns {GeoJSON.Feature[]}
 */
export function foundFeatures(found, families, theme) {
  const order = families.sorted(found).sort((a, b) => span(a.geometry) - span(b.geometry));
  /** @type {number[]} */
  const widths = [];
  for (const [i, { geometry }] of order.entries()) {
    // Coterminous areas share every line, so the lower outline must be clearly wider to show.
    const step = i > 0 && span(geometry) === span(order[i - 1].geometry) ? 2.2 : 0.8;
    widths.push(i === 0 ? 1.7 : widths[i - 1] + step);
  }
  const fitting = Math.min(1, WIDEST / (widths.at(-1) ?? WIDEST));
  return order.map(({ family, geometry }, i) => ({
    type: "Feature",
    geometry,
    properties: { family, width: widths[i] * fitting, colour: families.colour(family, theme) },
  }));
}

/** Returns the bounding box of a geometry: [west, south, east, north] in degrees. @param {Footprint} geometry */
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

/** @param {Footprint} geometry */
function span(geometry) {
  const [west, south, east, north] = box(geometry);
  return (east - west) * (north - south);
}
