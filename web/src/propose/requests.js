// @ts-check
/**
 * Requests about scenarios. Proposals are sent in bodies only, so that none is in an address or a log.
 *
 * @import { BlocksReply, ScoreReply } from "./replies"
 */
import { Problem } from "../page/api.js";
import { readTable } from "./table.js";

/** @param {string} path @param {Record<string, string | undefined>} params @param {RequestInit} [init] */
async function ask(path, params, init = {}) {
  const query = new URLSearchParams(Object.entries(params).flatMap(([key, value]) => (value ? [[key, value]] : []))).toString();
  let response;
  try {
    response = await fetch(new URL(`.${path}${query && `?${query}`}`, document.baseURI), init);
  } catch (cause) {
    if (cause instanceof Error && cause.name === "AbortError") throw cause;
    throw new Problem("The server does not answer", "Check that coterm is still running, then try again.", 0);
  }
  if (response.ok) return response;
  const body = await response.json().catch(() => null);
  throw new Problem(response.status < 500 ? "The server refused this" : "The server could not answer", body?.detail ?? `It replied with status ${response.status}.`, response.status);
}

/** Requests the building blocks of a ground. @param {{ within?: string, weight?: string, layers: string[] }} what @param {AbortSignal} [signal] @returns {Promise<BlocksReply>} */
export const blocks = async ({ within, weight, layers }, signal) =>
  (await ask("/scenarios/blocks", { within, weight, layers: layers.join() }, { signal })).json();

/** What a score is asked: layers, and what to count. @typedef {{ against?: string, was?: string, weight?: string, within?: string }} Question */

/** @param {string} body @param {string} media @param {string} accept @param {AbortSignal} [signal] @returns {RequestInit} */
const posted = (body, media, accept, signal) => ({ method: "POST", body, signal, headers: { "Content-Type": media, Accept: accept } });

/** Requests the score of a scenario. @param {unknown} scenario @param {Question} question @param {AbortSignal} [signal] @returns {Promise<ScoreReply>} */
export const score = async (scenario, question, signal) =>
  (await ask("/scenarios/score", { ...question, f: "json" }, posted(JSON.stringify(scenario), "application/json", "application/json", signal))).json();

/** Requests the score of a file of TOML, which the server reads itself. @param {string} text @param {Question} question @returns {Promise<ScoreReply>} */
export const scoreOfToml = async (text, question) =>
  (await ask("/scenarios/score", { ...question, f: "json" }, posted(text, "application/toml", "application/json"))).json();

/** Requests a report on a scenario or several. @param {unknown} scenario @param {Question} question @param {"html" | "md" | "xlsx"} format @returns {Promise<Blob>} */
export const report = async (scenario, question, format) =>
  (await ask("/scenarios/score", { ...question, f: format }, posted(JSON.stringify(scenario), "application/json", "*/*"))).blob();

/** Requests the codes and names of a layer's areas that the data has as a whole. @param {string} layer @returns {Promise<{ code: string, name: string }[]>} */
export async function wholeAreas(layer) {
  const text = await (await ask(`/collections/${encodeURIComponent(layer)}/items`, { f: "csv" })).text();
  const [head, ...rows] = readTable(text);
  const column = (/** @type {string} */ name) => head.cells.indexOf(name);
  const [code, name, complete] = ["code", "name", "complete"].map(column);
  return rows.filter(({ cells }) => cells[complete] !== "false").map(({ cells }) => ({ code: cells[code], name: cells[name] }));
}

/** Requests the shapes of a layer's areas, in degrees, by their codes. @param {string} layer @returns {Promise<Map<string, import("../page/replies").Footprint>>} */
export async function shapes(layer) {
  /** @type {Map<string, import("../page/replies").Footprint>} */
  const all = new Map();
  const most = 10_000;
  for (let offset = 0; ; offset += most) {
    const { features, numberMatched } = await (await ask(`/collections/${encodeURIComponent(layer)}/items`, { f: "json", limit: String(most), offset: String(offset) })).json();
    for (const { properties, geometry } of features) if (geometry) all.set(properties.code, geometry);
    if (!features.length || offset + most >= numberMatched) return all;
  }
}
