// @ts-check
/**
 * What stands out over the layers of a scene: marked ground, and areas that are made faint. Pure functions.
 *
 * @import { Overlay } from "../map/found.js"
 * @import { Pieces } from "../compare/replies"
 * @import { Footprint, Theme } from "../page/replies"
 * @import { Marked } from "./replies"
 * @typedef {{ marked: Footprint[], faint: Footprint[] }} Marks
 */

export const MARK = { light: "#8e3b8a", dark: "#e39be0" };
const PAPER = { light: "#f7f6f1", dark: "#17222b" };

/** The pieces of marked ground. @param {Pieces} pieces @param {Marked} marked @returns {Footprint[]} */
export const markedPieces = ({ features }, { overlaps }) =>
  features.flatMap(({ geometry, properties: { a_code, b_code } }) => (overlaps.some(([a, b]) => a === a_code && b === b_code) ? [geometry] : []));

/** Draws marks over the map. @param {Marks} marks @param {Theme} theme @returns {Overlay | null} */
export function overlayOf({ marked, faint }, theme) {
  if (!marked.length && !faint.length) return null;
  const source = (/** @type {Footprint[]} */ geometries) => ({
    type: /** @type {const} */ ("geojson"),
    data: { type: /** @type {const} */ ("FeatureCollection"), features: geometries.map((geometry) => ({ type: /** @type {const} */ ("Feature"), geometry, properties: {} })) },
  });
  const colour = MARK[theme];
  return {
    sources: { "review-marked": source(marked), "review-faint": source(faint) },
    layers: [
      { id: "review-faint", type: "fill", source: "review-faint", paint: { "fill-color": PAPER[theme], "fill-opacity": 0.72 } },
      { id: "review-marked", type: "fill", source: "review-marked", paint: { "fill-color": colour, "fill-opacity": 0.32 } },
      { id: "review-marked-line", type: "line", source: "review-marked", paint: { "line-color": colour, "line-width": 1.6 } },
    ],
  };
}
