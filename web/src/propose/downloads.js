// @ts-check
/**
 * Takes a proposal out of the page: as files, as a report of the server, and as the command that says the same.
 *
 * @import { Desk } from "./desk.js"
 */
import { el } from "../page/element.js";
import { problemOf } from "../page/problem.js";
import { save } from "../page/save.js";
import { positions } from "./assignment.js";
import { writeAssignment } from "./assignmentfile.js";
import { writeCustomAreas } from "./customareas.js";
import { outline } from "./outline.js";
import * as requests from "./requests.js";
import { questionOf } from "./results.js";
import { scenarioOf, writeJson, writeToml } from "./scenariofile.js";
import { command, fileName } from "./words.js";

/** @param {Desk} desk @param {{ onSaved(): void }} told */
export function createDownloads(desk, { onSaved }) {
  const { blocks, setup } = desk.session;
  const status = el("p", { class: "quiet", role: "status" });
  const line = el("code", {});
  const proposal = () => desk.entry().proposal;
  /** @param {string} type @param {string} text @param {string} extension */
  const take = (type, text, extension) => {
    save(new Blob([text], { type }), `${fileName(proposal().title)}.${extension}`);
    desk.entry().saved = true;
    status.textContent = `Saved as ${fileName(proposal().title)}.${extension}.`;
    onSaved();
  };
  /** Does what may fail, and says so. @param {() => Promise<void>} work */
  const attempt = async (work) => {
    status.textContent = "Working…";
    try {
      await work();
    } catch (thrown) {
      const { title, detail } = problemOf(thrown);
      status.textContent = `${title}. ${detail}`;
    }
  };
  const custom = async () => {
    const shapes = await requests.shapes(blocks.layer);
    take("application/geo+json", writeCustomAreas(blocks, proposal(), (codes) => outline(codes.flatMap((code) => shapes.get(code) ?? []))), "geojson");
  };
  /** @param {"html" | "md" | "xlsx"} format */
  const report = async (format) => {
    const blob = await requests.report(scenarioOf(blocks, proposal()), questionOf(setup, blocks.layers), format);
    save(blob, `${fileName(proposal().title)}.${format}`);
    status.textContent = `The report is saved as ${fileName(proposal().title)}.${format}.`;
  };
  const button = (/** @type {string} */ name, /** @type {string} */ title, /** @type {() => void} */ onclick) => el("button", { type: "button", class: "plain", title, onclick }, name);
  const node = el("section", { class: "part screen-only" },
    el("h3", {}, "Download"),
    el("div", { class: "row" },
      button("CSV", "A row for each block: block, area, name", () => take("text/csv", writeAssignment(blocks, proposal()), "csv")),
      button("TOML", "A scenario for coterm", () => take("application/toml", writeToml(blocks, proposal()), "toml")),
      button("JSON", "The same as the TOML", () => take("application/json", writeJson(blocks, proposal()), "json")),
      button("GeoJSON", "Outlines with the codes of the blocks, for the ONS’s custom area profiles", () => attempt(custom)),
    ),
    el("div", { class: "row" },
      button("Report", "A document with maps, to read and print", () => attempt(() => report("html"))),
      button("Report in Markdown", "To paste into a word processor or a wiki", () => attempt(() => report("md"))),
      button("Workbook", "An Excel workbook", () => attempt(() => report("xlsx"))),
    ),
    status,
    el("details", {}, el("summary", {}, "The command that says the same"), el("p", { class: "quiet" }, "With the CSV in the same folder:"), el("p", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Command" }, line)),
  );
  return {
    node,
    show() {
      const { title, kind } = proposal();
      const { against, was, weight } = questionOf(setup, blocks.layers);
      line.textContent = command(title, { against, was, within: setup.within, weight, kind: kind === "place" ? "" : kind });
      for (const one of node.querySelectorAll("button")) one.disabled = !positions(proposal()).some((position) => desk.entry().score.row(position).blocks);
    },
  };
}
