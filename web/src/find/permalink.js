// @ts-check
/**
 * The state of the view that finds areas, as parameters of the address.
 *
 * Only a link that the reader copies has the lookup; the page's own address has the rest.
 * Absent or malformed values are left out, so that the page's defaults apply.
 *
 * @import { Place } from "../page/fragment.js"
 * @import { Sought } from "./sought.js"
 * @typedef {{ on?: string, layers?: Iterable<string>, at?: Place } & Sought} Link
 */
import { at, parameters, pointOf, write as fragment } from "../page/fragment.js";
import { isDay } from "../page/format.js";
import { gridOf } from "./query.js";

/** Reads a fragment, with or without its `#`. @param {string} text */
export function parse(text) {
  const params = parameters(text);
  /** @type {Link} */
  const state = {};
  const on = params.get("on");
  if (on && isDay(on)) state.on = on;
  const layers = params.get("layers");
  if (layers !== null) state.layers = layers.split(",").map((key) => key.trim()).filter(Boolean);
  const place = at(text);
  if (place) state.at = place;
  return { ...state, ...soughtIn(params) };
}

/** @param {URLSearchParams} params @returns {Sought} */
function soughtIn(params) {
  const postcode = params.get("postcode")?.trim();
  if (postcode) return { postcode };
  const point = pointOf(params.get("point") ?? "");
  if (point) return { point };
  const grid = gridOf(params.get("grid") ?? "")?.reference;
  if (grid) return { grid };
  const [, layer, code] = /^([^/]+)\/(.+)$/.exec(params.get("area")?.trim() ?? "") ?? [];
  if (layer) return { area: { layer, code } };
  const name = params.get("name")?.trim();
  return name ? { name } : {};
}

/** Returns the parameters of a state, in the order in which a person reads them. @param {Omit<Link, "at">} link */
export function parametersOf({ on, layers, ...sought }) {
  return {
    ...(on && { on }),
    ...(layers && { layers: [...layers].join(",") }),
    ...written(sought),
  };
}

/** @param {Sought} sought @returns {Record<string, string>} */
function written({ postcode, point, grid, area, name }) {
  if (postcode) return { postcode };
  if (point) return { point: [point.lon, point.lat].join(",") };
  if (grid) return { grid };
  if (area) return { area: `${area.layer}/${area.code}` };
  return name ? { name } : {};
}

/** Writes a fragment, including its `#`. @param {Link} link */
export const write = (link) => fragment(parametersOf(link), link.at);
