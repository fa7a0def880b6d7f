// @ts-check
/**
 * The thing that is looked up: a postcode, a point, a place of the grid, an area, or a name that may be several
 * areas'. Pure.
 *
 * @import { LonLat, Query } from "../page/replies"
 * @typedef {{ layer: string, code: string }} AreaKey
 * @typedef {object} Sought at most one of these
 * @property {string} [postcode]
 * @property {LonLat} [point]
 * @property {string} [grid] a grid reference, or easting and northing
 * @property {AreaKey} [area]
 * @property {string} [name] what was typed, if it is neither of the above
 * @property {string} [words] how what was typed was understood
 * @typedef {{ on: string, layers: Set<string> } & Sought} State the state of the view: the day, the layers that are switched on, and what is looked up
 */
import { lonLat } from "../page/format.js";
import { gridOf } from "./query.js";

/** Nothing is looked up: replaces what was. @type {Sought} */
export const NOTHING = { postcode: undefined, point: undefined, grid: undefined, area: undefined, name: undefined, words: undefined };

/** Takes what is looked up out of a larger state. @param {Sought} state @returns {Sought} */
export const soughtOf = ({ postcode, point, grid, area, name, words }) => ({ postcode, point, grid, area, name, words });

/** Whether nothing is looked up. @param {Sought} sought */
export const isNothing = ({ postcode, point, grid, area, name }) => !postcode && !point && !grid && !area && !name;

/** Returns the question for `/lookup`; null if no place is looked up. @param {Sought} sought @returns {Query | null} */
export function queryOf({ postcode, point, grid }) {
  if (postcode) return { postcode };
  if (point) return { point };
  const place = grid ? gridOf(grid) : null;
  return place && { grid: { easting: place.easting, northing: place.northing } };
}

/** Returns the side of the square that is looked up, in metres; 0 for points and postcodes. @param {Sought} sought */
export const sizeOf = ({ grid }) => (grid ? gridOf(grid)?.size ?? 0 : 0);

/** Names what is looked up, as a heading. @param {Sought} sought */
export function titleOf({ postcode, point, grid, words }) {
  if (postcode) return postcode;
  if (grid) return gridOf(grid)?.reference ?? grid;
  return point && words ? lonLat(point) : "Point on the map";
}

/** Returns what the box says of it. @param {Sought} sought */
export function typedOf({ postcode, point, grid, name, words }) {
  if (point) return words ? `${point.lat}, ${point.lon}` : "";
  return postcode ?? grid ?? name ?? "";
}

/** Returns the command that answers the same, for a terminal. @param {Sought} sought @param {string} on */
export function commandOf(sought, on) {
  const query = queryOf(sought);
  if (query?.postcode) return `coterm lookup "${query.postcode.replaceAll('"', "")}" --on ${on}`;
  if (query?.grid) return `coterm lookup --grid ${query.grid.easting},${query.grid.northing} --on ${on}`;
  if (query?.point) return `coterm lookup --point ${query.point.lon},${query.point.lat} --on ${on}`;
  return null;
}
