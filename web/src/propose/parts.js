// @ts-check
/**
 * The parts of an area: its blocks, connected along the borders that they share. Pure functions.
 *
 * @import { Blocks } from "./blocks.js"
 */

/**
 * Returns the parts of the blocks that have this area, the part with most ground first. O(n) in blocks,
 * and in the borders of this area's blocks only.
 * @param {Blocks} blocks @param {Int16Array} of @param {number} position @returns {number[][]}
 */
export function partsOf(blocks, of, position) {
  const { first, neighbour, ground } = blocks;
  const seen = new Uint8Array(of.length);
  /** @type {{ part: number[], size: number }[]} */
  const parts = [];
  for (let start = 0; start < of.length; start++) {
    if (of[start] !== position || seen[start]) continue;
    const part = [start];
    let size = 0;
    seen[start] = 1;
    for (let i = 0; i < part.length; i++) {
      const block = part[i];
      size += ground[block];
      for (let at = first[block]; at < first[block + 1]; at++) {
        const other = neighbour[at];
        if (of[other] !== position || seen[other]) continue;
        seen[other] = 1;
        part.push(other);
      }
    }
    parts.push({ part, size });
  }
  // Parts of the same size keep the order of their first blocks, so that the order is always the same.
  return parts.sort((a, b) => b.size - a.size).map(({ part }) => part);
}
