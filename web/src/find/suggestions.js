// @ts-check
/**
 * The suggestions of the search box: postcodes that begin with what is typed, and areas of that name or code.
 *
 * @import { Layer, NamedArea } from "../page/replies"
 * @import { Group, Option } from "./searchbox.js"
 */
import { suggest } from "../page/api.js";
import { validOn } from "../page/catalogue.js";
import { day, period } from "../page/format.js";
import { read } from "./query.js";
import { areas } from "./requests.js";

/** Areas that are suggested of one day, and of other days. */
const NOW = 8;
const OTHER = 6;
/** Postcodes that are suggested after areas. */
const FEW = 5;
/** Areas that are requested: some are left out. */
const ASKED = 20;

/** Whether text can be the beginning of a postcode. @param {string} text */
const maybePostcode = (text) => /^[A-Z]{1,2}(\d[A-Z\d]?\d?[A-Z]{0,2})?$/.test(text.toUpperCase().replace(/\s/g, ""));

/** Says what tells an area from others of its name. @param {NamedArea} area @param {Map<string, Layer>} layers */
export const aboutArea = ({ layer, code, valid_from, valid_to }, layers) =>
  `${code} · ${layers.get(layer)?.title ?? layer} · ${period(valid_from, valid_to)}`;

/**
 * Requests areas of a day and of other days, by name or code. Second drawings of the same areas are left out.
 * @param {string} name @param {string} on @param {Map<string, Layer>} layers @param {AbortSignal} signal
 * @returns {Promise<{ now: NamedArea[], other: NamedArea[] }>}
 */
export async function namedAreas(name, on, layers, signal) {
  const [now, all] = await Promise.all([areas({ q: name, on, limit: ASKED }, signal), areas({ q: name, limit: ASKED }, signal)]);
  const switched = (/** @type {NamedArea} */ { layer }) => ["primary", "block"].includes(layers.get(layer)?.role ?? "");
  return { now: now.filter(switched).slice(0, NOW), other: all.filter((area) => switched(area) && !validOn(area, on)).slice(0, OTHER) };
}

/**
 * Returns groups of suggestions.
 * @param {string} typed @param {string} on @param {Map<string, Layer>} layers @param {AbortSignal} signal @returns {Promise<Group[]>}
 */
export async function suggestions(typed, on, layers, signal) {
  const isName = read(typed).kind === "name";
  const [postcodes, named] = await Promise.all([
    maybePostcode(typed) ? suggest(typed, signal).catch(() => []) : [],
    isName ? namedAreas(typed, on, layers, signal).catch(() => null) : null,
  ]);
  /** @param {NamedArea} area @returns {Option} */
  const option = (area) => ({ text: area.name, about: aboutArea(area, layers), area });
  const areasFirst = Boolean(named?.now.length || named?.other.length) && !/\d/.test(typed);
  const groups = [
    { title: "Postcodes", options: (areasFirst ? postcodes.slice(0, FEW) : postcodes).map((text) => ({ text })) },
    { title: `Areas on ${day(on)}`, options: (named?.now ?? []).map(option) },
    { title: "Areas on other dates", options: (named?.other ?? []).map(option) },
  ];
  // Without a figure a name is more likely than a postcode.
  return areasFirst ? [...groups.slice(1), groups[0]] : groups;
}
