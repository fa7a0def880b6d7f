// @ts-check
/**
 * Outlines on the map of what the reader has chosen or points at, and the geometry that they need. Pure functions.
 *
 * @import { Overlay } from "../map/found.js"
 * @import { Footprint, LonLat, Theme } from "../page/replies"
 * @import { Named, PieceFacts, Pieces } from "./replies"
 * @typedef {{ chosen: Footprint[], pointed: Footprint[] }} Outlines
 */

/** The colours of outlines: a line, and what is broader beneath it, so that it shows on any ground. */
const OUTLINE = { light: { line: "#15212b", halo: "#ffffff" }, dark: { line: "#ffffff", halo: "#0b141b" } };
/** The lines of a proposal where it is drawn alone. */
export const LINES = { light: "#0072b2", dark: "#56b4e9" };
/** The fill of the chosen difference. */
const FILL = { light: "#8e3b8a", dark: "#e39be0" };

/** A width in pixels that grows as the map comes closer, so that inlets are no blots. @param {number} far @param {number} near @returns {any} */
const byZoom = (far, near) => ["interpolate", ["linear"], ["zoom"], 8, far, 11, near];

/** Returns what outlines the chosen difference and the area that is pointed at. @param {Outlines} outlines @param {Theme} theme @returns {Overlay} */
export function overlay({ chosen, pointed }, theme) {
  const source = (/** @type {Footprint[]} */ geometries) => ({
    type: /** @type {const} */ ("geojson"),
    data: { type: /** @type {const} */ ("FeatureCollection"), features: geometries.map((geometry) => ({ type: /** @type {const} */ ("Feature"), geometry, properties: {} })) },
  });
  const { line, halo } = OUTLINE[theme];
  const layout = { "line-join": /** @type {const} */ ("round") };
  return {
    sources: { "compare-chosen": source(chosen), "compare-pointed": source(pointed) },
    layers: [
      { id: "compare-chosen-fill", type: "fill", source: "compare-chosen", paint: { "fill-color": FILL[theme], "fill-opacity": 0.2 } },
      // On both sides of the ground's edge, so that the line of A or B that runs along it shows between.
      { id: "compare-chosen-line", type: "line", source: "compare-chosen", layout, paint: { "line-color": line, "line-width": byZoom(1.2, 2), "line-gap-width": byZoom(1.8, 4) } },
      { id: "compare-pointed-halo", type: "line", source: "compare-pointed", layout, paint: { "line-color": halo, "line-width": 5, "line-opacity": 0.8 } },
      { id: "compare-pointed-line", type: "line", source: "compare-pointed", layout, paint: { "line-color": line, "line-width": 2, "line-dasharray": [2.5, 1.5] } },
    ],
  };
}

/** Returns the pieces of a difference. @param {Pieces} pieces @param {number} number */
export const ofDifference = ({ features }, number) =>
  features.filter(({ properties }) => properties.difference === number).map(({ geometry }) => geometry);

/** Returns the pieces that two areas have in common; null is the ground outside a layer. @param {Pieces} pieces @param {Named | null} a @param {Named | null} b */
export const ofPair = ({ features }, a, b) =>
  features.filter(({ properties }) => properties.a_code === (a?.code ?? null) && properties.b_code === (b?.code ?? null)).map(({ geometry }) => geometry);

/** Returns the pieces of an area of a proposal. @param {Pieces} pieces @param {string} code */
export const ofProposed = ({ features }, code) => features.filter(({ properties }) => properties.a_code === code).map(({ geometry }) => geometry);

/** Returns the facts of the piece that a point is in. @param {Pieces} pieces @param {LonLat} point @returns {PieceFacts | undefined} */
export const pieceAt = ({ features }, point) => features.find(({ geometry }) => contains(geometry, point))?.properties;

/** Whether an area contains a point: an odd number of its lines cross a ray to the east. @param {Footprint} geometry @param {LonLat} point */
export function contains(geometry, { lon, lat }) {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  let inside = false;
  for (const ring of polygons.flat()) {
    for (let i = 1; i < ring.length; i += 1) {
      const [x1, y1] = ring[i - 1];
      const [x2, y2] = ring[i];
      if (y1 > lat !== y2 > lat && lon < x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
    }
  }
  return inside;
}
