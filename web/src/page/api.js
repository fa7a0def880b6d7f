// @ts-check
/**
 * Requests to the server. Every address is relative to this page's, so that what is looked up goes
 * nowhere else, and the page can be served below a path.
 *
 * @import { Answer, Catalogue, Item, Query, Style, Theme } from "./replies"
 */

/** An error in place of an answer, in words that can be shown. */
export class Problem extends Error {
  /** @param {string} title @param {string | undefined} detail @param {number} [status] */
  constructor(title, detail, status) {
    super(detail || title);
    this.name = "Problem";
    this.title = title;
    this.detail = detail ?? "";
    this.status = status;
  }
}

/**
 * Makes a request. Throws a `Problem` in place of a response that is no answer.
 * @param {string} path @param {Record<string, string | undefined>} params those that are undefined are left out @param {RequestInit} [init]
 */
export async function request(path, params, init = {}) {
  const query = new URLSearchParams(Object.entries(params).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]))).toString();
  let response;
  try {
    response = await fetch(new URL(`.${path}${query && `?${query}`}`, document.baseURI), init);
  } catch (cause) {
    if (cause instanceof Error && cause.name === "AbortError") throw cause;
    throw new Problem("The server does not answer", "Check that coterm is still running, then try again.", 0);
  }
  if (response.ok) return response;
  const body = await response.json().catch(() => null);
  throw refused(response.status, body?.detail);
}

/**
 * Returns a request that sends a text.
 * @param {string} body @param {string} media its media type @param {string} accept @param {AbortSignal} [signal] @returns {RequestInit}
 */
export const posted = (body, media, accept, signal) => ({ method: "POST", body, signal, headers: { "Content-Type": media, Accept: accept } });

const JSON_FORMS = "application/geo+json, application/json";

/**
 * Requests an answer: by POST if there is something to send that must not be in the address.
 * @param {string} path @param {Record<string, string>} [params] @param {AbortSignal} [signal] @param {unknown} [sent] @returns {Promise<any>}
 */
export async function ask(path, params = {}, signal = undefined, sent = undefined) {
  const init = sent === undefined ? { signal, headers: { Accept: JSON_FORMS } } : posted(JSON.stringify(sent), "application/json", JSON_FORMS, signal);
  const response = await request(path, params, init);
  const body = await response.json().catch(() => null);
  // An answer that was given up while it came is no problem of the server.
  signal?.throwIfAborted();
  if (body) return body;
  throw refused(response.status, undefined);
}

/** @param {number} status @param {string | undefined} detail */
const refused = (status, detail) =>
  new Problem(
    status < 500 ? "There is no answer" : "The server could not answer",
    detail ?? `It replied with status ${status}.`,
    status,
  );

/** @type {Map<string, Promise<any>>} */
const answers = new Map();

/**
 * Requests an answer once and caches it: layers and styles do not change while a page is open.
 * @param {string} path @param {Record<string, string>} [params]
 */
export function kept(path, params = {}) {
  const key = `${path}?${new URLSearchParams(params)}`;
  const before = answers.get(key);
  if (before) return before;
  const answer = ask(path, params);
  answers.set(key, answer);
  // A failure is not cached: the next switch requests again.
  answer.catch(() => answers.delete(key));
  return answer;
}

/** Requests the list of all layers. @returns {Promise<Catalogue>} */
export const collections = () => ask("/collections");

/** Requests a map style of these layers, the most important first. @param {string[]} layers @param {Theme} theme @returns {Promise<Style>} */
export const style = (layers, theme) => kept("/style.json", { layers: layers.join(), theme });

/** Requests an area of a layer. @param {string} layer @param {string} code @returns {Promise<Item>} */
export const item = (layer, code) =>
  kept(`/collections/${encodeURIComponent(layer)}/items/${encodeURIComponent(code)}`);

/**
 * Requests the areas that a point or a postcode is in on a day. It is sent in the body, because
 * addresses are written to the logs of proxies.
 * @param {Query & { on: string }} question @param {AbortSignal} signal @returns {Promise<Answer>}
 */
export async function lookup({ postcode, point, grid, on }, signal) {
  const place = postcode ? { postcode } : grid ?? { lon: point?.lon, lat: point?.lat };
  const [answer] = await ask("/lookup", { on }, signal, [place]);
  if (!answer.areas) throw refused(answer.status, answer.detail);
  return answer;
}

/** Requests up to ten postcodes that begin with `q`, which is sent in the body too. @param {string} q @param {AbortSignal} signal @returns {Promise<string[]>} */
export const suggest = async (q, signal) => (await ask("/postcodes", {}, signal, { q })).postcodes;

/** Returns the path of a comparison. @param {string} a @param {string} b */
export const comparePath = (a, b) => `/compare/${encodeURIComponent(a)}/${encodeURIComponent(b)}`;

/** Requests a comparison of two layers. @param {string} a @param {string} b @param {Record<string, string>} question such as its tolerance @param {AbortSignal} [signal] @returns {Promise<import("../compare/replies").Comparison>} */
export const compare = (a, b, question, signal) => ask(comparePath(a, b), { ...question, f: "json" }, signal);

/** Requests the pieces into which two layers cut each other. @param {string} a @param {string} b @param {Record<string, string>} question @returns {Promise<import("../compare/replies").Pieces>} */
export const pieces = (a, b, question) => ask(comparePath(a, b), { ...question, f: "geojson" });

/** Requests the map style of a comparison. @param {string} a @param {string} b @param {Record<string, string>} params tolerance and theme @returns {Promise<Style>} */
export const comparisonStyle = (a, b, params) => kept("/style.json", { compare: `${a},${b}`, ...params });
