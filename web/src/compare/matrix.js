// @ts-check
/**
 * The table of overlaps: the areas of A down, those of B across. Pure functions.
 *
 * @import { Comparison, Named, Overlap } from "./replies"
 * @typedef {Named | null} Side null is the ground outside a layer
 * @typedef {{ area: Side, cells: (Overlap | null)[] }} Row
 * @typedef {{ columns: Side[], rows: Row[] }} Matrix
 */

/** The most rows or columns that are shown as a table; more are shown as a list of pairs. */
export const MOST = 40;

const codeOf = (/** @type {Side} */ area) => area?.code ?? null;

/** The areas that overlaps name, in the order of the verdicts; the outside comes last. @param {Named[]} areas @param {Side[]} named @returns {Side[]} */
function sides(areas, named) {
  const codes = new Set(named.map(codeOf));
  return [...areas.filter(({ code }) => codes.has(code)), ...(codes.has(null) ? [null] : [])];
}

/** Lays out the overlaps as a table. @param {Pick<Comparison, "matrix" | "verdicts_a" | "verdicts_b">} comparison @returns {Matrix} */
export function matrixOf({ matrix, verdicts_a, verdicts_b }) {
  const down = sides(verdicts_a.map(({ area }) => area), matrix.map(({ a }) => a));
  const columns = sides(verdicts_b.map(({ area }) => area), matrix.map(({ b }) => b));
  const cells = new Map(matrix.map((overlap) => [JSON.stringify([codeOf(overlap.a), codeOf(overlap.b)]), overlap]));
  const rows = down.map((area) => ({ area, cells: columns.map((column) => cells.get(JSON.stringify([codeOf(area), codeOf(column)])) ?? null) }));
  return { columns, rows };
}

/** Whether a table would be too large to read. @param {Matrix} matrix */
export const isLarge = ({ rows, columns }) => rows.length > MOST || columns.length > MOST;

/**
 * Returns how dark a cell is, in per cent of the darkest; the text says the same. Small shares are
 * lifted, since they are what a review looks for.
 * @param {number | null} share
 */
export const shade = (share) => (share === null || share <= 0 ? 0 : Math.round(12 + 88 * Math.sqrt(Math.min(share, 1))));

/** Returns the overlaps as pairs, the largest share of A first. @param {Overlap[]} overlaps */
export const pairs = (overlaps) =>
  [...overlaps].sort((one, other) => (one.a?.name ?? "\uffff").localeCompare(other.a?.name ?? "\uffff", "en-GB", { numeric: true }) || other.weight - one.weight);
