// @ts-check
/**
 * A plan: what a file or a layer says of the area of each block, before it becomes a proposal. Pure functions.
 *
 * @import { Blocks } from "./blocks.js"
 * @import { Named } from "./replies"
 * @import { Proposal } from "./assignment.js"
 * @typedef {{ where: string, text: string, why: string }} Rejected a row or a name that was not taken, and why
 * @typedef {{ title: string, kind: string, within: string[], areas: Named[], of: Int16Array, rejected: Rejected[], notes: string[] }} Plan
 */
import { COLOURS, newProposal, NONE } from "./assignment.js";

/** Makes a plan without areas. @param {Blocks} blocks @param {string} title @returns {Plan} */
export const emptyPlan = (blocks, title) => ({ title, kind: "place", within: [], areas: [], of: new Int16Array(blocks.size).fill(NONE), rejected: [], notes: [] });

/** Makes a plan of a layer: those of its areas that are on the ground, as far as they are. @param {Blocks} blocks @param {string} layer @param {string} title @returns {Plan} */
export function planOfLayer(blocks, layer, title) {
  const plan = emptyPlan(blocks, title);
  const { areas, of } = blocks.layers[layer];
  /** @type {Map<number, number>} */
  const positions = new Map();
  for (let block = 0; block < blocks.size; block++) {
    if (of[block] < 0) continue;
    const position = positions.get(of[block]) ?? positions.size;
    positions.set(of[block], position);
    plan.of[block] = position;
  }
  plan.areas = [...positions.keys()].map((area) => areas[area]);
  return plan;
}

/**
 * Puts a block into an area of the plan, or says why it cannot be.
 * @param {Plan} plan @param {Blocks} blocks @param {string} code @param {number} position @param {{ where: string, text: string }} row
 */
export function place(plan, blocks, code, position, row) {
  const block = blocks.byCode.get(code);
  const reject = (/** @type {string} */ why) => void plan.rejected.push({ ...row, why });
  if (!code) return reject("it names no block");
  if (block === undefined) return reject(`${code} is not a building block of this ground`);
  const before = plan.of[block];
  if (before !== NONE) return reject(`${code} is already in ${plan.areas[before].name}`);
  plan.of[block] = position;
}

/** Makes a proposal of a plan. @param {Plan} plan @returns {Proposal} */
export function proposalOf({ title, kind, areas, of }) {
  const proposal = newProposal(of.length, title, kind);
  proposal.of.set(of);
  proposal.areas = areas.map(({ code, name }, i) => ({ code, name, colour: i % COLOURS, locked: false }));
  return proposal;
}
