// @ts-check
/**
 * The server's score of a proposal: what it finds, against another layer, and who moves. It is asked
 * when the reader has paused, and by a button.
 *
 * @import { Desk } from "./desk.js"
 * @import { ScoreReply } from "./replies"
 */
import { el } from "../page/element.js";
import { isAbort, problemOf } from "../page/problem.js";
import { NONE, positions } from "./assignment.js";
import * as requests from "./requests.js";
import { scenarioOf } from "./scenariofile.js";
import { agrees, movedOf } from "./session.js";
import { listed, number, unitShort } from "./words.js";

/** How long the reader must pause before the server is asked, in milliseconds. */
const PAUSE_MS = 1500;

/** @param {Desk} desk @param {{ onReload(): void, onScored(): void, titleOf(layer: string): string, groundName: string }} told */
export function createResults(desk, { onReload, onScored, titleOf, groundName }) {
  const { session } = desk;
  const { setup, blocks } = session;
  let asking = new AbortController();
  let timer = 0;
  const live = el("p", {});
  const status = el("p", { class: "quiet", role: "status" });
  const answer = el("div", { class: "score-answer" });
  const button = el("button", { type: "button", class: "primary", onclick: () => ask(true) }, "Score it");
  const node = el("section", { class: "part" }, el("h3", {}, "Score"), live, el("div", { class: "row" }, button, status), answer);

  /** @param {boolean} asked whether the reader asked, and so wants to hear the answer */
  async function ask(asked) {
    clearTimeout(timer);
    asking.abort();
    const entry = desk.entry();
    if (!positions(entry.proposal).some((position) => entry.score.row(position).blocks)) {
      status.textContent = "Paint an area first.";
      if (asked) desk.page.announce(status.textContent);
      return;
    }
    asking = new AbortController();
    const { signal } = asking;
    status.textContent = "Scoring…";
    try {
      const reply = await requests.score(scenarioOf(blocks, entry.proposal), questionOf(setup, blocks.layers), signal);
      if (signal.aborted) return;
      Object.assign(entry, { reply, current: true });
      show();
      onScored();
      if (asked) desk.page.announce(`Scored. ${reply.summary.map(named).join(" ")}`);
    } catch (thrown) {
      if (isAbort(thrown) || signal.aborted) return;
      const problem = problemOf(thrown);
      status.textContent = "";
      answer.replaceChildren(el("div", { class: "problem" }, el("p", {}, el("b", {}, problem.title), `. ${problem.detail}`), el("button", { type: "button", class: "plain", onclick: () => ask(true) }, "Try again")));
      desk.page.announce(`${problem.title}. ${problem.detail}`);
    }
  }
  function show() {
    const entry = desk.entry();
    live.textContent = liveWords();
    if (!entry.reply) {
      answer.replaceChildren();
      status.textContent = "";
      return;
    }
    answer.classList.toggle("stale", !entry.current);
    if (!entry.current) {
      status.textContent = "You have painted since; it is scored again when you pause.";
      return;
    }
    const same = agrees(session, entry, entry.reply);
    status.textContent = same ? "Scored. The server’s figures are the page’s." : "";
    answer.replaceChildren(
      ...(same ? [] : [el("div", { class: "problem" }, el("p", {}, "The server counts other figures than this page: its data has changed since the page was loaded."), el("button", { type: "button", class: "plain", onclick: onReload }, "Load the figures again"))]),
      ...answerOf(entry.reply, titleOf, named),
    );
  }
  /** Puts the names of the ground and of layers in the place of their ids. @param {string} text */
  const named = (text) =>
    [[setup.within, groundName], [setup.start, titleOf(setup.start)], [setup.against, titleOf(setup.against)]].reduce((said, [id, name]) => (id ? said.replaceAll(id, name) : said), text);
  function liveWords() {
    const entry = desk.entry();
    const namesOf = (/** @type {number[]} */ districts) => districts.map((district) => blocks.districts.areas[district].name);
    const [splits, inPart] = [namesOf(entry.score.splits()), namesOf(entry.score.coveredInPart())];
    const apart = positions(entry.proposal).filter((position) => entry.score.parts(position).length > 1).map((position) => desk.nameOf(position));
    const unassigned = entry.score.row(NONE).blocks;
    const moves = movedOf(session, entry);
    const unit = unitShort(blocks.counted.unit);
    return [
      unassigned ? `${number(unassigned)} of ${number(blocks.size)} in no area.` : "Everything is in an area.",
      splits.length ? `Split between areas: ${listed(splits)}.` : "No district is split between areas.",
      inPart.length ? `${listed(inPart)} ${inPart.length === 1 ? "is" : "are"} only partly covered.` : "",
      apart.length ? `In detached parts: ${listed(apart)}.` : "",
      moves ? `${number(moves.moved)} of ${number(moves.total)} ${unit} move from ${titleOf(setup.start)}.` : "",
    ].filter(Boolean).join(" ");
  }
  return {
    node, ask,
    show(/** @type {boolean} */ changed) {
      show();
      if (!changed) return;
      asking.abort();
      clearTimeout(timer);
      if (!desk.entry().current) timer = window.setTimeout(() => ask(false), PAUSE_MS);
    },
    stop() {
      clearTimeout(timer);
      asking.abort();
    },
  };
}

/** Returns what a score asks for. @param {import("./session.js").Setup} setup @param {object} layers */
export const questionOf = (setup, layers) => ({ against: setup.against, was: setup.start in layers ? setup.start : "", weight: setup.weight });

/** @param {ScoreReply} reply @param {(layer: string) => string} titleOf @param {(text: string) => string} named */
function answerOf({ summary, findings, against, moves, areas, weight }, titleOf, named) {
  const list = (/** @type {string[]} */ items) => el("ul", { class: "findings" }, ...items.map((text) => el("li", {}, named(text))));
  const detached = areas.flatMap((area) => area.detached.filter(({ island }) => !island).map(({ reason }) => reason));
  return [
    list(summary),
    findings.length || detached.length ? el("details", {}, el("summary", {}, "Other findings"), list([...findings, ...detached])) : null,
    against ? el("div", {},
      el("h4", {}, `Against ${titleOf(against.layer)}`),
      el("p", {}, `${against.coterminous} of ${against.told} areas ${against.coterminous === 1 ? "is" : "are"} coterminous with one of its areas.`),
      list(against.verdicts.map(({ relation, reason }) => `${relation === "coterminous" ? "Coterminous: " : "Not coterminous: "}${reason}`)),
    ) : null,
    moves ? movesOf(moves, unitShort(weight.unit), titleOf) : null,
    el("p", { class: "quiet" }, `${weight.source}`),
  ].filter((child) => child !== null);
}

/** @param {NonNullable<ScoreReply["moves"]>} moves @param {string} unit @param {(layer: string) => string} titleOf */
function movesOf({ from, flows, moved, total }, unit, titleOf) {
  const moving = flows.filter(({ stays }) => !stays);
  const share = total.weight ? Math.round((moved / total.weight) * 100) : 0;
  return el("div", {},
    el("h4", {}, "Who moves"),
    el("p", {}, moving.length ? `${number(moved)} of ${number(total.weight)} ${unit} (${share}%) would be in another area than in ${titleOf(from)}.` : `Nobody: all are in the same areas as in ${titleOf(from)}.`),
    moving.length ? el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Who moves" }, el("table", {},
      el("thead", {}, el("tr", {}, ...["From", "To", unit].map((text) => el("th", { scope: "col" }, text)))),
      el("tbody", {}, ...moving.map(({ from: before, to, weight: w }) => el("tr", {}, el("td", {}, before?.name ?? "no area"), el("td", {}, to?.name ?? "no area"), el("td", { class: "number" }, number(w))))),
    )) : null,
  );
}
