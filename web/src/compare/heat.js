// @ts-check
/**
 * The overlaps of both layers: a table with the areas of A down and those of B across, or a list of the
 * pairs if the table would be too large. Each has its figure as text; the shade only repeats it.
 *
 * @import { Comparison, Overlap } from "./replies"
 */
import { el } from "../page/element.js";
import { fill } from "./longlist.js";
import { isLarge, matrixOf, pairs, shade } from "./matrix.js";
import { areaName, inSentence, number, percentage, quantity } from "./words.js";

/** How many pairs are shown at once. */
const FIRST = 40;

/**
 * Makes the table of an answer. `onGo` is called for the overlap that the reader selects.
 * @param {Comparison} answer @param {{ onGo: (overlap: Overlap) => void, onPoint: (overlap: Overlap | null) => void }} options
 */
export function overlapTable(answer, options) {
  const matrix = matrixOf(answer);
  return isLarge(matrix) ? pairTable(answer, options) : heatTable(answer, matrix, options);
}

/** Writes the share of A's weight; of an area that the data has only in part, the weight itself. @param {Overlap} overlap */
const figure = ({ weight, weight_share_of_a, a }) => (a && weight_share_of_a !== null ? percentage(weight_share_of_a) : number(weight));

/** Says an overlap in words. @param {Overlap} overlap @param {Comparison} answer */
function words({ a, b, weight, weight_share_of_a }, { a: one, b: other, weight: { unit } }) {
  const share = a && weight_share_of_a !== null ? `${percentage(weight_share_of_a)} of ${a.name}’s ${unit} (${number(weight)})` : quantity(weight, unit);
  return `${areaName(a, one.family_title)} in ${areaName(b, other.family_title)}: ${share}`;
}

/** @param {Overlap} overlap @param {Comparison} answer @param {{ onGo: (overlap: Overlap) => void, onPoint: (overlap: Overlap | null) => void }} options */
const button = (overlap, answer, { onGo, onPoint }) =>
  el("button", {
    type: "button", title: words(overlap, answer), "aria-label": words(overlap, answer),
    onclick: () => onGo(overlap), onfocus: () => onPoint(overlap), onblur: () => onPoint(null),
    onmouseenter: () => onPoint(overlap), onmouseleave: () => onPoint(null),
  }, figure(overlap));

/** @param {Comparison} answer @param {import("./matrix.js").Matrix} matrix @param {Parameters<typeof overlapTable>[1]} options */
function heatTable(answer, { columns, rows }, options) {
  const { a, b, weight } = answer;
  const partial = answer.verdicts_a.some(({ complete }) => !complete);
  return el("div", {},
    el("p", { class: "quiet" }, `How much of each area of A is in each area of B: the share of its ${weight.unit}.${partial ? " An area that the data has only in part has numbers in place of shares." : ""} Select a figure to see the ground.`),
    el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table of overlaps" },
      el("table", { class: "heat" },
        el("caption", { class: "heard" }, `Share of the ${weight.unit} of each area of A, down, that is in each area of B, across`),
        el("thead", {}, el("tr", {}, el("td", {}, el("b", { class: "letter a" }, "A"), " ↓ ", el("b", { class: "letter b" }, "B"), " →"),
          columns.map((column) => el("th", { scope: "col" }, capital(areaName(column, b.family_title)))))),
        el("tbody", {}, rows.map(({ area, cells }) =>
          el("tr", {}, el("th", { scope: "row" }, capital(areaName(area, a.family_title))),
            cells.map((cell) => (cell
              ? el("td", { style: ["--shade", `${shade(cell.weight_share_of_a)}%`] }, button(cell, answer, options))
              : el("td", { class: "none" }, "–")))))))));
}

/** @param {Comparison} answer @param {Parameters<typeof overlapTable>[1]} options */
function pairTable(answer, options) {
  const { a, b, weight, matrix } = answer;
  const body = el("tbody", {});
  const more = fill(body, pairs(matrix), FIRST, (overlap) =>
    el("tr", {}, el("th", { scope: "row" }, capital(areaName(overlap.a, a.family_title))), el("td", {}, capital(areaName(overlap.b, b.family_title))),
      el("td", { class: "number" }, button(overlap, answer, options))), "pairs");
  return el("div", {},
    el("p", { class: "quiet" }, `Pairs of areas with ground in common, each with the share of A’s ${weight.unit}. The table of all ${inSentence(a.family_title)} and ${inSentence(b.family_title)} would be too large to read.`),
    el("table", { class: "pairs" },
      el("caption", { class: "heard" }, "Pairs of areas with ground in common"),
      el("thead", {}, el("tr", {}, ["A", "B", "Share of A"].map((head, i) => el("th", { scope: "col", class: i === 2 && "number" }, head)))), body),
    more);
}

/** @param {string} text */
const capital = (text) => text[0].toUpperCase() + text.slice(1);
