// @ts-check
/**
 * The state of the view, as parameters of the address. Pure functions.
 *
 * Values that are absent or malformed are left out, so that the view's defaults apply.
 *
 * @import { Layer } from "../page/replies"
 * @import { Sent } from "./sent.js"
 * @typedef {"lines" | "swipe" | "side"} MapMode how the map shows the two layers
 * @typedef {object} State
 * @property {string} a the id of the first layer, or that a proposal is in its place
 * @property {Sent | null} sent that proposal, once it is open; it is in no address
 * @property {string} b the id of the second layer
 * @property {[string, string] | null} dates the two dates, if one family is compared with itself
 * @property {number | null} tolerance metres; null for the server's own
 * @property {string | null} weight what is counted; null for the server's own
 * @property {number | null} difference the number of the chosen difference
 * @property {MapMode} map
 */
import { isDay } from "../page/format.js";
import { PROPOSAL } from "./sent.js";

/** What can be counted, as the server names it. */
export const WEIGHTS = ["people", "postcodes", "area"];
/** @type {MapMode[]} */
const MODES = ["lines", "swipe", "side"];

/**
 * Reads the parameters of an address; `unknown` has the layers it names that the catalogue does not have.
 * @param {URLSearchParams} params @param {Layer[]} layers
 */
export function parse(params, layers) {
  const known = (/** @type {string} */ key) => (key === "a" && params.get(key) === PROPOSAL ? PROPOSAL : layers.find(({ id }) => id === params.get(key))?.id);
  const unknown = ["a", "b"].flatMap((key) => (params.get(key) && !known(key) ? [params.get(key) ?? ""] : []));
  const dates = (params.get("dates") ?? "").split(",");
  /** @type {Partial<State>} */
  const state = {
    a: known("a"),
    b: known("b"),
    dates: dates.length === 2 && dates.every(isDay) ? [dates[0], dates[1]] : null,
    tolerance: toleranceOf(params.get("tolerance")),
    weight: WEIGHTS.find((weight) => weight === params.get("weight")) ?? null,
    difference: wholeNumber(params.get("difference")),
    map: MODES.find((mode) => mode === params.get("map")) ?? "lines",
  };
  return { state, unknown };
}

/** Writes a state, in the order in which a person reads it. @param {State} state @returns {Record<string, string>} */
export function parametersOf({ a, b, dates, tolerance, weight, difference, map }) {
  return {
    a,
    b,
    ...(dates && { dates: dates.join(",") }),
    ...(tolerance !== null && { tolerance: String(tolerance) }),
    ...(weight && { weight }),
    ...(difference !== null && { difference: String(difference) }),
    ...(map !== "lines" && { map }),
  };
}

/** Returns what the server is asked, beside the two layers. @param {Pick<State, "tolerance" | "weight">} state @returns {Record<string, string>} */
export function questionOf({ tolerance, weight }) {
  return { ...(tolerance !== null && { tolerance: String(tolerance) }), ...(weight && { weight }) };
}

/** The greatest tolerance that can be typed, in metres: beyond it nothing in England differs by accident. */
export const WIDEST = 10_000;

/** Reads a tolerance in metres; null unless it is a number that can be typed. @param {string | null} text */
export function toleranceOf(text) {
  const metres = text?.trim() ? Number(text) : NaN;
  return metres >= 0 && metres <= WIDEST ? metres : null;
}

/** @param {string | null} text */
const wholeNumber = (text) => (text && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null);
