// @ts-check
/**
 * Writes the page's state to the URL's fragment, and reads it back.
 *
 * Only the fragment is used, because a browser never sends it to a server. What was
 * looked up is only in a link that the reader copies; the page's own URL has the rest.
 *
 * State: { on, layers, at: {lat, lon, zoom}, postcode, point: {lon, lat} }.
 * Absent or malformed values are left out, so that the page's defaults apply.
 *
 * @import { LonLat, Query } from "./replies"
 * @typedef {LonLat & { zoom: number }} View
 * @typedef {{ on?: string, layers?: Iterable<string>, at?: View } & Query} Link
 */

const inside = (/** @type {number} */ value, /** @type {number} */ low, /** @type {number} */ high) => Number.isFinite(value) && value >= low && value <= high;

/** @param {string} text @param {number} howMany */
function numbers(text, howMany) {
  const parts = text.split(",");
  if (parts.length !== howMany || parts.some((part) => part.trim() === "")) return null;
  const values = parts.map(Number);
  return values.every(Number.isFinite) ? values : null;
}

/** Whether `text` is a real day, such as 2022-07-27 and not 2022-02-30. @param {string | null | undefined} text */
export function isDay(text) {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** Reads a fragment, with or without its `#`. @param {string} fragment */
export function parse(fragment) {
  const params = new URLSearchParams(fragment.replace(/^#/, ""));
  /** @type {Link} */
  const state = {};

  const on = params.get("on");
  if (on && isDay(on)) state.on = on;

  const layers = params.get("layers");
  if (layers !== null) state.layers = layers.split(",").map((key) => key.trim()).filter(Boolean);

  const at = numbers(params.get("at") ?? "", 3);
  if (at && inside(at[0], -85, 85) && inside(at[1], -180, 180) && inside(at[2], 0, 24)) {
    state.at = { lat: at[0], lon: at[1], zoom: at[2] };
  }

  const postcode = params.get("postcode")?.trim();
  const point = numbers(params.get("point") ?? "", 2);
  if (postcode) state.postcode = postcode;
  else if (point && inside(point[0], -180, 180) && inside(point[1], -90, 90)) {
    state.point = { lon: point[0], lat: point[1] };
  }
  return state;
}

/** Writes a fragment, including its `#`. Commas are not escaped; spaces become `+`. @param {Link} link */
export function write({ on, layers, at, postcode, point }) {
  /** @type {string[]} */
  const parts = [];
  const add = (/** @type {string} */ key, /** @type {string} */ value) => {
    const text = encodeURIComponent(value).replaceAll("%2C", ",").replaceAll("%20", "+");
    parts.push(`${key}=${text}`);
  };
  if (on) add("on", on);
  if (layers) add("layers", [...layers].join(","));
  if (at) add("at", [at.lat.toFixed(4), at.lon.toFixed(4), at.zoom.toFixed(1)].join(","));
  if (postcode) add("postcode", postcode);
  else if (point) add("point", [point.lon, point.lat].join(","));
  return `#${parts.join("&")}`;
}
