// @ts-check
/**
 * Block-assignment tables: a row for each block, with its area. Pure functions.
 *
 * @import { Blocks } from "./blocks.js"
 * @import { Plan } from "./plan.js"
 */
import { count } from "../page/format.js";
import { positions } from "./assignment.js";
import { emptyPlan, place } from "./plan.js";
import { readTable, writeTable } from "./table.js";

/** Names of columns, in small letters and without signs between them. The first that a file has is taken. */
const BLOCK = ["block", "blockid", "geoid20", "geoid10", "geoid", "id", "lsoa11cd", "lsoa21cd", "lsoa", "lsoacode", "lsoa11code"];
const AREA = ["area", "areacode", "district", "districtid", "zone", "name", "areaname"];
const NAME = ["name", "areaname"];
/** Columns in which 0 means "in no district". */
const NUMBERED = ["district", "districtid", "zone"];

const plain = (/** @type {string} */ text) => text.toLowerCase().replace(/[^a-z0-9]/g, "");

/**
 * Reads a table. Rows that cannot be taken are listed, and all others are.
 * @param {string} text @param {Blocks} blocks @param {string} title @returns {Plan}
 */
export function readAssignment(text, blocks, title) {
  const [header, ...rows] = readTable(text);
  const heads = header?.cells.map(plain) ?? [];
  const column = (/** @type {string[]} */ names) => names.map((name) => heads.indexOf(name)).find((at) => at >= 0) ?? -1;
  const [block, area] = [column(BLOCK), column(AREA)];
  if (block < 0 || area < 0) {
    throw new Error("The first line must name a column of blocks and one of areas, such as “block,area,name” or “GEOID20,District”.");
  }
  const name = column(NAME) === area ? -1 : column(NAME);
  const plan = emptyPlan(blocks, title);
  /** @type {Map<string, number>} */
  const known = new Map();
  let inNone = 0;
  for (const { line, cells } of rows) {
    const row = { where: `line ${line}`, text: cells.join(",") };
    const code = cells[area] ?? "";
    if (!code) {
      plan.rejected.push({ ...row, why: "it names no area" });
    } else if (code === "0" && NUMBERED.includes(heads[area])) {
      inNone++;
    } else {
      const position = known.get(code) ?? known.size;
      if (position === known.size) {
        known.set(code, position);
        plan.areas.push({ code, name: code });
      }
      if (name >= 0 && cells[name]) plan.areas[position].name = cells[name];
      place(plan, blocks, cells[block] ?? "", position, row);
    }
  }
  plan.notes.push(`Blocks are from the column “${header.cells[block]}” and areas from “${header.cells[area]}”.`);
  if (inNone) plan.notes.push(`${count(inNone, "row")} with district 0, which means none.`);
  return plan;
}

/** Writes the table that `coterm scenario score` takes: block, area, name. Blocks in no area are left out. @param {Blocks} blocks @param {import("./assignment.js").Proposal} proposal */
export function writeAssignment(blocks, proposal) {
  /** @type {string[][]} */
  const rows = [["block", "area", "name"]];
  for (const position of positions(proposal)) {
    const area = proposal.areas[position];
    for (let block = 0; block < blocks.size; block++) {
      if (area && proposal.of[block] === position) rows.push([blocks.codes[block], area.code, area.name]);
    }
  }
  return writeTable(rows);
}
