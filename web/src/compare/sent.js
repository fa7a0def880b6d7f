// @ts-check
/**
 * A proposal in the place of layer A: it is sent with every request, because no address has it.
 *
 * @import { Painted } from "../page/painted.js"
 * @import { Comparison, ComparedLines, Pieces } from "./replies"
 * @typedef {{ title: string, file: string, text: string, media: string }} Sent a scenario as it is sent, and the file that has it
 */
import { posted, request } from "../page/api.js";

/** The name of a proposal in the address, in the place of a layer's. */
export const PROPOSAL = "proposal";

/** The files that have a scenario, by their extensions. @type {Record<string, string>} */
const MEDIA = { toml: "application/toml", json: "application/json", csv: "text/csv" };
/** The kinds of files that can be opened. */
export const ACCEPT = Object.keys(MEDIA).map((extension) => `.${extension}`).join();

/** Reads a file; null if its name is that of no scenario. @param {File} file @returns {Promise<Sent | null>} */
export async function ofFile(file) {
  const [, title, extension] = /^(.*)\.([^.]+)$/.exec(file.name) ?? [];
  const media = MEDIA[extension?.toLowerCase()];
  return media ? { title, file: file.name, text: await file.text(), media } : null;
}

/** @param {Painted} painted @returns {Sent} */
export const ofPainted = ({ title, scenario }) => ({ title, file: "proposal.json", text: JSON.stringify(scenario), media: MEDIA.json });

/** @param {Sent} sent @param {string} layer @param {Record<string, string>} question @param {AbortSignal} [signal] */
const ask = ({ text, media }, layer, question, signal) =>
  request(`/scenarios/compare/${layer}`, question, posted(text, media, "application/geo+json, application/json", signal));

/** Requests the comparison of a proposal with a layer. @param {Sent} sent @param {string} layer @param {Record<string, string>} question @param {AbortSignal} [signal] @returns {Promise<Comparison>} */
export const compare = async (sent, layer, question, signal) => (await ask(sent, encodeURIComponent(layer), { ...question, f: "json" }, signal)).json();

/** Requests the pieces into which a proposal and a layer cut each other. @param {Sent} sent @param {string} layer @param {Record<string, string>} question @returns {Promise<Pieces>} */
export const pieces = async (sent, layer, question) => (await ask(sent, encodeURIComponent(layer), { ...question, f: "geojson" })).json();

/** Requests the lines of a proposal and of a layer. @param {Sent} sent @param {string} layer @param {Record<string, string>} question @returns {Promise<ComparedLines>} */
export const lines = async (sent, layer, question) => (await ask(sent, `${encodeURIComponent(layer)}/lines`, question)).json();

/** Requests a report on a proposal and a layer. @param {Sent} sent @param {string} layer @param {Record<string, string>} params @returns {Promise<Blob>} */
export const report = async (sent, layer, params) => (await ask(sent, encodeURIComponent(layer), params)).blob();
