// @ts-check
/**
 * The key of the map of a comparison: what its lines and fills mean, with samples that have the paint of
 * the style's own layers. `keyOf` is pure.
 *
 * @import { Style } from "../page/replies"
 * @typedef {{ kind: "line" | "fill", colour: string, width: number, opacity: number }} Sample
 * @typedef {{ samples: Sample[], text: string }} Entry
 */
import { el } from "../page/element.js";
import { metres } from "./words.js";

/**
 * Returns the key of a style. An entry whose layers the style does not have is left out.
 * @param {Pick<Style, "layers">} style @param {{ a: string, b: string, tolerance: number }} words the names of both layers
 * @returns {Entry[]}
 */
export function keyOf(style, { a, b, tolerance }) {
  /** @type {[string[], string][]} */
  const entries = [
    [["shared"], "Both have this line"],
    [["real-a"], `Only A: ${a}`],
    [["real-b"], `Only B: ${b}`],
    [["apart-a", "apart-b"], "Thin: only A or only B, where no ground differs"],
    [["near-a", "near-b"], `Pale: within ${metres(tolerance)} of the other’s line, or outside its areas`],
    [["coastal"], "Coast"],
    [["difference"], "Ground that differs"],
  ];
  return entries.flatMap(([ids, text]) => {
    const samples = ids.flatMap((id) => sampleOf(style, id));
    return samples.length ? [{ samples, text }] : [];
  });
}

/** @param {Pick<Style, "layers">} style @param {string} id @returns {Sample[]} */
function sampleOf({ layers }, id) {
  const layer = layers.find((one) => one.id === id);
  const paint = /** @type {Record<string, unknown>} */ (layer?.paint ?? {});
  if (layer?.type !== "line" && layer?.type !== "fill") return [];
  const { type: kind } = layer;
  return [{ kind, colour: String(paint[`${kind}-color`]), width: last(paint["line-width"], 1), opacity: last(paint[`${kind}-opacity`], 1) }];
}

/** Returns a number of the style; of an interpolation by zoom, its last. @param {unknown} value @param {number} otherwise @returns {number} */
function last(value, otherwise) {
  const one = Array.isArray(value) ? value.at(-1) : value;
  return typeof one === "number" ? one : otherwise;
}

/** Makes the element of a key. @param {Entry[]} entries */
export const legend = (entries) =>
  el("ul", { role: "list", class: "compare-key" },
    entries.map(({ samples, text }) => el("li", {}, el("span", { class: "samples" }, samples.map(drawn)), el("span", {}, text))));

/** @param {Sample} sample */
function drawn({ kind, colour, width, opacity }) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 26 14");
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(svg.namespaceURI, kind === "line" ? "line" : "rect");
  /** @type {Record<string, string | number>} */
  const line = { x1: 2, x2: 24, y1: 7, y2: 7, stroke: colour, "stroke-width": width, "stroke-opacity": opacity, "stroke-linecap": "round" };
  /** @type {Record<string, string | number>} */
  const fill = { x: 1, y: 1, width: 24, height: 12, rx: 2, fill: colour, "fill-opacity": opacity };
  for (const [key, value] of Object.entries(kind === "line" ? line : fill)) shape.setAttribute(key, String(value));
  svg.append(shape);
  return svg;
}
