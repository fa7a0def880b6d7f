// @ts-check
/**
 * Requests about scenarios. Proposals are sent in bodies only, so that none is in an address or a log.
 *
 * @import { BlocksReply, ScoreReply } from "./replies"
 */
import { posted, request } from "../page/api.js";
import { readTable } from "./table.js";

/** Makes a request; parameters without a value are left out. @param {string} path @param {Record<string, string | undefined>} params @param {RequestInit} [init] */
const ask = (path, params, init) => request(path, Object.fromEntries(Object.entries(params).filter(([, value]) => value)), init);

/** Requests the building blocks of a ground. @param {{ within?: string, weight?: string, layers: string[] }} what @param {AbortSignal} [signal] @returns {Promise<BlocksReply>} */
export const blocks = async ({ within, weight, layers }, signal) =>
  (await ask("/scenarios/blocks", { within, weight, layers: layers.join() }, { signal })).json();

/** What a score is asked: layers, and what to count. @typedef {{ against?: string, was?: string, weight?: string, within?: string }} Question */

/** Requests the score of a scenario. @param {unknown} scenario @param {Question} question @param {AbortSignal} [signal] @returns {Promise<ScoreReply>} */
export const score = async (scenario, question, signal) =>
  (await ask("/scenarios/score", { ...question, f: "json" }, posted(JSON.stringify(scenario), "application/json", "application/json", signal))).json();

/** Requests the areas of a scenario, each with its blocks. @param {string} text @param {string} media @returns {Promise<import("./scenariofile.js").Assignment>} */
export async function assignment(text, media) {
  const { family, ...rest } = await (await request("/scenarios/blocks", {}, posted(text, media, "application/json"))).json();
  return { kind: family, ...rest };
}

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
