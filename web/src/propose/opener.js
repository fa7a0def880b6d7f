// @ts-check
/**
 * Opens a file of areas: finds out what it is, and makes a plan of it for the ground.
 *
 * @import { Blocks } from "./blocks.js"
 * @import { Plan } from "./plan.js"
 */
import { el } from "../page/element.js";
import { count } from "../page/format.js";
import { indexBlocks, sum } from "./blocks.js";
import { named, open, read, textOf } from "./files.js";
import * as requests from "./requests.js";

/** The kinds of files that can be opened. */
export const ACCEPT = ".csv,.txt,.tsv,.toml,.json,.geojson";

/**
 * Reads a file as a plan. The layers that it names are asked for; a scenario in TOML is read by the server as well, and
 * both must agree.
 * @param {File} file @param {Blocks} blocks @returns {Promise<Plan>}
 */
export async function openFile(file, blocks) {
  const opened = open(textOf(await file.arrayBuffer()));
  const title = file.name.replace(/\.[^.]*$/, "");
  const { layers } = named(opened);
  const missing = layers.filter((layer) => !blocks.layers[layer]);
  const known = missing.length ? indexBlocks(await requests.blocks({ within: blocks.within ?? undefined, layers })) : blocks;
  const served = opened.kind === "toml" ? await requests.scoreOfToml(opened.text, {}) : null;
  const plan = read(opened, known, title);
  const placed = sum(plan.areas.map((_, position) => plan.of.reduce((n, area) => n + Number(area === position), 0)));
  if (served && sum(served.areas.map(({ blocks: n }) => n ?? 0)) > placed) {
    plan.notes.push("Some of its areas reach beyond this ground; only what is on the ground is taken.");
  }
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
