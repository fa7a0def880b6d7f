// @ts-check
/**
 * Shows how far the work is, and how the rows came out.
 *
 * @import { Families } from "../page/families.js"
 * @import { Doubtful, Progress } from "./run.js"
 * @import { Group, Tally } from "./tally.js"
 */
import { el } from "../page/element.js";
import { count } from "../page/format.js";
import { LISTED } from "./run.js";
import { share, statusesOf, statusWords } from "./tally.js";

/** The groups in words. @type {Record<Group, [string, string]>} */
const GROUPS = {
  certain: ["Certain", "every area is certain"],
  uncertain: ["Not certain", "at least one area is not certain"],
  unresolved: ["No answer", "nothing could be looked up, or it is outside the data"],
};
export const number = (/** @type {number} */ n) => n.toLocaleString("en-GB");

/** Makes the bar of progress and its words. */
export function progressBar() {
  const bar = el("progress", { max: "1", value: "0", "aria-labelledby": "bulk-progress" });
  const words = el("p", { class: "quiet" });
  return {
    node: el("div", { class: "bulk-progress" }, bar, words),
    /** @param {Progress} progress @param {number} size of the file @param {number} seconds since the beginning */
    show({ tally, bytes }, size, seconds) {
      const done = size ? bytes / size : 1;
      bar.value = done;
      const left = done > 0 ? (seconds / done) * (1 - done) : 0;
      const speed = seconds > 0.2 ? `${number(Math.round(tally.rows / seconds))} rows a second` : "";
      words.textContent = [`${count(tally.rows, "row")} done, ${Math.floor(100 * done)}% of the file`, speed, done < 1 && seconds > 1 ? `about ${duration(left)} left` : ""].filter(Boolean).join(" · ");
    },
    /** @param {string} text */
    say(text) {
      words.textContent = text;
    },
  };
}

/** "2 minutes". @param {number} seconds */
export function duration(seconds) {
  if (seconds < 90) return count(Math.max(1, Math.round(seconds)), "second");
  if (seconds < 5400) return count(Math.round(seconds / 60), "minute");
  return count(Math.round(seconds / 3600), "hour");
}

/** Says in one sentence how the rows came out. @param {Tally} tally */
export const tallySentence = ({ rows, groups: { certain, uncertain, unresolved } }) =>
  `${count(rows, "row")}: ${number(certain)} certain, ${number(uncertain)} not certain, ${number(unresolved)} without an answer.`;

/** Shows the tally. @param {Tally} tally */
export function tallyBox({ rows, groups }) {
  const all = /** @type {Group[]} */ (Object.keys(GROUPS));
  return el("div", { class: "bulk-tally" },
    el("div", { class: "bulk-shares", "aria-hidden": "true" }, ...all.filter((group) => groups[group]).map((group) => el("span", { class: group, style: ["flex-grow", String(groups[group])] }))),
    el("dl", {}, ...all.map((group) =>
      el("div", { class: group },
        el("dt", {}, GROUPS[group][0]),
        el("dd", {}, el("strong", {}, number(groups[group])), ` ${share(groups[group], rows)} of rows`),
        el("dd", { class: "quiet" }, GROUPS[group][1])))));
}

/** Shows the tally in full: by status and by family. @param {Tally} tally @param {Families} families @param {Map<string, string>} titles of the families */
export function breakdown(tally, families, titles) {
  const uncertain = families.sorted([...tally.families].map(([family, rows]) => ({ family, rows })));
  return el("div", { class: "bulk-breakdown" },
    table("What happened to the rows", ["Outcome", "Code in the file", "Rows"], statusesOf(tally).map(([status, rows]) => [statusWords(status), el("code", {}, status), number(rows)])),
    uncertain.length
      ? table("Not certain, by kind of area", ["Kind of area", "Code in the file", "Rows"], uncertain.map(({ family, rows }) => [titles.get(family) ?? family, el("code", {}, family), number(rows)]))
      : null);
}

/** Lists the first doubtful rows. @param {Doubtful[]} doubtful @param {number} all how many there are @param {string} what the name of what is looked up @param {Map<string, string>} titles */
export function doubtfulRows(doubtful, all, what, titles) {
  if (!all) return el("p", { class: "note" }, "Every row is certain.");
  const title = `${doubtful.length < all ? `The first ${Math.min(LISTED, doubtful.length)} of ${number(all)}` : "The"} rows that are not certain or have no answer`;
  return el("div", {},
    table(title, ["Row", what, "Outcome", "Why"], doubtful.map(({ row, place, status, reason, uncertain, group }) => [
      number(row),
      place.join(", ") || el("span", { class: "quiet" }, "empty"),
      group === "uncertain" ? "Not certain" : statusWords(status),
      [doubtWords(uncertain, titles), reason].filter(Boolean).join(" "),
    ]), "bulk-long"),
    el("p", { class: "quiet" }, "Row 1 is the first after the names of the columns. A row that is not certain has its areas all the same; look it up under Find to see why."));
}

/** @param {string[]} uncertain families @param {Map<string, string>} titles of all families that were looked up */
function doubtWords(uncertain, titles) {
  if (!uncertain.length) return "";
  if (uncertain.length > 1 && uncertain.length === titles.size) return "No area is certain.";
  return `Not certain: ${uncertain.map((family) => titles.get(family) ?? family).join(", ")}.`;
}

/** @param {string} title @param {string[]} heads @param {(string | Node)[][]} rows @param {string} [kind] a class */
function table(title, heads, rows, kind = "") {
  const isNumber = (/** @type {number} */ column) => (["Rows", "Row"].includes(heads[column]) ? "bulk-number" : null);
  return el("div", { class: `bulk-scroll ${kind}`, tabindex: "0", role: "region", "aria-label": title },
    el("table", {},
      el("caption", {}, title),
      el("thead", {}, el("tr", {}, ...heads.map((head, column) => el("th", { scope: "col", class: isNumber(column) }, head)))),
      el("tbody", {}, ...rows.map((cells) => el("tr", {}, ...cells.map((cell, column) => el("td", { class: isNumber(column) }, cell)))))));
}
