// @ts-check
/** Puts the figures and steps of a proposal into words. Pure functions. British English. */
import { count } from "../page/format.js";

/** @param {number} value */
export const number = (value) => Math.round(value).toLocaleString("en-GB");

/** 0.0123 -> "1.2% above the mean". @param {number} share */
export function deviationWords(share) {
  const percent = Math.abs(share * 100);
  if (percent < 0.05) return "equal to the mean";
  return `${percent < 10 ? percent.toFixed(1) : Math.round(percent)}% ${share > 0 ? "above" : "below"} the mean`;
}

/** 0.0123 -> "+1.2%". @param {number} share */
export function deviationShort(share) {
  const percent = Math.abs(share * 100);
  if (percent < 0.05) return "±0%";
  return `${share > 0 ? "+" : "−"}${percent < 10 ? percent.toFixed(1) : Math.round(percent)}%`;
}

/** Says how compact an area is. @param {number} compactness from 0 to 1 */
export function compactWords(compactness) {
  const how = compactness >= 0.5 ? "compact" : compactness >= 0.25 ? "fairly compact" : compactness >= 0.1 ? "drawn out" : "very drawn out";
  return `${how} (${compactness.toFixed(2)})`;
}

/** @param {number} parts */
export const partsWords = (parts) => (parts === 0 ? "empty" : parts === 1 ? "in one piece" : `in ${number(parts)} parts, ${parts - 1} detached`);

/** Names building blocks: LSOAs, or whatever they are. @param {number} n @param {string} layer */
export const blocksWords = (n, layer) => count(n, layer.startsWith("lsoa") ? "LSOA" : "block");

/** "a, b and c". @param {string[]} items @param {number} [most] */
export function listed(items, most = 5) {
  if (items.length > most) return `${items.slice(0, most).join(", ")} and ${items.length - most} more`;
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

/** "live postcodes" -> "postcodes": what is counted, in as few words as a column's head has. @param {string} unit */
export const unitShort = (unit) => unit.replace(/^live /, "");

/** @param {string} text */
export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** "Three places!" -> "three-places": the name of a file. @param {string} title */
export const fileName = (title) => title.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60) || "proposal";

/** @param {string} text */
const quoted = (text) => (/^[\w./,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** Returns the command that makes the same score of the downloaded CSV. @param {string} title @param {{ against?: string, was?: string, within?: string, weight?: string, kind?: string }} question */
export function command(title, question) {
  const options = Object.entries(question).flatMap(([key, value]) => (value ? [`--${key} ${quoted(value)}`] : []));
  return ["coterm scenario score", `${fileName(title)}.csv`, ...options].join(" ");
}
