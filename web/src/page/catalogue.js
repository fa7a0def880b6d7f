// @ts-check
/**
 * The layers that can be switched on, on a day, and the days on which they change. Pure functions.
 *
 * @import { Layer } from "./replies"
 * @typedef {{ key: string, layer: Layer }} Switch
 * @typedef {{ family: string, title: string, switches: Switch[] }} Group
 * @typedef {{ family: string, title: string, layer: Layer }} Resting
 * @typedef {{ groups: Group[], resting: Resting[], drawings: Switch[] }} Day
 * @typedef {{ day: string, families: string[] }} Change
 */
import { familyOrder } from "./families.js";

/** The families that are drawn when the page opens. */
const FIRST = ["place", "lad"];

const SWITCHED = new Set(["primary", "block"]);

/**
 * Whether a layer is valid on a day; both ends count. Days compare as text.
 * @param {Pick<Layer, "valid_from" | "valid_to">} layer @param {string} on
 */
export function validOn({ valid_from, valid_to }, on) {
  return (!valid_from || valid_from <= on) && (!valid_to || on <= valid_to);
}

/**
 * Sorts the layers by what the page does with them:
 *
 * - `groups`: one per family that has layers on this day, each with its switches;
 * - `resting`: families with no layer on this day, and the layer nearest to it;
 * - `drawings`: second generalisations, whatever the day: they are for comparison only.
 *
 * A switch's `key` is its name in a permalink. The newest valid layer of a family
 * has the family's name as key, so that a change of date swaps the layer under the
 * same switch; any other layer has its own id.
 *
 * @param {Layer[]} layers @param {string} on @returns {Day}
 */
export function onDay(layers, on) {
  const switched = layers.filter(({ role }) => SWITCHED.has(role));
  /** @type {Group[]} */
  const groups = [];
  /** @type {Resting[]} */
  const resting = [];
  for (const family of familyOrder(switched)) {
    const own = switched.filter((layer) => layer.family === family);
    const title = own[0].family_title;
    const valid = own
      .filter((layer) => validOn(layer, on))
      .sort((a, b) => (b.valid_from ?? "").localeCompare(a.valid_from ?? ""));
    if (valid.length) {
      const switches = valid.map((layer, i) => ({ key: i === 0 ? family : layer.id, layer }));
      groups.push({ family, title, switches });
    } else {
      resting.push({ family, title, layer: nearest(own, on) });
    }
  }
  const order = familyOrder(layers);
  const drawings = layers
    .filter(({ role }) => role === "drawing")
    .sort((a, b) => order.indexOf(a.family) - order.indexOf(b.family) || a.id.localeCompare(b.id))
    .map((layer) => ({ key: layer.id, layer }));
  return { groups, resting, drawings };
}

/** Returns the next layer that becomes valid, or else the last that was valid. @param {Layer[]} layers @param {string} on */
function nearest(layers, on) {
  const sorted = [...layers].sort((a, b) => (a.valid_from ?? "").localeCompare(b.valid_from ?? ""));
  return sorted.find(({ valid_from }) => valid_from && valid_from > on) ?? sorted[sorted.length - 1];
}

/**
 * Returns the layers to draw, given the keys that are switched on; the most important first.
 * @param {Day} day @param {ReadonlySet<string>} keys
 */
export function drawn({ groups, drawings }, keys) {
  return [...groups.flatMap(({ switches }) => switches), ...drawings]
    .filter(({ key }) => keys.has(key))
    .map(({ layer }) => layer);
}

/**
 * Returns the families that are drawn until the reader uses a switch: those of `FIRST`, or else
 * the catalogue's first.
 * @param {Layer[]} layers
 */
export function drawnAtFirst(layers) {
  const families = familyOrder(layers.filter(({ role }) => SWITCHED.has(role)));
  const first = FIRST.filter((family) => families.includes(family));
  return first.length ? first : families.slice(0, 1);
}

/**
 * Returns the days on which areas begin or cease to be valid, oldest first, each with the titles
 * of the families that change.
 * @param {Layer[]} layers @returns {Change[]}
 */
export function changes(layers) {
  /** @type {Map<string, Set<string>>} */
  const days = new Map();
  for (const { role, family_title, valid_from, valid_to } of layers) {
    if (role !== "primary") continue;
    for (const day of [valid_from, valid_to && dayAfter(valid_to)]) {
      if (day) days.set(day, (days.get(day) ?? new Set()).add(family_title));
    }
  }
  return [...days].sort(([a], [b]) => a.localeCompare(b)).map(([day, families]) => ({ day, families: [...families] }));
}

/** @param {string} day */
function dayAfter(day) {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}

/** Returns [west, south, east, north] in degrees around the primary layers. @param {Layer[]} layers */
export function extent(layers) {
  const boxes = layers
    .filter(({ role }) => role === "primary")
    .flatMap((layer) => layer.extent?.spatial?.bbox ?? []);
  if (!boxes.length) return null;
  const side = (/** @type {number} */ i, /** @type {(...all: number[]) => number} */ pick) => pick(...boxes.map((box) => box[i]));
  return [side(0, Math.min), side(1, Math.min), side(2, Math.max), side(3, Math.max)];
}
