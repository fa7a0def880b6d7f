// @ts-check
/**
 * The areas of one layer with their verdicts: a table that can be sorted and filtered, whose rows lead to
 * the map.
 *
 * @import { Named, Relation, Verdict } from "./replies"
 * @import { Column, Order } from "./sorting.js"
 */
import { el } from "../page/element.js";
import { count } from "../page/format.js";
import { fill } from "./longlist.js";
import { pressed, shown } from "./sorting.js";
import { inSentence, number, tally, verdictMeaning, verdictWord } from "./words.js";

/** How many areas are shown at once. */
const FIRST = 30;

/**
 * Makes the table of the layer A or B.
 * @param {"a" | "b"} letter
 * @param {{ onGo: (area: Named) => void, onPoint: (area: Named | null) => void }} options the reader selects an area, or points at one
 */
export function areaTable(letter, { onGo, onPoint }) {
  /** @type {Order} */
  let order = { column: "verdict", descending: false };
  /** @type {Relation | null} */
  let only = null;
  /** @type {Verdict[]} */
  let verdicts = [];
  const id = `compare-areas-${letter}`;
  const title = el("h4", { id });
  const filter = el("select", { id: `${id}-only`, onchange: () => ((only = /** @type {Relation} */ (filter.value) || null), draw()) });
  const filterBox = el("p", { class: "only" }, el("label", { for: filter.id }, "Verdict"), filter);
  const body = el("tbody", { role: "rowgroup" });
  const after = el("div", {});
  const weightHead = el("button", { type: "button", onclick: () => sort("weight") });
  const heads = /** @type {[Column, HTMLElement][]} */ ([
    ["name", el("th", { scope: "col" }, el("button", { type: "button", onclick: () => sort("name") }, "Area"))],
    ["verdict", el("th", { scope: "col" }, el("button", { type: "button", onclick: () => sort("verdict") }, "Verdict"))],
    ["weight", el("th", { scope: "col", class: "number" }, weightHead)],
  ]);
  // The rows are laid out as a grid, which takes their roles away unless they are named.
  for (const [, head] of heads) head.setAttribute("role", "columnheader");
  const table = el("table", { class: "verdicts", role: "table", "aria-labelledby": id },
    el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, heads.map(([, head]) => head), el("th", { scope: "col", role: "columnheader", class: "heard" }, "Why"))), body);

  /** @param {Column} column */
  function sort(column) {
    order = pressed(order, column);
    draw();
  }

  /** @param {Verdict} verdict */
  function row({ area, relation, weight, reason }) {
    return el("tr", { role: "row", "data-code": area.code, onmouseenter: () => onPoint(area), onmouseleave: () => onPoint(null) },
      el("th", { scope: "row", role: "rowheader" },
        el("button", { type: "button", class: "link", onclick: () => onGo(area), onfocus: () => onPoint(area), onblur: () => onPoint(null) }, area.name)),
      el("td", { role: "cell" }, el("span", { class: `verdict ${relation}`, title: verdictMeaning(relation) }, verdictWord(relation))),
      el("td", { role: "cell", class: "number" }, number(weight)),
      el("td", { role: "cell", class: "reason" }, reason));
  }

  function draw() {
    for (const [column, head] of heads) {
      if (order.column === column) head.setAttribute("aria-sort", order.descending ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    const more = fill(body, shown(verdicts, order, only), FIRST, row, "areas");
    after.replaceChildren(...(more ? [more] : []));
  }

  return {
    node: el("section", { class: `areas-of ${letter}` }, el("div", { class: "areas-head" }, title, filterBox), table, after),
    /** @param {Verdict[]} next @param {string} family the layer's title @param {string} unit */
    show(next, family, unit) {
      verdicts = next;
      const counts = tally(next);
      if (only && !counts.some(([relation]) => relation === only)) only = null;
      title.replaceChildren(el("b", { class: `letter ${letter}` }, letter.toUpperCase()), ` ${family}: ${count(next.length)}`);
      filter.replaceChildren(
        el("option", { value: "" }, `All (${next.length.toLocaleString("en-GB")})`),
        ...counts.map(([relation, n]) => el("option", { value: relation }, `${verdictWord(relation)} (${n.toLocaleString("en-GB")})`)));
      filter.value = only ?? "";
      filterBox.hidden = counts.length < 2;
      weightHead.textContent = unit[0].toUpperCase() + unit.slice(1);
      draw();
    },
  };
}

/** What the verdicts mean. @param {string} a @param {string} b the titles of the layers */
export const verdictGlossary = (a, b) =>
  el("details", { class: "meanings" }, el("summary", {}, "What the verdicts mean"),
    el("dl", {}, (/** @type {Relation[]} */ (["coterminous", "union", "part-of", "crossing", "disjoint", "cannot-be-told"])).map((relation) =>
      el("div", {}, el("dt", {}, verdictWord(relation)), el("dd", {}, verdictMeaning(relation))))),
    el("p", { class: "quiet" }, `For the ${inSentence(a)}, the other layer is the ${inSentence(b)}, and the other way round. Ground narrower than the tolerance does not count.`));
