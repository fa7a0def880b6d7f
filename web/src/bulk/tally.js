// @ts-check
/**
 * Counts the rows of a list by how they came out. Pure: no DOM.
 *
 * @import { Outcome } from "./answers.js"
 * @import { Kind } from "./columns.js"
 * @typedef {"certain" | "uncertain" | "unresolved"} Group
 * @typedef {object} Tally
 * @property {number} rows
 * @property {Record<Group, number>} groups
 * @property {Map<string, number>} statuses rows by their status code
 * @property {Map<string, number>} families rows whose answer for a family is not certain
 */

/** The status codes in words, those with an answer first. @type {Record<string, string>} */
const STATUSES = {
  ok: "Found",
  terminated: "Found; the postcode was no longer in use on that day",
  outside: "In none of the areas",
  "unknown-postcode": "A postcode that is not in the data",
  "not-a-postcode": "Not a postcode",
  "pseudo-postcode": "An NHS code for people without a postcode",
  bfpo: "An address of the British Forces Post Office",
  empty: "Nothing to look up",
  "not-a-number": "A coordinate that is not a number",
  "outside-britain": "Outside Great Britain",
  "wrong-columns": "More or fewer columns than the first row",
};
const ORDER = Object.keys(STATUSES);
const ANSWERED = new Set(["ok", "terminated"]);

/** @param {string} status */
export const statusWords = (status) => STATUSES[status] ?? status;

/** @returns {Tally} */
export const emptyTally = () => ({ rows: 0, groups: { certain: 0, uncertain: 0, unresolved: 0 }, statuses: new Map(), families: new Map() });

/**
 * The group of a row: whether all its areas are certain, some are not, or it has no answer. A postcode that
 * is in none of the areas has an answer, which says so; a point there is mostly outside the data.
 * @param {Pick<Outcome, "status" | "uncertain">} outcome @param {Kind} kind @returns {Group}
 */
export function groupOf({ status, uncertain }, kind) {
  const answered = ANSWERED.has(status) || (status === "outside" && kind === "postcode");
  if (!answered) return "unresolved";
  return uncertain.length ? "uncertain" : "certain";
}

/** Counts a row. @param {Tally} tally @param {Pick<Outcome, "status" | "uncertain">} outcome @param {Group} group */
export function count(tally, { status, uncertain }, group) {
  tally.rows++;
  tally.groups[group]++;
  tally.statuses.set(status, (tally.statuses.get(status) ?? 0) + 1);
  for (const family of uncertain) tally.families.set(family, (tally.families.get(family) ?? 0) + 1);
}

/** The statuses that occur, in their usual order, with their rows. @param {Tally} tally @returns {[string, number][]} */
export function statusesOf({ statuses }) {
  const rank = (/** @type {string} */ status) => (ORDER.includes(status) ? ORDER.indexOf(status) : ORDER.length);
  return [...statuses].sort(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b));
}

/** A share of rows: "96.2%"; "under 0.1%" and "over 99.9%" instead of a rounded none or all. @param {number} part @param {number} all */
export function share(part, all) {
  if (!all || part === 0) return "0%";
  if (part === all) return "100%";
  const percent = (100 * part) / all;
  if (percent < 0.1) return "under 0.1%";
  if (percent > 99.9) return "over 99.9%";
  return `${percent.toFixed(1)}%`;
}
