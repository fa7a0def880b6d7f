// @ts-check
/** Requests the areas that scenes are drawn from. */
/** @import { Footprint } from "../page/replies" */
/** @import { Marks } from "./marks.js" */
/** @import { Scene } from "./replies" */
import { comparePath, kept } from "../page/api.js";
import { markedPieces } from "./marks.js";

/** @typedef {{ name: string, code: string, geometry: Footprint }} Shape */

/** The areas of a layer. @param {string} layer @returns {Promise<Shape[]>} */
export async function shapes(layer) {
  const { features } = await kept(`/collections/${encodeURIComponent(layer)}/items`, { f: "json" });
  return features.flatMap((/** @type {any} */ { geometry, properties: { name, code } }) => (geometry ? [{ name, code, geometry }] : []));
}

/** What stands out in a scene. @param {Scene} scene @returns {Promise<Marks>} */
export async function marksOf({ layers: [first], marked, faint = [] }) {
  const [pieces, areas] = await Promise.all([
    marked ? kept(comparePath(...marked.pair), { f: "geojson" }) : null,
    faint.length ? shapes(first) : [],
  ]);
  return {
    marked: marked && pieces ? markedPieces(pieces, marked) : [],
    faint: areas.filter(({ code }) => faint.includes(code)).map(({ geometry }) => geometry),
  };
}
