// @ts-check
/**
 * Scenario files: the TOML and JSON that `coterm scenario score` takes. The server reads them, so that one
 * rule says what they mean; the page writes them, with the blocks of each area. Pure functions.
 *
 * @import { Blocks } from "./blocks.js"
 * @import { Plan } from "./plan.js"
 * @import { Proposal } from "./assignment.js"
 * @typedef {{ title: string, kind: string, within?: string[], areas: { code: string, name: string, blocks: string[] }[] }} Assignment
 */
import { positions } from "./assignment.js";
import { count } from "../page/format.js";
import { emptyPlan, place } from "./plan.js";

/** Makes a plan of the blocks of a scenario's areas; those beyond the ground are left out. @param {Assignment} assignment @param {Blocks} blocks @returns {Plan} */
export function readScenario({ title, kind, within, areas }, blocks) {
  const plan = emptyPlan(blocks, title);
  plan.kind = kind;
  plan.within = within ?? [];
  let beyond = 0;
  for (const { code, name, blocks: codes } of areas) {
    const position = plan.areas.push({ code, name }) - 1;
    for (const block of codes) {
      if (blocks.byCode.has(block)) place(plan, blocks, block, position, { where: name, text: block });
      else beyond += 1;
    }
  }
  if (beyond) plan.notes.push(`${count(beyond, "block")} of its areas ${beyond === 1 ? "is" : "are"} beyond this ground, and left out.`);
  return plan;
}

/** Returns a proposal as a scenario, which the server takes as JSON. Areas without blocks are left out. @param {Blocks} blocks @param {Proposal} proposal */
export function scenarioOf(blocks, proposal) {
  /** @type {Map<number, string[]>} */
  const codes = new Map(positions(proposal).map((position) => [position, []]));
  for (let block = 0; block < blocks.size; block++) codes.get(proposal.of[block])?.push(blocks.codes[block]);
  const area = [...codes].flatMap(([position, list]) => {
    const one = proposal.areas[position];
    return one && list.length ? [{ code: one.code, name: one.name, blocks: list }] : [];
  });
  return { title: proposal.title, kind: proposal.kind, ...(blocks.within && { within: blocks.within.split(",") }), area };
}

/** Writes a string of TOML. JSON's escapes are all TOML's too, but for the delete sign. @param {string} text */
const tomlString = (text) => JSON.stringify(text).replaceAll("\u007f", "\\u007f");

/** Writes a proposal as TOML. @param {Blocks} blocks @param {Proposal} proposal */
export function writeToml(blocks, proposal) {
  const { title, kind, within, area } = scenarioOf(blocks, proposal);
  const list = (/** @type {string[]} */ items) => `[${items.map(tomlString).join(", ")}]`;
  const head = [`title = ${tomlString(title)}`, `kind = ${tomlString(kind)}`, ...(within ? [`within = ${list(within)}`] : [])];
  const tables = area.map(({ code, name, blocks: codes }) =>
    `\n[[area]]\ncode = ${tomlString(code)}\nname = ${tomlString(name)}\nblocks = [\n${rows(codes).map((row) => `  ${row.map(tomlString).join(", ")},\n`).join("")}]\n`);
  return `${head.join("\n")}\n${tables.join("")}`;
}

/** Writes a proposal as JSON. @param {Blocks} blocks @param {Proposal} proposal */
export const writeJson = (blocks, proposal) => `${JSON.stringify(scenarioOf(blocks, proposal), null, 1)}\n`;

/** @param {string[]} codes */
function rows(codes) {
  const all = [];
  for (let i = 0; i < codes.length; i += 8) all.push(codes.slice(i, i + 8));
  return all;
}
