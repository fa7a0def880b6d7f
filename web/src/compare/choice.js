// @ts-check
/**
 * The layers that can be compared, and which are chosen at first. Pure functions.
 *
 * @import { Layer } from "../page/replies"
 * @typedef {{ family: string, title: string, layers: Layer[] }} FamilyLayers
 */
import { validOn } from "../page/catalogue.js";
import { familyOrder } from "../page/families.js";
import { period } from "../page/format.js";

/** The families to compare at first, as far as the data has them: health areas, then council areas. */
const HEALTH = ["place", "sicbl", "icb", "ccg"];
const COUNCIL = ["utla", "lad"];

const newestFirst = (/** @type {Layer} */ one, /** @type {Layer} */ other) => (other.valid_from ?? "").localeCompare(one.valid_from ?? "");
const isPrimary = (/** @type {Layer} */ { role }) => role === "primary";

/** Returns the layers that can be compared by family, in the catalogue's order: all but the backdrop. @param {Layer[]} layers @returns {FamilyLayers[]} */
export function comparable(layers) {
  const all = layers.filter(({ role }) => role !== "backdrop");
  return familyOrder(all).map((family) => {
    const own = all.filter((layer) => layer.family === family);
    return { family, title: own[0].family_title, layers: own };
  });
}

/**
 * Returns the pair to compare at first: the newest health areas and the newest council areas, or else
 * the newest layers of the first two families, or two layers of one; null if there are not two.
 * @param {Layer[]} layers @returns {[string, string] | null}
 */
export function defaultPair(layers) {
  const own = layers.filter(isPrimary);
  const newest = (/** @type {string | undefined} */ family) => own.filter((layer) => layer.family === family).sort(newestFirst)[0]?.id;
  const families = familyOrder(own);
  const first = HEALTH.find((family) => families.includes(family)) ?? families[0];
  const second = COUNCIL.find((family) => family !== first && families.includes(family)) ?? families.find((family) => family !== first);
  const [a, b] = [newest(first), newest(second)];
  if (a && b) return [a, b];
  const any = comparable(layers).flatMap((family) => family.layers).sort(newestFirst);
  return any.length > 1 ? [any[1].id, any[0].id] : null;
}

/** Returns the layer of a family that is valid on a day, the newest if there are several. @param {Layer[]} layers @param {string} family @param {string} on */
export function layerOn(layers, family, on) {
  const own = layers.filter((layer) => layer.family === family && (layer.role === "primary" || layer.role === "block"));
  return own.filter((layer) => validOn(layer, on)).sort(newestFirst)[0];
}

/**
 * Returns the families that have layers of several dates, which can be compared with themselves.
 * @param {Layer[]} layers
 */
export function changingFamilies(layers) {
  return comparable(layers.filter(isPrimary)).filter((family) => family.layers.length > 1);
}

/**
 * Returns two days to compare a family at: the last day of its older layer and the first of its newest.
 * @param {Layer[]} layers @param {string} family @returns {[string, string] | null}
 */
export function twoDays(layers, family) {
  const [newest, older] = layers.filter((layer) => isPrimary(layer) && layer.family === family).sort(newestFirst);
  const days = [older?.valid_to ?? older?.valid_from, newest?.valid_from ?? newest?.valid_to];
  return days[0] && days[1] ? [days[0], days[1]] : null;
}

/** Whether two dates of the address say the same as its two layers. @param {Layer[]} layers @param {string} a @param {string} b @param {[string, string]} dates */
export function datesAgree(layers, a, b, dates) {
  const family = layers.find(({ id }) => id === a)?.family ?? "";
  return layerOn(layers, family, dates[0])?.id === a && layerOn(layers, family, dates[1])?.id === b;
}

/** Writes a layer's title with its dates, unless the title has a year. @param {Pick<Layer, "title" | "valid_from" | "valid_to">} layer */
export function optionText({ title, valid_from, valid_to }) {
  return /\b(19|20)\d\d\b/.test(title) || !(valid_from || valid_to) ? title : `${title} (${period(valid_from, valid_to)})`;
}

/** Writes a layer's family with its vintage: "Places (2022)". @param {{ family_title: string, vintage?: string | null }} layer */
export const shortTitle = ({ family_title, vintage }) => (vintage ? `${family_title} (${vintage})` : family_title);
