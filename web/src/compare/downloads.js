// @ts-check
/**
 * The report in every format, and the command that makes it.
 *
 * @import { State } from "./state.js"
 */
import { comparePath } from "../page/api.js";
import { el } from "../page/element.js";
import { questionOf } from "./state.js";
import { command } from "./words.js";

/** @type {[format: string, extension: string, text: string, about: string][]} */
const FORMATS = [
  ["html", "html", "Report for a board", "HTML, with maps"],
  ["md", "md", "Report as text", "Markdown, for Word or Teams"],
  ["xlsx", "xlsx", "Workbook", "Excel"],
  ["geojson", "geojson", "Pieces on the map", "GeoJSON"],
  ["json", "json", "Everything as data", "JSON"],
];
/** @type {[table: string, text: string][]} */
const TABLES = [
  ["verdicts", "verdicts"],
  ["differences", "differences"],
  ["matrix", "overlaps"],
  ["moves", "who moves"],
  ["pieces", "pieces"],
  ["disclosure", "disclosure"],
];

/** Returns the address of a report, for this page. @param {State} state @param {Record<string, string>} params */
export function reportAddress(state, params) {
  const query = new URLSearchParams({ ...questionOf(state), ...params });
  return new URL(`.${comparePath(state.a, state.b)}?${query}`, document.baseURI).href;
}

/** @param {State} state */
export function downloads(state) {
  const name = (/** @type {string} */ rest) => `${state.a}-${state.b}${rest}`;
  const said = el("span", { role: "status", class: "said" });
  const text = command(state);
  const copy = () => navigator.clipboard.writeText(text).then(() => "Copied", () => "Your browser did not let coterm copy it").then((words) => {
    said.textContent = words;
    setTimeout(() => (said.textContent = ""), 4000);
  });
  return el("div", { class: "downloads" },
    el("ul", { role: "list" },
      FORMATS.map(([f, extension, title, about]) =>
        el("li", {}, el("a", { href: reportAddress(state, { f }), download: name(`.${extension}`) }, title), el("span", { class: "quiet" }, ` ${about}`))),
      el("li", {}, "Tables as CSV: ",
        TABLES.flatMap(([table, title], i) => [i ? ", " : "", el("a", { href: reportAddress(state, { f: "csv", table }), download: name(`-${table}.csv`) }, title)]))),
    el("p", {}, "The same on the command line:"),
    el("div", { class: "command" }, el("code", { tabindex: "0" }, text), el("button", { type: "button", onclick: copy }, "Copy"), said));
}
