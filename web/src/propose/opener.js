// @ts-check
/**
 * Opens a file of areas: finds out what it is, and makes a plan of it for the ground.
 *
 * @import { Blocks } from "./blocks.js"
 * @import { Plan } from "./plan.js"
 */
import { el } from "../page/element.js";
import { count } from "../page/format.js";
import { open, read, textOf } from "./files.js";
import * as requests from "./requests.js";
import { readScenario } from "./scenariofile.js";

/** The kinds of files that can be opened. */
export const ACCEPT = ".csv,.txt,.tsv,.toml,.json,.geojson";

/** Reads a file as a plan; the server reads scenarios. @param {File} file @param {Blocks} blocks @returns {Promise<Plan>} */
export async function openFile(file, blocks) {
  const opened = open(textOf(await file.arrayBuffer()));
  const plan = opened.kind === "scenario"
    ? readScenario(await requests.assignment(opened.text, opened.media), blocks)
    : read(opened, blocks, file.name.replace(/\.[^.]*$/, ""));
  const placed = plan.of.reduce((n, area) => n + Number(area >= 0), 0);
  if (!placed) throw new Error(blocks.within ? "None of its blocks is on this ground. Choose the ground that the file is about." : "None of its blocks is in the data.");
  return plan;
}

/** Says what was taken from a file, and lists what was not. @param {Plan} plan */
export function planReport({ title, areas, of, rejected, notes }) {
  const placed = of.reduce((n, area) => n + Number(area >= 0), 0);
  const most = 200;
  return el("div", { class: rejected.length ? "note gone-rows" : "note" },
    el("p", {}, el("b", {}, title), `: ${count(areas.length)}, ${placed.toLocaleString("en-GB")} blocks placed${rejected.length ? `, ${count(rejected.length, "row")} rejected` : ", no row rejected"}.`),
    ...notes.map((note) => el("p", { class: "quiet" }, note)),
    rejected.length ? el("details", { open: rejected.length <= 10 }, el("summary", {}, "Rejected rows"),
      el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Rejected rows" }, el("table", {},
        el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Where"), el("th", { scope: "col" }, "Row"), el("th", { scope: "col" }, "Why"))),
        el("tbody", {}, ...rejected.slice(0, most).map(({ where, text, why }) => el("tr", {}, el("td", {}, where), el("td", {}, text), el("td", {}, why)))),
      )), rejected.length > most ? el("p", {}, `And ${(rejected.length - most).toLocaleString("en-GB")} more.`) : null) : null,
  );
}
