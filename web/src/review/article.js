// @ts-check
/** A chapter as an element: heading, sentences, table, and what can be done with it. */
/** @import { Chapter } from "./replies" */
import { el } from "../page/element.js";
import { write } from "../page/fragment.js";

/**
 * @param {Chapter} chapter @param {number} i its position @param {number} all how many there are
 * @param {{ hasMap: boolean, caption: string, onShow: () => void, onGo: (to: number) => void }} actions
 */
export function article({ title, paragraphs, table, pair: [a, b] }, i, all, { hasMap, caption, onShow, onGo }) {
  const isNumber = (/** @type {number} */ column) => table.rows.length > 0 && table.rows.every((row) => /^([\d,.]+|under |over )*%?$/.test(row[column])) && table.rows.some((row) => row[column]);
  const numeric = table.heads.map((_, column) => (isNumber(column) ? "review-number" : null));
  const button = (/** @type {string} */ text, /** @type {string} */ kind, /** @type {() => void} */ onclick) => el("button", { type: "button", class: kind, onclick }, text);
  return el("article", { class: hasMap ? "review-chapter" : "review-chapter review-drawn", "aria-labelledby": `review-chapter-${i + 1}` },
    el("p", { class: "review-count" }, `${i + 1} of ${all}`),
    el("h3", { id: `review-chapter-${i + 1}`, tabindex: "-1" }, title),
    ...paragraphs.map((text) => el("p", {}, text)),
    el("figure", {}, el("figcaption", {}, caption)),
    el("div", { class: "review-scroll", tabindex: "0", role: "region", "aria-label": table.caption },
      el("table", {},
        el("caption", {}, table.caption),
        el("thead", {}, el("tr", {}, ...table.heads.map((head, column) => el(head ? "th" : "td", { scope: head ? "col" : null, class: numeric[column] }, head)))),
        el("tbody", {}, ...table.rows.map((cells) => el("tr", {}, ...cells.map((cell, column) => (column ? el("td", { class: numeric[column] }, cell) : el("th", { scope: "row" }, cell)))))))),
    el("div", { class: "review-on-map" }),
    el("div", { class: "review-acts" },
      hasMap ? button("Show this on the map", "review-plain", onShow) : null,
      el("a", { href: write({ view: "compare", a, b }) }, "Compare these layers")),
    el("details", {}, el("summary", {}, "The command that says the same"), el("code", { class: "review-command" }, `coterm compare ${a} ${b}`)),
    el("div", { class: "review-turns" },
      i > 0 ? button("Previous chapter", "review-plain", () => onGo(i - 1)) : el("span", {}),
      i + 1 < all ? button("Next chapter", "review-plain", () => onGo(i + 1)) : null));
}
