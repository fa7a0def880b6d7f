// @ts-check
/**
 * The proposals of a session, side by side: up to four, in memory only.
 *
 * @import { Desk } from "./desk.js"
 */
import { el } from "../page/element.js";
import { problemOf } from "../page/problem.js";
import { save } from "../page/save.js";
import { COLOURS, newProposal } from "./assignment.js";
import { ACCEPT } from "./opener.js";
import * as requests from "./requests.js";
import { questionOf } from "./results.js";
import { scenarioOf } from "./scenariofile.js";
import { addEntry, MOST, overview } from "./session.js";
import { number, unitShort } from "./words.js";

/** @param {Desk} desk @param {{ onFile(file: File): void }} told */
export function createSeveral(desk, { onFile }) {
  const { session } = desk;
  const { blocks, setup } = session;
  const unit = unitShort(blocks.counted.unit);
  const title = el("input", { type: "text", maxlength: 80, autocomplete: "off", onchange: () => {
    const typed = title.value.trim();
    if (typed) desk.entry().proposal.title = typed;
    desk.entry().saved = false;
    desk.changed({ areas: true });
  } });
  const list = el("div", { class: "entries", role: "radiogroup", "aria-label": "Proposal to work on" });
  const table = el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Proposals side by side" });
  const status = el("p", { class: "quiet", role: "status" });
  const file = el("input", { type: "file", accept: ACCEPT, hidden: true, onchange: () => {
    const [one] = file.files ?? [];
    if (one) onFile(one);
    file.value = "";
  } });
  const copyButton = el("button", { type: "button", class: "plain", onclick: copy }, "Copy this proposal");
  const openButton = el("button", { type: "button", class: "plain", onclick: () => file.click() }, "Open a file");
  const dropButton = el("button", { type: "button", class: "plain", onclick: drop }, "Remove this proposal");
  const reportButton = el("button", { type: "button", class: "plain", onclick: report }, "Report side by side");
  const node = el("section", { class: "part" }, el("h3", {}, "Proposals"),
    el("label", { class: "field" }, "Title of this proposal", title), list,
    el("div", { class: "row" }, copyButton, openButton, file, dropButton), table, el("div", { class: "row" }, reportButton), status);

  function copy() {
    const { proposal } = desk.entry();
    const made = newProposal(blocks.size, freeTitle(proposal.title), proposal.kind);
    made.of.set(proposal.of);
    made.areas = proposal.areas.map((area) => area && { ...area, colour: area.colour % COLOURS });
    desk.follow(addEntry(session, made));
    desk.show(session.entries.length - 1);
    desk.page.announce(`Copied. You now work on ${made.title}.`);
  }
  /** @param {string} wanted */
  function freeTitle(wanted) {
    const base = wanted.replace(/ \(\d+\)$/, "");
    const titles = new Set(session.entries.map(({ proposal }) => proposal.title));
    let n = 2;
    while (titles.has(`${base} (${n})`)) n++;
    return `${base} (${n})`;
  }
  function drop() {
    const entry = desk.entry();
    if (!entry.saved && !confirm(`Remove ${entry.proposal.title}? It is not saved, and this cannot be undone.`)) return;
    session.entries.splice(session.chosen, 1);
    desk.show(Math.max(0, session.chosen - 1));
  }
  async function report() {
    status.textContent = "Working…";
    try {
      const scenarios = session.entries.map(({ proposal }) => scenarioOf(blocks, proposal)).filter(({ area }) => area.length);
      save(await requests.report({ scenarios }, questionOf(setup, blocks.layers), "html"), "proposals.html");
      status.textContent = "The report is saved as proposals.html.";
    } catch (thrown) {
      const problem = problemOf(thrown);
      status.textContent = `${problem.title}. ${problem.detail}`;
    }
  }
  /** @returns {[string, (figures: ReturnType<typeof overview>, i: number) => string][]} */
  const lines = () => [
    ["Areas", ({ areas }) => number(areas)],
    ["In no area", ({ unassigned }) => number(unassigned)],
    [`Largest, ${unit}`, ({ largest }) => number(largest)],
    [`Smallest, ${unit}`, ({ smallest }) => number(smallest)],
    ["Furthest from the mean", ({ deviation }) => `${Math.round(deviation * 100)}%`],
    ["Areas in parts", ({ apart }) => number(apart)],
    ["Mean compactness", ({ compactness }) => compactness.toFixed(2)],
    ["Districts split", ({ splits }) => number(splits)],
    ...(setup.against ? [/** @type {[string, (figures: ReturnType<typeof overview>, i: number) => string]} */ (["Coterminous areas", (_, i) => coterminous(i)])] : []),
    ...(setup.start in blocks.layers ? [/** @type {[string, (figures: ReturnType<typeof overview>, i: number) => string]} */ ([`Moved, ${unit}`, ({ moved }) => (moved === null ? "" : number(moved))])] : []),
  ];
  /** @param {number} i */
  const coterminous = (i) => {
    const { reply, current } = session.entries[i];
    return current && reply?.against ? `${reply.against.coterminous} of ${reply.against.told}` : "score it";
  };
  return {
    node,
    show() {
      const { entries, chosen } = session;
      if (document.activeElement !== title) title.value = desk.entry().proposal.title;
      const focus = document.activeElement instanceof HTMLElement && list.contains(document.activeElement);
      list.hidden = entries.length < 2;
      list.replaceChildren(...entries.map(({ proposal, saved }, i) => el("label", { class: "check" }, el("input", { type: "radio", name: "entry", checked: i === chosen, onchange: () => desk.show(i) }), `${proposal.title}${saved ? "" : " (not saved)"}`)));
      if (focus) /** @type {HTMLElement | null} */ (list.querySelector("input:checked"))?.focus();
      copyButton.disabled = openButton.disabled = entries.length >= MOST;
      dropButton.hidden = reportButton.hidden = table.hidden = entries.length < 2;
      if (entries.length < 2) return;
      const figures = entries.map((entry) => overview(session, entry));
      table.replaceChildren(el("table", {}, el("caption", { class: "heard" }, "Proposals side by side"),
        el("thead", {}, el("tr", {}, el("td", {}), ...entries.map(({ proposal }) => el("th", { scope: "col" }, proposal.title)))),
        el("tbody", {}, ...lines().map(([name, write]) => el("tr", {}, el("th", { scope: "row" }, name), ...figures.map((one, i) => el("td", { class: "number" }, write(one, i)))))),
      ));
    },
  };
}
