// @ts-check
/**
 * The building blocks of a review, indexed: figures, neighbours, and the areas of layers. Pure functions.
 *
 * @import { BlocksReply, Named } from "./replies"
 * @typedef {{ areas: Named[], of: Int16Array }} LayerAreas the area of each block in a layer, or -1
 * @typedef {object} Blocks
 * @property {string} layer
 * @property {string | null} within the ground: areas as LAYER/CODE, with commas between them; null for all blocks
 * @property {{ unit: string, source: string }} counted what `weight` counts
 * @property {number} size number of blocks
 * @property {string[]} codes
 * @property {string[]} names
 * @property {Float64Array} ids the blocks' numbers in vector tiles
 * @property {[number, number][]} at a place inside each block, in degrees
 * @property {Float64Array} weight
 * @property {Float64Array} postcodes
 * @property {Float64Array} ground square metres
 * @property {Float64Array} outline metres
 * @property {Int32Array} first where the neighbours of each block begin in `neighbour`, and where the last end
 * @property {Int32Array} neighbour
 * @property {Float64Array} border metres shared with the neighbour at the same position
 * @property {Map<string, number>} byCode
 * @property {string} districtLayer
 * @property {LayerAreas} districts
 * @property {Int32Array} beyond number of blocks of each district that are not on the ground
 * @property {Record<string, LayerAreas>} layers
 * @property {string} attribution
 */

/**
 * Indexes the server's reply. O(n) in blocks and borders.
 *
 * Figures are rounded to a power of two so small that it changes none by more than a part in 10⁹, and
 * so large that their sums are exact: a sum is then the same in whichever order it was made.
 * @param {BlocksReply} reply @param {BlocksReply} [whole] all blocks of its districts, if the ground may cut them @returns {Blocks}
 */
export function indexBlocks(reply, whole = reply) {
  const size = reply.codes.length;
  const first = new Int32Array(size + 1);
  for (const [i, j] of reply.borders) {
    first[i + 1]++;
    first[j + 1]++;
  }
  for (let i = 0; i < size; i++) first[i + 1] += first[i];
  const step = stepOf(sum(reply.outline_m) * 2);
  const next = first.slice();
  const neighbour = new Int32Array(reply.borders.length * 2);
  const border = new Float64Array(neighbour.length);
  for (const [i, j, metres] of reply.borders) {
    neighbour[next[i]] = j;
    border[next[i]++] = rounded(metres, step);
    neighbour[next[j]] = i;
    border[next[j]++] = rounded(metres, step);
  }
  /** @type {Record<string, LayerAreas>} */
  const layers = {};
  for (const [id, { areas, of }] of Object.entries(reply.layers)) layers[id] = { areas, of: Int16Array.from(of) };
  const districts = layers[reply.district_layer] ?? { areas: [], of: new Int16Array(size).fill(-1) };
  return {
    layer: reply.layer,
    within: reply.within?.join() || null,
    counted: reply.weight,
    size,
    codes: reply.codes,
    names: reply.names,
    ids: Float64Array.from(reply.codes, tileId),
    at: reply.at,
    weight: exact(reply.weights),
    postcodes: exact(reply.postcodes),
    ground: exact(reply.area_m2),
    outline: exact(reply.outline_m, step),
    first,
    neighbour,
    border,
    byCode: new Map(reply.codes.map((code, block) => [code, block])),
    districtLayer: reply.district_layer,
    districts,
    beyond: beyond(districts, whole),
    layers,
    attribution: reply.attribution,
  };
}

/** Counts the blocks of each district that are not on the ground. @param {LayerAreas} districts @param {BlocksReply} whole */
function beyond({ areas, of }, whole) {
  const counts = new Int32Array(areas.length);
  for (const district of whole.layers[whole.district_layer]?.of ?? []) if (district >= 0) counts[district]++;
  for (const district of of) if (district >= 0) counts[district]--;
  return counts;
}

/** Returns the number that an official code has in vector tiles: E01012663 -> 401012664; NaN for other codes. @param {string} code */
export function tileId(code) {
  return /^[A-Z]\d{8}$/.test(code) ? (code.charCodeAt(0) - 65) * 100_000_000 + Number(code.slice(1)) + 1 : NaN;
}

/** Returns the blocks that share a border with a block. @param {Pick<Blocks, "first" | "neighbour">} blocks @param {number} block */
export const neighboursOf = ({ first, neighbour }, block) => neighbour.subarray(first[block], first[block + 1]);

/** @param {ArrayLike<number>} values */
export function sum(values) {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

/** @param {number[]} values @param {number} [step] */
const exact = (values, step = stepOf(sum(values))) => Float64Array.from(values, (value) => rounded(value, step));

/** Returns the largest power of two whose product with a total is a whole number that a double holds. @param {number} total */
const stepOf = (total) => (total > 0 ? 2 ** Math.floor(52 - Math.log2(total)) : 1);

/** @param {number} value @param {number} step */
const rounded = (value, step) => Math.round(value * step) / step;
