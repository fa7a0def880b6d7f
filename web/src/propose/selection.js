// @ts-check
/**
 * Which blocks a tool means, and which of them it may change. Pure functions.
 *
 * @import { Blocks } from "./blocks.js"
 * @import { Grid } from "./grid.js"
 * @import { Proposal } from "./assignment.js"
 */
import { isLocked, NONE } from "./assignment.js";
import { neighboursOf } from "./blocks.js";
import { around, bearing, inBox } from "./grid.js";

/** Returns a block, and those whose places are within so many metres of a place. @param {Grid} grid @param {[number, number]} at degrees @param {number} radius @param {number} [block] */
export function brush(grid, at, radius, block) {
  const near = radius > 0 ? around(grid, at, radius) : [];
  return block === undefined || near.includes(block) ? near : [block, ...near];
}

/** Returns the blocks whose places are in the rectangle with these corners. @param {Grid} grid @param {[number, number]} one @param {[number, number]} other */
export const rectangle = (grid, one, other) =>
  inBox(grid, [Math.min(one[0], other[0]), Math.min(one[1], other[1]), Math.max(one[0], other[0]), Math.max(one[1], other[1])]);

/** Returns the blocks of the district that a block is in. @param {Blocks} blocks @param {number} block */
export function wholeDistrict(blocks, block) {
  const district = blocks.districts.of[block];
  if (district < 0) return [block];
  const found = [];
  for (let i = 0; i < blocks.size; i++) if (blocks.districts.of[i] === district) found.push(i);
  return found;
}

/** Returns the blocks that are connected with a block and in the same area as it; also in the same district, if lines of districts stop it. @param {Blocks} blocks @param {Int16Array} of @param {number} start @param {boolean} stopAtDistricts */
export function flood(blocks, of, start, stopAtDistricts) {
  const district = blocks.districts.of;
  const seen = new Set([start]);
  for (const block of seen) {
    for (const other of neighboursOf(blocks, block)) {
      if (of[other] === of[start] && (!stopAtDistricts || district[other] === district[start])) seen.add(other);
    }
  }
  return [...seen];
}

/** Returns the blocks that may change: none out of a locked area or into one, and only those in no area if that is asked. @param {Proposal} proposal @param {Iterable<number>} blocks @param {number} to @param {boolean} onlyUnassigned */
export function paintable(proposal, blocks, to, onlyUnassigned) {
  if (isLocked(proposal, to)) return [];
  const { of } = proposal;
  return [...blocks].filter((block) => of[block] !== to && (onlyUnassigned ? of[block] === NONE : !isLocked(proposal, of[block])));
}

/** The directions of the arrow keys, in radians clockwise from north. */
export const DIRECTIONS = { ArrowUp: 0, ArrowRight: Math.PI / 2, ArrowDown: Math.PI, ArrowLeft: -Math.PI / 2 };

/** How far a neighbour may be from the direction of a key: a little more than a quarter turn would let two keys mean one block. */
const WIDEST = (Math.PI * 80) / 180;

/** Returns the neighbour that lies most nearly in a direction; undefined if none does. @param {Blocks} blocks @param {Grid} grid @param {number} block @param {number} direction */
export function towards(blocks, grid, block, direction) {
  /** @type {number | undefined} */
  let best;
  let least = WIDEST;
  for (const other of neighboursOf(blocks, block)) {
    const turn = Math.abs(bearing(grid, block, other) - direction);
    const angle = Math.min(turn, 2 * Math.PI - turn);
    if (angle < least) [best, least] = [other, angle];
  }
  return best;
}
