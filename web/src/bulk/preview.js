// @ts-check
/** Shows the first rows of a list, with the chosen columns marked. */
/** @import { Place } from "./columns.js" */
/** @import { Written } from "./written.js" */
import { el } from "../page/element.js";
import { columnName } from "./columnstep.js";

const SHOWN = 5;

/** @param {Written} list @param {Place | undefined} place @param {string} name @param {number} size of the file, in bytes */
export function preview(list, place, name, size) {
  const isChosen = (/** @type {number} */ column) => place?.columns.includes(column) ?? false;
  const mark = (/** @type {number} */ column) => (isChosen(column) ? "bulk-chosen" : null);
  const rows = list.sample.slice(0, SHOWN);
  return el("section", { class: "bulk-preview", "aria-labelledby": "bulk-preview" },
    el("h3", { id: "bulk-preview" }, name),
    el("p", { class: "quiet" }, `${bytesWords(size)}, ${list.names.length.toLocaleString("en-GB")} column${list.names.length === 1 ? "" : "s"}. ${rows.length ? `The first ${rows.length === 1 ? "row" : `${rows.length} rows`}:` : "It has no rows."}`),
    el("div", { class: "bulk-scroll", tabindex: "0", role: "region", "aria-label": "The first rows" },
      el("table", {},
        el("thead", {}, el("tr", {}, ...list.names.map((text, column) => el("th", { scope: "col", class: mark(column) }, columnName(text, column), isChosen(column) ? el("span", {}, "looked up") : null)))),
        el("tbody", {}, ...rows.map((row) => el("tr", {}, ...list.names.map((_, column) => el("td", { class: mark(column) }, row[column] ?? ""))))))),
    list.headless ? el("p", { class: "note" }, `The list has no names of columns, so the result calls them ${list.names.join(", ")}.`) : null,
    list.encoding === "windows-1252" ? el("p", { class: "note" }, "The file is not in UTF-8. It is read as Windows-1252, as older versions of Excel write it: check that names look right.") : null);
}

/** "12 kB". @param {number} size */
export function bytesWords(size) {
  if (size < 1000) return `${size} bytes`;
  for (const [unit, of] of /** @type {const} */ ([["kB", 1e3], ["MB", 1e6]])) if (size < of * 1000) return `${(size / of).toFixed(size < of * 10 ? 1 : 0)} ${unit}`;
  return `${(size / 1e9).toFixed(1)} GB`;
}
