// @ts-check
/**
 * A grid over the blocks' places, to find those near a place without looking at all. Pure functions.
 *
 * @typedef {{ size: number, x: Float64Array, y: Float64Array, west: number, north: number, cell: number, columns: number, rows: number, first: Int32Array, order: Int32Array, scale: number }} Grid
 */

/** Metres of a degree of latitude. */
const DEGREE_M = 111_200;

/** Makes the grid, with about two places in a cell. O(n). @param {[number, number][]} at degrees @returns {Grid} */
export function createGrid(at) {
  const middle = at.length ? at.reduce((sum, [, lat]) => sum + lat, 0) / at.length : 0;
  const scale = Math.cos((middle * Math.PI) / 180);
  const x = Float64Array.from(at, ([lon]) => lon * scale * DEGREE_M);
  const y = Float64Array.from(at, ([, lat]) => -lat * DEGREE_M);
  const [west, east] = ends(x);
  const [north, south] = ends(y);
  const cell = Math.max(1, Math.sqrt(((east - west) * (south - north) * 2) / Math.max(1, at.length)));
  const columns = Math.floor((east - west) / cell) + 1;
  const rows = Math.floor((south - north) / cell) + 1;
  const cellOf = (/** @type {number} */ i) => Math.floor((y[i] - north) / cell) * columns + Math.floor((x[i] - west) / cell);
  const first = new Int32Array(columns * rows + 1);
  for (let i = 0; i < at.length; i++) first[cellOf(i) + 1]++;
  for (let i = 0; i < columns * rows; i++) first[i + 1] += first[i];
  const next = first.slice();
  const order = new Int32Array(at.length);
  for (let i = 0; i < at.length; i++) order[next[cellOf(i)]++] = i;
  return { size: at.length, x, y, west, north, cell, columns, rows, first, order, scale };
}

/** Returns the blocks whose place is within so many metres of a place. @param {Grid} grid @param {[number, number]} at degrees @param {number} radius */
export function around(grid, [lon, lat], radius) {
  const [x, y] = [lon * grid.scale * DEGREE_M, -lat * DEGREE_M];
  return inCells(grid, x - radius, y - radius, x + radius, y + radius).filter((i) => Math.hypot(grid.x[i] - x, grid.y[i] - y) <= radius);
}

/** Returns the blocks whose place is in a box of degrees: west, south, east, north. @param {Grid} grid @param {number[]} box */
export function inBox(grid, [w, s, e, n]) {
  const [west, east] = [w * grid.scale * DEGREE_M, e * grid.scale * DEGREE_M];
  const [north, south] = [-n * DEGREE_M, -s * DEGREE_M];
  return inCells(grid, west, north, east, south).filter((i) => grid.x[i] >= west && grid.x[i] <= east && grid.y[i] >= north && grid.y[i] <= south);
}

/** Returns the angle from one block's place to another's, in radians clockwise from north. @param {Grid} grid @param {number} from @param {number} to */
export const bearing = (grid, from, to) => Math.atan2(grid.x[to] - grid.x[from], grid.y[from] - grid.y[to]);

/** Metres between the places of two blocks. @param {Grid} grid @param {number} one @param {number} other */
export const apart = (grid, one, other) => Math.hypot(grid.x[one] - grid.x[other], grid.y[one] - grid.y[other]);

/** @param {Grid} grid @param {number} left @param {number} top @param {number} right @param {number} bottom */
function inCells({ west, north, cell, columns, rows, first, order }, left, top, right, bottom) {
  const within = (/** @type {number} */ value, /** @type {number} */ count) => Math.min(count - 1, Math.max(0, Math.floor(value / cell)));
  /** @type {number[]} */
  const found = [];
  for (let row = within(top - north, rows); row <= within(bottom - north, rows); row++) {
    const start = row * columns;
    const from = first[start + within(left - west, columns)];
    const to = first[start + within(right - west, columns) + 1];
    for (let i = from; i < to; i++) found.push(order[i]);
  }
  return found;
}

/** @param {Float64Array} values */
function ends(values) {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return values.length ? [least, most] : [0, 0];
}
