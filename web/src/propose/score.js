// @ts-check
/**
 * The figures of a proposal, kept up to date block by block: a stroke costs as much as the blocks that
 * it changes, whatever the number of areas. Because sums of blocks' figures are exact (see `blocks.js`), the figures
 * depend on the assignment alone, and never on the order of strokes and undos.
 *
 * @import { Blocks } from "./blocks.js"
 * @typedef {object} Row the figures of an area, or of the blocks in none
 * @property {number} blocks
 * @property {number} weight
 * @property {number} postcodes
 * @property {number} ground square metres
 * @property {number} outline metres: the sum of the blocks' outlines
 * @property {number} inner metres of border between blocks of the area
 * @property {Map<number, number>} districts number of blocks by district
 * @property {Map<number, number>} was weight by area of the layer that it starts from; -1 for none
 * @typedef {{ row(position: number): Row, parts(position: number): number[][], splits(): number[], coveredInPart(): number[], splitsOf(position: number): number[], coveredInPartBy(position: number): number[], touched(): number[], moved(block: number, from: number, to: number): void }} Score
 */
import { NONE } from "./assignment.js";
import { partsOf } from "./parts.js";

/**
 * Makes the score of an assignment, which must be told of every change (`moved`) after it is made.
 * @param {Blocks} blocks @param {Int16Array} of @param {string} [start] the layer that the proposal would replace
 * @returns {Score}
 */
export function createScore(blocks, of, start) {
  /** @type {Map<number, Row>} */
  const rows = new Map();
  /**
   * The areas that each district is divided between, with the number of blocks of each. Blocks in no area are a part like
   * any other, and so are those that are not on the ground: the server counts the same.
   * @type {Map<number, number>[]}
   */
  const areasOf = blocks.districts.areas.map((_, district) => new Map(blocks.beyond[district] ? [[NONE, blocks.beyond[district]]] : []));
  /** @type {Map<number, number[][]>} */
  const parts = new Map();
  /** @type {Set<number>} */
  const touched = new Set();
  const before = start ? blocks.layers[start]?.of : undefined;

  /** Whether a district is split between areas. @param {number} district */
  const isSplit = (district) => areasOf[district].size - Number(areasOf[district].has(NONE)) > 1;
  /** Whether one area has a part of a district, and the rest is in none. @param {number} district */
  const isCoveredInPart = (district) => areasOf[district].size === 2 && areasOf[district].has(NONE);

  /** @param {number} position */
  const row = (position) => {
    const made = rows.get(position) ?? emptyRow();
    rows.set(position, made);
    return made;
  };
  /** Adds a block to a row (`sign` 1) or takes it out (-1). @param {number} block @param {number} position @param {number} sign */
  const count = (block, position, sign) => {
    const sums = row(position);
    sums.blocks += sign;
    sums.weight += sign * blocks.weight[block];
    sums.postcodes += sign * blocks.postcodes[block];
    sums.ground += sign * blocks.ground[block];
    sums.outline += sign * blocks.outline[block];
    for (let at = blocks.first[block]; at < blocks.first[block + 1]; at++) {
      if (of[blocks.neighbour[at]] === position) sums.inner += sign * blocks.border[at];
    }
    const district = blocks.districts.of[block];
    if (district >= 0) {
      add(sums.districts, district, sign);
      add(areasOf[district], position, sign);
    }
    if (before) add(sums.was, before[block], sign * blocks.weight[block]);
    touched.add(position);
    parts.delete(position);
  };
  for (let block = 0; block < of.length; block++) {
    const position = of[block];
    const sums = row(position);
    count(block, position, 1);
    // Each border inside is met from both of its blocks, and belongs to the area once.
    for (let at = blocks.first[block]; at < blocks.first[block + 1]; at++) {
      const other = blocks.neighbour[at];
      if (other < block && of[other] === position) sums.inner -= blocks.border[at];
    }
  }
  touched.clear();

  return {
    row,
    parts(position) {
      const known = parts.get(position) ?? partsOf(blocks, of, position);
      parts.set(position, known);
      return known;
    },
    splits: () => areasOf.flatMap((_, district) => (isSplit(district) ? [district] : [])),
    coveredInPart: () => areasOf.flatMap((_, district) => (isCoveredInPart(district) ? [district] : [])),
    splitsOf: (position) => [...row(position).districts.keys()].filter(isSplit).sort((a, b) => a - b),
    coveredInPartBy: (position) => [...row(position).districts.keys()].filter(isCoveredInPart).sort((a, b) => a - b),
    /** Returns the areas whose figures have changed since it was last asked. */
    touched() {
      const positions = [...touched];
      touched.clear();
      return positions;
    },
    moved(block, from, to) {
      // A block is not its own neighbour, so what it now has does not matter for its borders.
      count(block, from, -1);
      count(block, to, 1);
    },
  };
}

/** @returns {Row} */
const emptyRow = () => ({ blocks: 0, weight: 0, postcodes: 0, ground: 0, outline: 0, inner: 0, districts: new Map(), was: new Map() });

/** Adds to a count, and leaves out a count of 0. @param {Map<number, number>} counts @param {number} key @param {number} by */
function add(counts, key, by) {
  const now = (counts.get(key) ?? 0) + by;
  if (now) counts.set(key, now);
  else counts.delete(key);
}

/** Metres of an area's outline, holes included. @param {Row} row */
export const perimeter = ({ outline, inner }) => outline - 2 * inner;

/** Compactness by Polsby and Popper, 4πA/P²: 1 for a circle, and 0 without any ground. @param {Row} row */
export function polsbyPopper(row) {
  const around = perimeter(row);
  return around > 0 ? (4 * Math.PI * row.ground) / (around * around) : 0;
}

/** By how much a weight is above the mean (positive) or below it, as a share of the mean. @param {number} weight @param {number} mean */
export const deviation = (weight, mean) => (mean > 0 ? weight / mean - 1 : 0);
