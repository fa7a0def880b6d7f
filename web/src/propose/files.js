// @ts-check
/**
 * Files of proposals: which kind each is, by what is in it. Pure functions.
 *
 * @import { Blocks } from "./blocks.js"
 * @import { Plan } from "./plan.js"
 * @typedef {{ kind: "table", text: string } | { kind: "scenario", text: string, media: string } | { kind: "geojson", document: any }} Opened
 */
import { readAssignment } from "./assignmentfile.js";
import { isGeoJson, readCustomAreas } from "./customareas.js";

/** Returns the text of a file in UTF-8 or UTF-16, as spreadsheets write it. @param {ArrayBuffer} bytes */
export function textOf(bytes) {
  const [a, b] = new Uint8Array(bytes);
  const encoding = a === 0xff && b === 0xfe ? "utf-16le" : a === 0xfe && b === 0xff ? "utf-16be" : "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** Finds out what a file is. @param {string} text @returns {Opened} */
export function open(text) {
  const begin = text.replace(/^\uFEFF/, "").trimStart();
  if (begin.startsWith("{")) {
    const document = parsed(begin);
    return isGeoJson(document) ? { kind: "geojson", document } : { kind: "scenario", text, media: "application/json" };
  }
  if (/^\s*\[\[areas?\]\]/m.test(begin)) return { kind: "scenario", text, media: "application/toml" };
  return { kind: "table", text };
}

/** Reads a file that the page reads itself as a plan. @param {Exclude<Opened, { kind: "scenario" }>} opened @param {Blocks} blocks @param {string} title @returns {Plan} */
export const read = (opened, blocks, title) => (opened.kind === "table" ? readAssignment(opened.text, blocks, title) : readCustomAreas(opened.document, blocks, title));

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("It begins like JSON, and is none.");
  }
}
