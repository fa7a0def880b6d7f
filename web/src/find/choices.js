// @ts-check
/**
 * Shows the areas that a typed name may mean, to choose one.
 *
 * @import { Layer, NamedArea } from "../page/replies"
 */
import { el } from "../page/element.js";
import { count } from "../page/format.js";
import { aboutArea } from "./suggestions.js";

const plain = (/** @type {string} */ text) => text.toLowerCase().replace(/[^a-z0-9]/g, "");

/** Returns the areas whose name or code is exactly what was typed, or else all. @param {NamedArea[]} areas @param {string} typed */
export function meant(areas, typed) {
  const exact = areas.filter(({ name, code }) => plain(name) === plain(typed) || plain(code) === plain(typed));
  return exact.length ? exact : areas;
}

/**
 * Shows choices.
 * @param {HTMLElement} container @param {string} typed @param {NamedArea[]} areas
 * @param {{ layers: Map<string, Layer>, onArea: (area: NamedArea) => void }} shown
 */
export function showChoices(container, typed, areas, { layers, onArea }) {
  container.replaceChildren(
    el("h2", { id: "answer-title", tabindex: "-1" }, `“${typed}”`),
    el("p", { class: "when" }, `${count(areas.length)}: choose one`),
    el("ul", { class: "choices", role: "list" }, areas.map((area) => el("li", {},
      el("button", { type: "button", onclick: () => onArea(area) }, el("b", {}, area.name), el("span", {}, aboutArea(area, layers)))))));
}
