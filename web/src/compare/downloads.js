// @ts-check
/**
 * The report in every format, and the command that makes it.
 *
 * @import { Sent } from "./sent.js"
 * @import { State } from "./state.js"
 */
import { comparePath } from "../page/api.js";
import { el } from "../page/element.js";
import { problemOf } from "../page/problem.js";
import { save } from "../page/save.js";
import { report } from "./sent.js";
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

/** @param {State} state @param {Sent | null} sent a proposal, whose reports are requested by sending it */
export function downloads(state, sent) {
  const name = (/** @type {string} */ rest) => `${state.a}-${state.b}${rest}`;
  /** Makes what gives a report: a link, or for a proposal a button. @param {Record<string, string>} params @param {string} file @param {string} title */
  const taken = (params, file, title) =>
    sent
      ? el("button", { type: "button", class: "link", onclick: () => fetched(sent, params, file) }, title)
      : el("a", { href: reportAddress(state, params), download: file }, title);
  const fetched = async (/** @type {Sent} */ proposal, /** @type {Record<string, string>} */ params, /** @type {string} */ file) => {
    said.textContent = "Working…";
    try {
      save(await report(proposal, state.b, { ...questionOf(state), ...params }), file);
      said.textContent = `Saved as ${file}`;
    } catch (thrown) {
      const { title, detail } = problemOf(thrown);
      said.textContent = `${title}. ${detail}`;
    }
  };
  const said = el("span", { role: "status", class: "said" });
  const text = command(state);
  const copy = () => navigator.clipboard.writeText(text).then(() => "Copied", () => "Your browser did not let coterm copy it").then((words) => {
    said.textContent = words;
    setTimeout(() => (said.textContent = ""), 4000);
  });
  return el("div", { class: "downloads" },
    el("ul", { role: "list" },
      FORMATS.map(([f, extension, title, about]) =>
        el("li", {}, taken({ f }, name(`.${extension}`), title), el("span", { class: "quiet" }, ` ${about}`))),
      el("li", {}, "Tables as CSV: ",
        TABLES.flatMap(([table, title], i) => [i ? ", " : "", taken({ f: "csv", table }, name(`-${table}.csv`), title)]))),
    el("p", {}, "The same on the command line:"),
    el("div", { class: "command" }, el("code", { tabindex: "0" }, text), el("button", { type: "button", onclick: copy }, "Copy"), said));
}
