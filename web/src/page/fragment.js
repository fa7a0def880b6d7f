// @ts-check
/**
 * The fragment of the page's address, which has the view, its state and the map's place.
 *
 * Only the fragment is used, because a browser never sends it to a server. Pure functions.
 *
 * @import { LonLat } from "./replies"
 * @typedef {LonLat & { zoom: number }} Place
 */

const inside = (/** @type {number} */ value, /** @type {number} */ low, /** @type {number} */ high) => Number.isFinite(value) && value >= low && value <= high;

/** Reads numbers that commas separate; null unless there are so many. @param {string} text @param {number} howMany */
export function numbers(text, howMany) {
  const parts = text.split(",");
  if (parts.length !== howMany || parts.some((part) => part.trim() === "")) return null;
  const values = parts.map(Number);
  return values.every(Number.isFinite) ? values : null;
}

/** Reads the fragment's parameters, with or without its `#`. @param {string} fragment */
export const parameters = (fragment) => new URLSearchParams(fragment.replace(/^#/, ""));

/** Returns the name of the view; `first` if the fragment names none of the views. @param {string} fragment @param {object} views @param {string} first */
export function viewOf(fragment, views, first) {
  const name = parameters(fragment).get("view") ?? first;
  return Object.hasOwn(views, name) ? name : first;
}

/** Returns the map's place; undefined if there is none, or none on Earth. @param {string} fragment @returns {Place | undefined} */
export function at(fragment) {
  const place = numbers(parameters(fragment).get("at") ?? "", 3);
  if (!place || !inside(place[0], -85, 85) || !inside(place[1], -180, 180) || !inside(place[2], 0, 24)) return undefined;
  return { lat: place[0], lon: place[1], zoom: place[2] };
}

/** Reads a point, as longitude and latitude; undefined if it is none on Earth. @param {string} text @returns {LonLat | undefined} */
export function pointOf(text) {
  const point = numbers(text, 2);
  return point && inside(point[0], -180, 180) && inside(point[1], -90, 90) ? { lon: point[0], lat: point[1] } : undefined;
}

/**
 * Writes a fragment, including its `#`. Commas are not escaped; spaces become `+`. Empty values are
 * written: they differ from missing ones.
 * @param {Record<string, string | undefined>} state @param {Place} [place]
 */
export function write(state, place) {
  const values = place ? { ...state, at: [place.lat.toFixed(4), place.lon.toFixed(4), place.zoom.toFixed(1)].join(",") } : state;
  const parts = Object.entries(values).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${encodeURIComponent(value).replaceAll("%2C", ",").replaceAll("%20", "+")}`]);
  return `#${parts.join("&")}`;
}
