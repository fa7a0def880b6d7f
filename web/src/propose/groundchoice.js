// @ts-check
/**
 * The choice of a ground: all of the data, or one area or several.
 *
 * @import { Page } from "../page/view"
 */
import { el } from "../page/element.js";
import { groundAreas } from "./ground.js";
import { newest } from "./layers.js";
import * as requests from "./requests.js";

/** The families whose areas may be the ground of a review, in the order in which they are offered. */
const GROUNDS = ["icb", "utla", "strategic-authority", "place", "lad"];

/** @param {Page} page @param {string} within the ground that is chosen at first; empty for the first area that is offered */
export function createGroundChoice(page, within) {
  /** The areas that can be chosen, once they have arrived, by the title of their layer. @type {{ title: string, areas: { value: string, name: string }[] }[]} */
  let offered = [];
  let isChosen = false;
  const show = () => (others.hidden = more.hidden = !first.value);
  const first = el("select", { onchange: () => ((isChosen = true), show()) }, el("option", { value: "" }, "All of the data"));
  const others = el("div", { class: "grounds" });
  const more = el("button", { type: "button", class: "plain", onclick: () => add("").focus() }, "Add an area to the ground");
  const node = el("div", { class: "grounds" }, el("label", { class: "field" }, "Ground to divide", first), others, more);

  /** Adds a choice of another area. @param {string} value */
  function add(value) {
    const select = el("select", {}, el("option", { value: "" }, "No other area"));
    const row = el("div", { class: "row" }, el("label", { class: "field" }, "And", select),
      el("button", { type: "button", class: "plain", onclick: () => (row.remove(), more.focus()) }, "Remove", el("span", { class: "heard" }, " this area from the ground")));
    fill(select, value);
    others.append(row);
    return select;
  }
  /** Offers the areas, and chooses one, which need not be among them. @param {HTMLSelectElement} select @param {string} value */
  function fill(select, value) {
    select.querySelector("option[data-code]")?.remove();
    for (const { title, areas } of offered) select.append(el("optgroup", { label: title }, ...areas.map((area) => el("option", { value: area.value }, area.name))));
    if (value && ![...select.options].some((option) => option.value === value)) select.append(el("option", { value, "data-code": true }, value));
    select.value = value;
  }
  /** Offers the areas that can be divided; the form works before they have arrived. */
  async function offer() {
    const layers = GROUNDS.flatMap((family) => newest(page.layers, family) ?? []);
    const lists = await Promise.all(layers.map((layer) => requests.wholeAreas(layer.id).catch(() => [])));
    offered = layers.flatMap(({ id, title }, i) => (lists[i].length ? [{ title, areas: lists[i].map(({ code, name }) => ({ value: `${id}/${code}`, name })) }] : []));
    // A whole integrated care board is what most reviews are about.
    const usual = layers[0]?.family === "icb" ? offered[0]?.areas[0].value ?? "" : "";
    fill(first, isChosen ? first.value : chosen[0] ?? usual);
    for (const select of others.querySelectorAll("select")) fill(select, select.value);
    show();
  }

  const chosen = groundAreas(within);
  if (chosen.length) fill(first, chosen[0]);
  for (const value of chosen.slice(1)) add(value);
  show();
  offer();
  return {
    node,
    /** Returns the ground that is chosen: LAYER/CODE, with commas between several. */
    value: () => (first.value ? [...new Set([...node.querySelectorAll("select")].map(({ value }) => value).filter(Boolean))].join() : ""),
  };
}
