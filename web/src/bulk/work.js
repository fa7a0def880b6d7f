// @ts-check
/**
 * A run over a list on the page: its progress, what stops it, and the downloads at its end.
 *
 * @import { Page } from "../page/view"
 * @import { Problem } from "../page/api.js"
 * @import { Place } from "./columns.js"
 * @import { Progress } from "./run.js"
 * @import { Sink } from "./sinks.js"
 * @import { Written } from "./written.js"
 */
import { el } from "../page/element.js";
import { count } from "../page/format.js";
import { isAbort, problemOf } from "../page/problem.js";
import { save } from "../page/save.js";
import { outputName } from "./columns.js";
import { LongRow } from "./pieces.js";
import { breakdown, doubtfulRows, number, progressBar, tallyBox, tallySentence } from "./results.js";
import { lookUp } from "./run.js";
import { kept, toFile } from "./sinks.js";
import { emptyTally } from "./tally.js";

/** Milliseconds between what is shown, and what is said, of the progress. */
const SHOWN = 120;
const SAID = 15_000;

/**
 * Looks a list up and shows how it goes. Returns when it has ended, however it ends.
 * @param {object} options
 * @param {Page} options.page
 * @param {HTMLElement} options.results what it fills
 * @param {Blob} options.file
 * @param {string} options.name of the file
 * @param {Written} options.list
 * @param {Place} options.place
 * @param {boolean} options.straight whether the reader chooses a file that the answers are written to at once
 * @param {Record<string, string>} options.parameters of each request
 * @param {Map<string, string>} options.titles of the families
 * @param {AbortController} options.controller
 * @param {() => void} options.onAnother the reader wants to look up another list
 * @param {() => void} options.onChange the reader wants to look the list up in another way
 * @returns {Promise<boolean>} whether it shows results; false if the reader chose no file
 */
export async function work({ page, results, file, name, list, place, straight, parameters, titles, controller, onAnother, onChange }) {
  /** @type {Sink & { name?: string }} */
  let all;
  try {
    all = straight ? await toFile(outputName(name)) : kept();
  } catch (thrown) {
    // The reader has closed the dialogue.
    if (isAbort(thrown)) return false;
    throw thrown;
  }
  const doubtful = kept();
  const bar = progressBar();
  const trouble = el("div", { role: "alert" });
  const cancel = el("button", { type: "button", class: "bulk-plain", onclick: () => controller.abort() }, "Cancel");
  const title = el("h3", { id: "bulk-progress", tabindex: "-1" }, `Looking up ${name}`);
  const tally = el("div", {});
  const controls = el("div", { class: "tools" }, cancel);
  const rest = el("div", {});
  results.replaceChildren(el("section", { class: "bulk-work", "aria-labelledby": "bulk-progress" }, title, bar.node, trouble, controls, tally, rest));
  title.focus();
  page.announce(`Looking up ${name}`);

  const begun = performance.now();
  let [shown, said] = [0, begun];
  /** @type {Progress} */
  let latest = { tally: emptyTally(), bytes: 0, doubtful: [], added: [] };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let soon;
  const show = () => {
    clearTimeout(soon);
    soon = undefined;
    shown = performance.now();
    bar.show(latest, file.size, (performance.now() - begun) / 1000);
    tally.replaceChildren(tallyBox(latest.tally));
  };
  /** @type {{ title: string, detail: string } | null} */
  let stopped = null;
  /** @type {Promise<boolean> | null} */
  let asking = null;
  try {
    await lookUp({ file, list, place, parameters, all, doubtful, onProgress(progress) {
      latest = progress;
      const now = performance.now();
      // Progress that comes soon after the last is shown a little later, even if nothing follows it.
      if (now - shown > SHOWN) show();
      else soon ??= setTimeout(show, SHOWN);
      if (now - said > SAID) {
        said = now;
        page.announce(`${Math.floor((100 * progress.bytes) / file.size)}% done`);
      }
    } }, {
      signal: controller.signal,
      onWait: (seconds) => bar.say(`The server is busy. Trying again in ${count(seconds, "second")}.`),
      // Two pieces may fail at once: they are one question.
      onTrouble: (problem) => (asking ??= askAgain(trouble, problem, controller.signal).finally(() => (asking = null))),
    });
    show();
  } catch (thrown) {
    show();
    stopped = reasonOf(controller.signal.aborted ? controller.signal.reason : thrown, latest);
  }
  controls.replaceChildren();
  await all.close().catch((thrown) => (stopped ??= { title: "The file could not be written", detail: String(thrown.message) }));
  finish();
  return true;

  /** Shows the end: what stopped the work if anything did, the downloads, and the rows that need a look. */
  function finish() {
    const { tally: counts, doubtful: listed } = latest;
    const needLook = counts.groups.uncertain + counts.groups.unresolved;
    title.textContent = stopped ? stopped.title : `${name} is done`;
    trouble.replaceChildren(...(stopped ? [el("div", { class: "problem" }, el("p", {}, stopped.detail))] : []));
    const whole = all.blob();
    const only = stopped ? "the first " : counts.rows === 1 ? "" : "all ";
    const button = (/** @type {string} */ text, /** @type {string} */ kind, /** @type {() => void} */ onclick) => el("button", { type: "button", class: kind, onclick }, text);
    controls.replaceChildren(
      ...(whole && (counts.rows || !stopped) ? [button(`Download ${only}${count(counts.rows, "row")}`, "bulk-main", () => save(whole, outputName(name)))] : []),
      ...(needLook ? [button(`Download ${needLook === 1 ? "the doubtful row" : `the ${number(needLook)} doubtful rows`}`, "bulk-plain", () => save(/** @type {Blob} */ (doubtful.blob()), outputName(name, "doubtful")))] : []),
      button("Change something", "bulk-plain", onChange),
      button("Look up another list", "bulk-plain", onAnother));
    rest.replaceChildren(
      ...(whole ? [] : [el("p", { class: "note" }, `${count(counts.rows, "row")} ${counts.rows === 1 ? "is" : "are"} in ${all.name}.`)]),
      ...(counts.rows ? [doubtfulRows(listed, needLook, place.columns.length > 1 ? "Coordinates" : "Postcode", titles), breakdown(counts, page.families, titles)] : []));
    if (document.activeElement === document.body || results.contains(document.activeElement)) title.focus();
    page.announce(`${title.textContent}. ${tallySentence(counts)}`);
  }
}

/** Says what stopped the work. @param {unknown} thrown @param {Progress} progress */
function reasonOf(thrown, { tally: { rows } }) {
  const done = rows ? ` The first ${count(rows, "row")} ${rows === 1 ? "is" : "are"} done, and can be kept.` : " No row was done.";
  if (isAbort(thrown)) return { title: "Cancelled", detail: done.trim() };
  if (thrown instanceof LongRow) return { title: "The list stops making sense", detail: thrown.message + done };
  if (thrown instanceof DOMException) return { title: "The file can no longer be read", detail: `It has been changed, moved or closed.${done}` };
  const { title, detail } = problemOf(thrown);
  return { title, detail: /[.!?]$/.test(detail) ? detail + done : `${detail}.${done}` };
}

/** Asks whether to go on after an error that may pass. @param {HTMLElement} where @param {Problem} problem @param {AbortSignal} signal @returns {Promise<boolean>} */
function askAgain(where, { title, detail }, signal) {
  return new Promise((resolve) => {
    const answer = (/** @type {boolean} */ again) => {
      where.replaceChildren();
      resolve(again);
    };
    where.replaceChildren(el("div", { class: "problem" },
      el("h4", {}, title), el("p", {}, detail),
      el("div", { class: "tools" }, el("button", { type: "button", class: "bulk-plain", onclick: () => answer(true) }, "Try again"))));
    signal.addEventListener("abort", () => answer(false), { once: true });
  });
}
