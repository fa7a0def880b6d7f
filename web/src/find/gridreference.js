// @ts-check
/**
 * References to the National Grid of Great Britain, such as "SD 476 619" or "347650 461950". Pure functions.
 *
 * A reference with letters names a square, whose side follows from the number of its figures; easting and
 * northing name a point.
 *
 * @typedef {object} GridPlace
 * @property {string} reference as it is usually written
 * @property {number} easting of the middle, in metres
 * @property {number} northing
 * @property {number} size the side of the square in metres; 1 for easting and northing
 */

/** The grid's letters: I is left out. */
const LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZ";
const SQUARE_M = 100_000;
/** The grid's extent, in metres. */
export const EAST_END = 700_000;
export const NORTH_END = 1_300_000;

/** Whether text begins like a reference with letters: two letters of the grid, then only figures. @param {string} text */
export const looksLikeReference = (text) => /^[A-HJ-Z]{2}\d{2,}$/.test(squeezed(text)) && corner(squeezed(text).slice(0, 2)) !== null;

const squeezed = (/** @type {string} */ text) => text.toUpperCase().replace(/[\s,.]/g, "");

/** Returns the south-west corner of a square of 100 km, in metres; null if the grid has none of these letters. @param {string} letters @returns {[number, number] | null} */
function corner(letters) {
  const [first, second] = [...letters].map((letter) => LETTERS.indexOf(letter));
  // The first letter's squares of 500 km are counted from square V, at the grid's false origin.
  const east = ((first % 5) - 2) * 5 + (second % 5);
  const north = (3 - Math.floor(first / 5)) * 5 + (4 - Math.floor(second / 5));
  const inside = east >= 0 && east < 7 && north >= 0 && north < 13;
  return inside ? [east * SQUARE_M, north * SQUARE_M] : null;
}

/**
 * Reads a reference with letters: its middle and its size. Text says what is wrong with it.
 * @param {string} text @returns {GridPlace | string}
 */
export function readReference(text) {
  const [, letters, figures] = /^([A-Z]{2})(\d*)$/.exec(squeezed(text)) ?? [];
  const from = letters ? corner(letters) : null;
  if (!from) return `“${text.trim()}” is not in the National Grid: its letters name no square. Type a reference such as SD 476 619.`;
  if (figures.length % 2 || figures.length < 2 || figures.length > 10) {
    return `A grid reference has the same number of figures for east and north, such as SD 476 619. “${text.trim()}” has ${figures.length || "none"}.`;
  }
  const half = figures.length / 2;
  const size = SQUARE_M / 10 ** half;
  const [east, north] = [figures.slice(0, half), figures.slice(half)];
  return {
    reference: `${letters} ${east} ${north}`,
    easting: from[0] + Number(east) * size + size / 2,
    northing: from[1] + Number(north) * size + size / 2,
    size,
  };
}

/** Makes a place of easting and northing in metres. Text says what is wrong with them. @param {number} easting @param {number} northing @returns {GridPlace | string} */
export function gridPlace(easting, northing) {
  if (easting < 0 || easting >= EAST_END || northing < 0 || northing >= NORTH_END) {
    return "Easting and northing are metres of the British National Grid, such as 347650 461950: an easting is less than 700,000 and a northing less than 1,300,000.";
  }
  return { reference: `${easting} ${northing}`, easting, northing, size: 1 };
}

/** Says how large a reference's square is: "100 m". @param {number} size in metres */
export const sizeWords = (size) => (size >= 1000 ? `${size / 1000} km` : `${size} m`);
