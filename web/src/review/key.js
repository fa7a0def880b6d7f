// @ts-check
/** The key of a chapter's map: what its colours mean, with the colours of its style. */
/** @import { Style } from "../page/replies" */
/** @import { Scene, Sourced } from "./replies" */
import { el } from "../page/element.js";
import { period } from "../page/format.js";
import { MARK } from "./marks.js";

/** @param {Scene} scene @param {Style} style @param {Record<string, Sourced>} layers */
export function mapKey({ layers: ids, marked }, style, layers) {
  const lines = ids.flatMap((id) => {
    const paint = /** @type {Record<string, unknown> | undefined} */ (style.layers.find((one) => one.id === `${id}-line`)?.paint);
    const colour = paint?.["line-color"];
    return typeof colour === "string" ? [el("li", {}, el("span", { class: "line", style: ["--colour", colour] }), titleOf(layers[id]))] : [];
  });
  const fill = marked ? el("li", {}, el("span", { class: "fill", style: ["--colour", `light-dark(${MARK.light}, ${MARK.dark})`] }), marked.text) : null;
  return el("ul", { role: "list", class: "review-key", "aria-label": "Key of the map" }, ...lines, fill);
}

/** @param {Sourced} layer */
export const titleOf = ({ family_title, valid_from, valid_to }) => `${family_title}, ${period(valid_from, valid_to)}`;

/** The key of a drawing, in words. @param {Scene} scene @param {Record<string, Sourced>} layers */
export function captionOf({ layers: [first, second], marked }, layers) {
  const parts = [`Coloured: ${titleOf(layers[first])}.`, second ? `Dashed: ${titleOf(layers[second])}.` : "", marked ? `Hatched: ${marked.text}.` : ""];
  return parts.filter(Boolean).join(" ");
}
