// @ts-check
/**
 * Shows what a place was in before and after: a table with a row for each family and a column for each period.
 *
 * @import { Child } from "../page/element.js"
 * @import { Layer } from "../page/replies"
 * @import { Families } from "../page/families.js"
 * @import { Cell, Period, Timeline } from "./timeline.js"
 */
import { el } from "../page/element.js";
import { count, day } from "../page/format.js";
import { periodOn } from "./timeline.js";

/**
 * Shows a timeline in `container`.
 * @param {HTMLElement} container @param {Timeline} timeline @param {string} on the day that is shown
 * @param {{ titles: Map<string, string>, families: Families, onDate: (iso: string) => void }} shown
 */
export function showTimeline(container, { periods, rows }, on, { titles, families, onDate }) {
  const current = periodOn(periods, on);
  const changes = periods.length - 1;
  // The button that was pressed is made anew.
  const focused = container.contains(document.activeElement) && document.activeElement instanceof HTMLButtonElement ? document.activeElement.value : null;
  container.replaceChildren(
    el("h3", { id: "timeline-title" }, "Before and after"),
    el("p", { class: "quiet" }, changes
      ? `Since ${day(periods[0].from)}, ${count(changes, "change")} here.`
      : `Nothing has changed here since ${day(periods[0]?.from)}.`,
      changes ? el("span", { class: "hint" }, " Select a date to see its areas.") : null),
    el("div", { class: "scroller", role: "region", tabindex: "0", "aria-labelledby": "timeline-title" },
      el("table", { class: "timeline" },
        el("thead", {}, el("tr", {},
          el("td", {}),
          periods.map((period, i) => el("th", { scope: "col", class: i === current ? "current" : null }, head(period, i === current, onDate))))),
        el("tbody", {}, rows.map(({ family, cells }) =>
          el("tr", { style: families.style(family) },
            el("th", { scope: "row" }, titles.get(family) ?? family),
            placed(cells).map(({ cell, at }) => el("td", {
              colspan: cell.periods > 1 ? cell.periods : null,
              class: [cell.state, current >= at && current < at + cell.periods ? "current" : ""].join(" ").trim(),
            }, words(cell)))))))),
  );
  if (focused) /** @type {HTMLElement | null} */ (container.querySelector(`button[value="${focused}"]`))?.focus();
}

/** @param {Period} period @param {boolean} current @param {(iso: string) => void} onDate */
function head({ from }, current, onDate) {
  return el("button", { type: "button", class: "link", value: from, "aria-current": current ? "date" : null, onclick: () => onDate(from) }, `from ${shortDay(from)}`);
}

/** "2022-07-27" -> "27 Jul 2022". @param {string} iso */
const shortDay = (iso) => day(iso).replace(/^(\d+ \w{3})\w*/, "$1");

/** Returns cells with the column in which each begins. @param {Cell[]} cells */
function placed(cells) {
  let at = 0;
  return cells.map((cell) => ({ cell, at: (at += cell.periods) - cell.periods }));
}

/** @param {Cell} cell @returns {Child[]} */
function words({ state, name, code, certain }) {
  if (state === "in") return [el("span", { class: "cell-name" }, name), " ", el("code", {}, code), certain ? null : el("span", { class: "cell-doubt" }, " not certain")];
  if (state === "none") return ["In none"];
  return [el("span", { "aria-hidden": "true" }, "–"), el("span", { class: "heard" }, "No such areas then")];
}

/** The titles of families, by their names. @param {Layer[]} layers */
export const familyTitles = (layers) => new Map(layers.map(({ family, family_title }) => [family, family_title]));
