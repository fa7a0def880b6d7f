// @ts-check
/**
 * The text of the box, read: a postcode, a place by its coordinates, or the name or code of an area. Pure.
 *
 * @import { LonLat } from "../page/replies"
 * @import { GridPlace } from "./gridreference.js"
 * @typedef {{ kind: "postcode", postcode: string }
 *   | { kind: "point", point: LonLat, words: string }
 *   | { kind: "grid", grid: GridPlace, words: string }
 *   | { kind: "name", name: string }
 *   | { kind: "problem", problem: string }} Asked
 */
import { lonLat, postcode as tidy } from "../page/format.js";
import { isCoordinates, isLink, readCoordinates, readLink } from "./coordinates.js";
import { looksLikeReference, readReference, sizeWords } from "./gridreference.js";

const POSTCODE = /^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/;
/** A code of the Office for National Statistics, such as E07000121. */
const CODE = /^[EWSNKJ]\d{8}$/i;

/** Reads what was typed. `example` is a postcode of the data. @param {string} text @param {string | null} [example] @returns {Asked} */
export function read(text, example) {
  const typed = text.trim();
  if (!typed) return { kind: "problem", problem: `Type a postcode${example ? `, such as ${example}` : ""}, the name of an area, coordinates or a grid reference.` };
  if (isLink(typed)) return placed(readLink(typed));
  const postcode = tidy(typed);
  if (POSTCODE.test(postcode)) return { kind: "postcode", postcode };
  if (CODE.test(typed)) return { kind: "name", name: typed.toUpperCase() };
  if (looksLikeReference(typed)) return square(readReference(typed));
  if (isCoordinates(typed)) return placed(readCoordinates(typed));
  return { kind: "name", name: typed };
}

/** @param {ReturnType<typeof readReference>} place @returns {Asked} */
function square(place) {
  if (typeof place === "string") return { kind: "problem", problem: place };
  return { kind: "grid", grid: place, words: gridWords(place) };
}

/** Says what a place of the grid was read as. @param {GridPlace} place */
export function gridWords({ reference, easting, northing, size }) {
  if (size === 1 && /^\d/.test(reference)) return `Read as easting ${easting.toLocaleString("en-GB")}, northing ${northing.toLocaleString("en-GB")}.`;
  const district = size >= 10_000 ? " For a postcode, type all of it." : "";
  return `${reference} is a square of ${sizeWords(size)}: this is its middle.${district}`;
}

/** @param {import("./coordinates.js").Coordinates} read @returns {Asked} */
function placed(read) {
  if ("problem" in read) return { kind: "problem", problem: read.problem };
  if ("grid" in read) return { kind: "grid", grid: read.grid, words: gridWords(read.grid) };
  const order = read.order === "lon-lat" ? "longitude first" : "latitude first";
  return { kind: "point", point: read.point, words: `Read as ${lonLat(read.point)}${read.order === "named" ? "" : ` (${order})`}.` };
}

/** Reads the reference of a link, as `GridPlace.reference` writes it; null if it is none. @param {string} text @returns {GridPlace | null} */
export function gridOf(text) {
  const asked = read(text);
  return asked.kind === "grid" ? asked.grid : null;
}
