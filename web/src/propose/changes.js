// @ts-check
/**
 * Changes of a proposal's areas: add, rename, remove, merge, split. Each is one step that can be undone.
 *
 * @import { Proposal } from "./assignment.js"
 */
import { begin, blocksOf, isLocked, newArea, nextPosition, NONE } from "./assignment.js";

/** Adds an area, with these blocks if there are any, and returns its position. @param {Proposal} proposal @param {string} [name] @param {number[]} [blocks] @param {string} [what] */
export function addArea(proposal, name, blocks = [], what) {
  const position = nextPosition(proposal);
  const area = newArea(proposal, name ? { name } : {});
  const step = begin(proposal, what ?? `add ${area.name}`);
  step.area(position, area);
  step.paint(blocks, position);
  step.end();
  return position;
}

/** @param {Proposal} proposal @param {number} position @param {string} typed */
export function rename(proposal, position, typed) {
  const area = proposal.areas[position];
  const name = typed.trim().replace(/\s+/g, " ");
  if (!area || !name || name === area.name) return false;
  const step = begin(proposal, `rename ${area.name} to ${name}`);
  step.area(position, { ...area, name });
  return step.end();
}

/** Removes an area: its blocks are in none afterwards. @param {Proposal} proposal @param {number} position */
export function remove(proposal, position) {
  const area = proposal.areas[position];
  if (!area || area.locked) return false;
  const step = begin(proposal, `remove ${area.name}`);
  step.paint(blocksOf(proposal, position), NONE);
  step.area(position, null);
  return step.end();
}

/** Moves all blocks of one area to another, and removes the first. @param {Proposal} proposal @param {number} position @param {number} into */
export function merge(proposal, position, into) {
  const [area, other] = [proposal.areas[position], proposal.areas[into]];
  if (!area || !other || position === into || isLocked(proposal, position) || isLocked(proposal, into)) return false;
  const step = begin(proposal, `merge ${area.name} into ${other.name}`);
  step.paint(blocksOf(proposal, position), into);
  step.area(position, null);
  return step.end();
}

/** Makes a new area of a part of another, and returns its position. @param {Proposal} proposal @param {number} position @param {number[]} part */
export function split(proposal, position, part) {
  const area = proposal.areas[position];
  if (!area || area.locked || !part.length) return undefined;
  return addArea(proposal, undefined, part, `split ${area.name}`);
}
