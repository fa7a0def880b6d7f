// @ts-check
/** @import { Area } from "./assignment.js" */
import { el } from "../page/element.js";
import { PALETTE, textOn } from "./palette.js";

/** Makes the mark of an area: its colour, and its number in the list. @param {Area | null} area @param {number} number */
export function swatch(area, number) {
  const colour = PALETTE[area?.colour ?? 0];
  const node = el("span", { class: "area-swatch", "aria-hidden": "true" }, String(number));
  node.style.background = colour;
  node.style.color = textOn(colour);
  return node;
}
