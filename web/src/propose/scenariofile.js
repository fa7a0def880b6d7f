// @ts-check
/**
 * Scenario files: the TOML and JSON that `coterm scenario score` takes, whose areas list blocks or
 * name areas of layers. Pure functions.
 *
 * @import { Blocks } from "./blocks.js"
 * @import { Plan } from "./plan.js"
 * @import { Proposal } from "./assignment.js"
 */
import { positions } from "./assignment.js";
import { emptyPlan, place } from "./plan.js";
import { tomlString } from "./toml.js";

const SETS = /** @type {const} */ (["union", "intersect", "minus"]);

/** @param {any} document @returns {any[]} */
const areasOf = (document) => [document?.area ?? document?.areas ?? []].flat();

/** Returns the layers whose areas a scenario names. @param {any} document */
export function layersNamed(document) {
  const names = areasOf(document).flatMap((area) => SETS.flatMap((set) => area[set] ?? []));
  return [...new Set(names.map((name) => String(name).split("/", 1)[0]))];
}

/** Returns the ground that a scenario names, as LAYER/CODE. @param {any} document @returns {string[]} */
export const groundOf = (document) => [document?.within ?? []].flat().map(String);

/**
 * Reads a scenario. The blocks must have the layers that it names (`layersNamed`).
 * @param {any} document @param {Blocks} blocks @param {string} title @returns {Plan}
 */
export function readScenario(document, blocks, title) {
  const areas = areasOf(document);
  if (!areas.length) throw new Error("It has no areas.");
  const plan = emptyPlan(blocks, document.title ?? document.name ?? title);
  plan.kind = document.kind ?? document.family ?? "place";
  plan.within = groundOf(document);
  for (const area of areas) {
    const name = String(area.name ?? area.code);
    const position = plan.areas.push({ code: String(area.code ?? name), name }) - 1;
    const set = (/** @type {string[] | undefined} */ refs) => new Set((refs ?? []).flatMap((ref) => {
      const named = blocksNamed(blocks, String(ref));
      if (!named) plan.rejected.push({ where: name, text: String(ref), why: "it is no area of this ground" });
      return named ?? [];
    }));
    const [only, minus] = [area.intersect?.length ? set(area.intersect) : null, set(area.minus)];
    for (const block of set(area.union)) {
      const code = blocks.codes[block];
      if ((!only || only.has(block)) && !minus.has(block)) place(plan, blocks, code, position, { where: name, text: code });
    }
    for (const code of area.blocks ?? []) place(plan, blocks, String(code), position, { where: name, text: String(code) });
  }
  return plan;
}

/** Returns the blocks of an area that is named as LAYER/CODE or LAYER/NAME; undefined if it is not on the ground. @param {Blocks} blocks @param {string} ref */
function blocksNamed(blocks, ref) {
  const [layer] = ref.split("/", 1);
  const code = ref.slice(layer.length + 1);
  const known = blocks.layers[layer];
  const area = known?.areas.findIndex((one) => one.code === code) ?? -1;
  const found = area >= 0 ? area : known?.areas.findIndex((one) => one.name.toLowerCase() === code.toLowerCase()) ?? -1;
  if (found < 0) return undefined;
  const list = [];
  for (let block = 0; block < blocks.size; block++) if (known.of[block] === found) list.push(block);
  return list;
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
