// @ts-check
/**
 * The requests of this view alone: areas by name, what is beside and beneath an area, and a place in other periods.
 *
 * @import { NamedArea, Neighbours, Overlapping, Query } from "../page/replies"
 * @import { DayAnswer } from "./timeline.js"
 */
import { Problem, ask, kept } from "../page/api.js";
import { FIELDS } from "./timeline.js";

/** Requests areas whose name or code begins with `q`; of one day if `on` is given. @param {{ q: string, on?: string, limit?: number }} question @param {AbortSignal} signal @returns {Promise<NamedArea[]>} */
export const areas = async (question, signal) => (await ask("/areas", {}, signal, question)).areas;

const path = (/** @type {string} */ layer, /** @type {string} */ code) => `/collections/${encodeURIComponent(layer)}/items/${encodeURIComponent(code)}`;

/** @param {string} layer @param {string} code @returns {Promise<Neighbours>} */
export const neighbours = (layer, code) => kept(`${path(layer, code)}/neighbours`);

/** @param {string} layer @param {string} code @param {string} other a layer @returns {Promise<Overlapping>} */
export const overlapping = (layer, code, other) => kept(`${path(layer, code)}/overlapping`, { with: other });

/** Returns the address of an area as GeoJSON. @param {string} layer @param {string} code */
export const geojson = (layer, code) => `.${path(layer, code)}?f=json`;

/**
 * Requests the areas of a place on several days, each in a short answer.
 * @param {Query} query @param {string[]} days @param {AbortSignal} signal @returns {Promise<DayAnswer[]>}
 */
export function onDays({ postcode, grid, point }, days, signal) {
  const place = postcode ? { postcode } : grid ?? point;
  return Promise.all(days.map(async (on) => {
    const [answer] = await ask("/lookup", { on, fields: FIELDS }, signal, [place]);
    if (!answer.areas) throw new Problem("There is no answer", answer.detail, answer.status);
    return { areas: answer.areas, without: answer.without ?? [] };
  }));
}
